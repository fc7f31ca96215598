import { type FileSite, type FileSiteCall, SpmError } from "@spm-ops/core";
import { untilAborted } from "../../http/until-aborted.js";

/** A call of a site that a fault can meet. */
export type SiteCallName = "list" | "stat" | "read" | "write" | "rename" | "remove" | "makeFolder";

/** Which calls a fault meets, and how many of them. */
export interface LineTarget {
  /** @defaultValue any */
  readonly call?: SiteCallName | undefined;
  /** Of the path; for a rename, of the new one. @defaultValue any */
  readonly path?: RegExp | undefined;
  /** @defaultValue 1 */
  readonly times?: number | undefined;
}

/** Troubles of the line between a client and the site. They meet clients only, never the vendor's own work. */
export interface LineFaults {
  /** The change is made, and its answer lost. Meets changes only. */
  loseReply(target?: LineTarget): void;
  /** The change is not made, and nobody knows. Meets changes only. */
  breakChange(target?: LineTarget): void;
  /** The connection is cut before anything is done. */
  cut(target?: LineTarget): void;
  /** Nothing is done and nothing answered, until the client gives up. */
  hang(target?: LineTarget): void;
  /** The account may not do that. */
  refuse(target?: LineTarget): void;
  /** Ends all of them. */
  clear(): void;
}

/** A site as its clients see it, through a line that can fail. */
export interface SiteLine {
  readonly site: FileSite;
  readonly faults: LineFaults;
}

type Fault = "lose-reply" | "break" | "cut" | "hang" | "refuse";

interface SiteCallMade {
  readonly call: SiteCallName;
  readonly path: string;
  readonly signal: AbortSignal | undefined;
}

const CHANGES: ReadonlySet<SiteCallName> = new Set(["write", "rename", "remove", "makeFolder"]);

/** Puts a line before a site, with everything switched off. */
export function createSiteLine(site: FileSite): SiteLine {
  const waiting: { readonly target: LineTarget; readonly fault: Fault; left: number }[] = [];
  const add =
    (fault: Fault) =>
    (target: LineTarget = {}) =>
      void waiting.push({ target, fault, left: target.times ?? 1 });

  const take = ({ call, path }: SiteCallMade): Fault | undefined => {
    const met = waiting.find(
      ({ target, fault, left }) =>
        left > 0 &&
        (target.call ?? call) === call &&
        (target.path?.test(path) ?? true) &&
        (CHANGES.has(call) || (fault !== "lose-reply" && fault !== "break")),
    );
    if (met !== undefined) met.left -= 1;
    return met?.fault;
  };
  const through = <Result>(made: SiteCallMade, act: () => Promise<Result>) => pass(take(made), made, act);

  return {
    faults: {
      loseReply: add("lose-reply"),
      breakChange: add("break"),
      cut: add("cut"),
      hang: add("hang"),
      refuse: add("refuse"),
      clear: () => void waiting.splice(0),
    },
    site: {
      ...site,
      async *list(folder, call = {}) {
        const entries = await through(toMade("list", folder, call), async () => site.list(folder, call));
        yield* entries;
      },
      stat: (path, call = {}) => through(toMade("stat", path, call), () => site.stat(path, call)),
      read: (path, call = {}) => through(toMade("read", path, call), () => site.read(path, call)),
      write: (path, bytes, call = {}) =>
        through(toMade("write", path, call), () => site.write(path, bytes, call)),
      rename: (from, to, call = {}) => through(toMade("rename", to, call), () => site.rename(from, to, call)),
      remove: (path, call = {}) => through(toMade("remove", path, call), () => site.remove(path, call)),
      makeFolder: (path, call = {}) =>
        through(toMade("makeFolder", path, call), () => site.makeFolder(path, call)),
    },
  };
}

function toMade(call: SiteCallName, path: string, { signal }: FileSiteCall): SiteCallMade {
  return { call, path, signal };
}

async function pass<Result>(
  fault: Fault | undefined,
  { call, path, signal }: SiteCallMade,
  act: () => Promise<Result>,
): Promise<Result> {
  const operation = `${call} ${path}`;
  signal?.throwIfAborted();
  if (fault === "hang") await untilAborted(new Promise<never>(() => undefined), signal);
  if (fault === "cut") {
    throw new SpmError("remote.unavailable", `Could not ${operation}: the connection was cut.`, {
      operation,
    });
  }
  if (fault === "refuse") {
    const reason = "permission denied";
    throw new SpmError("file.refused", `Could not ${operation}: ${reason}.`, { path, reason });
  }
  if (fault !== "break") {
    const result = await act();
    if (fault !== "lose-reply") return result;
  }
  throw new SpmError("remote.unknown", `Nobody knows what became of ${operation}.`, { operation });
}
