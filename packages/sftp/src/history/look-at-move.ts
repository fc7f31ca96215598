import { createHash } from "node:crypto";
import type { FileSite, FileStat } from "@spm-ops/core";
import type { FileIdentity } from "../arrival/fetch-file.js";
import type { MoveEnd } from "./move-decision.js";

/** What was validated, and how much it takes to believe that a file is it. */
export interface ValidatedContent {
  readonly source: FileIdentity;
  readonly sha256: string;
  readonly verify: "hash" | "stat";
}

/** What lies at both ends of a move. */
export interface MoveLook {
  readonly source: MoveEnd;
  readonly target: MoveEnd;
}

/**
 * Looks at both ends of a move.
 *
 * A source counts by its size and time, since what was validated had exactly these; a target by its bytes, or with
 * `verify: "stat"` by the right size and time. When both ends would do, the bytes of both decide, for then one of
 * them is going to be removed.
 */
export async function lookAtMove(
  site: FileSite,
  target: string,
  content: ValidatedContent,
  signal?: AbortSignal,
): Promise<MoveLook> {
  const source = judgeSource(await site.stat(content.source.path, { signal }), content.source);
  const believeStat = content.verify === "stat" && source !== "same";
  const found = await site.stat(target, { signal });
  const isTarget =
    found !== undefined &&
    hasSize(found, content.source) &&
    ((believeStat && found.modifiedAt === content.source.modifiedAt) ||
      (await hashOnSite(site, target, signal)) === content.sha256);
  if (found === undefined) return { source, target: "absent" };
  if (!isTarget) return { source, target: "other" };
  if (source !== "same") return { source, target: "same" };
  const isTwin = (await hashOnSite(site, content.source.path, signal)) === content.sha256;
  return { source: isTwin ? "same" : "other", target: "same" };
}

/** What lies at the source, by size and time. */
export function judgeSource(found: FileStat | undefined, source: FileIdentity): MoveEnd {
  if (found === undefined) return "absent";
  return hasSize(found, source) && found.modifiedAt === source.modifiedAt ? "same" : "other";
}

/** The SHA-256 of a file as the site sends it, in lower-case hexadecimal. */
export async function hashOnSite(site: FileSite, path: string, signal?: AbortSignal): Promise<string> {
  const digest = createHash("sha256");
  const { bytes } = await site.read(path, { signal });
  for await (const piece of bytes) digest.update(piece);
  return digest.digest("hex");
}

function hasSize({ kind, sizeBytes }: FileStat, source: FileIdentity): boolean {
  return kind === "file" && sizeBytes === source.sizeBytes;
}
