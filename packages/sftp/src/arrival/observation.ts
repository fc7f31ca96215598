import type { FileStat } from "@spm-ops/core";

/** A file as it was last listed, and for how long it has looked like that. */
export interface Observation {
  readonly file: FileStat;
  /** When it was first listed as it is, in milliseconds of our monotonic clock. The server's clock plays no part. */
  readonly sinceMs: number;
  /** Listings in a row that showed it as it is. */
  readonly looks: number;
  /** Whether an earlier listing showed it with another size or time. */
  readonly changed: boolean;
}

/** What is known of a folder, by path. */
export type Observations = ReadonlyMap<string, Observation>;

/**
 * What is known of a folder after one more complete listing of it.
 *
 * A file that is listed with another size or time, or again after it was gone, begins anew.
 *
 * @param nowMs our monotonic clock when the listing was asked for.
 */
export function observe(previous: Observations, listing: readonly FileStat[], nowMs: number): Observations {
  return new Map(listing.map((file) => [file.path, observeFile(previous.get(file.path), file, nowMs)]));
}

function observeFile(known: Observation | undefined, file: FileStat, nowMs: number): Observation {
  if (known !== undefined && isUnchanged(known.file, file)) return { ...known, looks: known.looks + 1 };
  return { file, sinceMs: nowMs, looks: 1, changed: known !== undefined };
}

function isUnchanged(before: FileStat, after: FileStat): boolean {
  return (
    before.kind === after.kind &&
    before.sizeBytes === after.sizeBytes &&
    before.modifiedAt === after.modifiedAt
  );
}

/** Whether at least two listings, the last of them `settleMs` or more after the first, showed a file unchanged. */
export function isSettled(observation: Observation, nowMs: number, settleMs: number): boolean {
  return observation.looks >= 2 && nowMs - observation.sinceMs >= settleMs;
}
