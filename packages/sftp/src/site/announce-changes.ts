import { type FileSite, SpmError } from "@spm-ops/core";

/** One change that is about to be made on a site. */
export interface SiteChange {
  readonly operation: "write" | "rename" | "remove" | "make folder" | "remove folder" | "link" | "set time";
  readonly path: string;
  /** The other name, of a rename or a link. */
  readonly to?: string | undefined;
}

/** Hears of a change before it is made, and stops it by throwing. */
export type ChangeAnnouncement = (change: SiteChange) => void | Promise<void>;

/** The change in words, for people and logs. Names of a server are shown as data. */
export function describeChange({ operation, path, to }: SiteChange): string {
  const names = [path, ...(to === undefined ? [] : [to])].map((name) => JSON.stringify(name));
  return `${operation} ${names.join(" to ")}`;
}

/**
 * The same site, which tells every change before it makes it; what is only read is not told.
 *
 * A write is told as one change, although it takes a temporary name and a rename. The failure of `announce` is the
 * failure of the call, and nothing was changed then. Closing it closes the site.
 *
 * @example
 * const watched = announceChanges(site, (change) => {
 *   process.stdout.write(`${describeChange(change)}\n`);
 * });
 */
export function announceChanges(site: FileSite, announce: ChangeAnnouncement): FileSite {
  return {
    name: site.name,
    capabilities: site.capabilities,
    list: (folder, call) => site.list(folder, call),
    stat: async (path, call) => site.stat(path, call),
    read: async (path, call) => site.read(path, call),
    async write(path, bytes, call) {
      call?.signal?.throwIfAborted();
      await announce({ operation: "write", path });
      return site.write(path, bytes, call);
    },
    async rename(from, to, call) {
      call?.signal?.throwIfAborted();
      await announce({ operation: "rename", path: from, to });
      return site.rename(from, to, call);
    },
    async remove(path, call) {
      call?.signal?.throwIfAborted();
      await announce({ operation: "remove", path });
      return site.remove(path, call);
    },
    async makeFolder(path, call) {
      call?.signal?.throwIfAborted();
      await announce({ operation: "make folder", path });
      return site.makeFolder(path, call);
    },
    close: async () => site.close(),
    [Symbol.asyncDispose]: async () => site.close(),
  };
}

/**
 * The same site for somebody who may only look: every change is SpmError `operation.unsupported`, and the server is
 * never asked. For customers who give no permission to write; what was taken is then kept by our own log alone.
 */
export function observeOnly(site: FileSite): FileSite {
  return announceChanges(site, (change) => {
    throw new SpmError(
      "operation.unsupported",
      `${site.name} is only observed; this was not done: ${describeChange(change)}.`,
      { operation: change.operation },
    );
  });
}
