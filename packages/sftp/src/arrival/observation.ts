import type { FileStat } from "@spm-ops/core";

/** A file as it was last listed, and since when it has looked like that. */
export interface Observation {
  readonly file: FileStat;
  /** Its name in the folder, as the site spells it. */
  readonly name: string;
  /** Whether its name says that it is not finished. */
  readonly temporary: boolean;
  /** The feeds that its name belongs to, by their position. */
  readonly feeds: readonly number[];
  /** When it was first listed as it is, in milliseconds of our monotonic clock. The server's clock plays no part. */
  readonly sinceMs: number;
  /** The number of the listing that first showed it as it is. */
  readonly sinceLook: number;
  /** Whether an earlier listing showed it with another size or time. */
  readonly changed: boolean;
}

/** When something was looked at: the number of the listing, and our clocks when it was asked for. */
export interface LookMoment {
  readonly look: number;
  /** Milliseconds of our monotonic clock. */
  readonly nowMs: number;
  /** Milliseconds since 1970 by our clock. */
  readonly nowAt: number;
}

/** Whether two listings tell the same of a file: kind, size and time. */
export function isUnchanged(before: FileStat, after: FileStat): boolean {
  return (
    before.kind === after.kind &&
    before.sizeBytes === after.sizeBytes &&
    before.modifiedAt === after.modifiedAt
  );
}

/** Listings in a row that showed a file as it is. */
export function looksAt({ sinceLook }: Observation, { look }: LookMoment): number {
  return look - sinceLook + 1;
}

/** Whether at least two listings, the last of them `settleMs` or more after the first, showed a file unchanged. */
export function isSettled(observation: Observation, moment: LookMoment, settleMs: number): boolean {
  return looksAt(observation, moment) >= 2 && moment.nowMs - observation.sinceMs >= settleMs;
}
