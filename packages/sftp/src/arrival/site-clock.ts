import { formatDuration } from "@spm-ops/core";
import { type ClockOffset, estimateClockOffset, type SeenWrite } from "./clock-offset.js";
import type { ListingDifference } from "./folder-watch.js";

/** The clock of a site as far as it is known. */
export interface SiteClock {
  /** The site's time is at least this, when ours is `nowAt`. Milliseconds since 1970. */
  earliestAt(nowAt: number): number;
  /** In words: how far it is from ours, and how that is known. */
  readonly words: string;
}

/** Learns of a site's clock from the differences of its listings. */
export interface SiteClockWatch {
  learn(difference: ListingDifference, seen: Omit<SeenWrite, "modifiedAt">): void;
  get(): SiteClock;
}

const KEPT_WRITES = 50;

/**
 * Creates the watch over a site's clock.
 *
 * Without a write to learn from, the site's clock is taken to be ours, or ahead by as much as the newest file is in our
 * future.
 *
 * @param knownMs how far the site is ahead of us, where that was measured.
 */
export function createSiteClockWatch(knownMs?: number | undefined): SiteClockWatch {
  const writes: SeenWrite[] = [];
  let aheadMs = 0;
  let estimate: ClockOffset | undefined;
  return {
    learn({ appeared, changed }, seen) {
      const files = [...appeared, ...changed.map(({ after }) => after)].map(({ file }) => file);
      for (const { modifiedAt } of files) aheadMs = Math.max(aheadMs, modifiedAt - seen.beforeAt);
      const grown = changed.filter(
        ({ before: { file: before }, after: { file: after } }) =>
          after.sizeBytes > before.sizeBytes && after.modifiedAt > before.modifiedAt,
      );
      if (grown.length === 0) return;
      writes.push(
        ...grown.slice(-KEPT_WRITES).map(({ after }) => ({ ...seen, modifiedAt: after.file.modifiedAt })),
      );
      writes.splice(0, writes.length - KEPT_WRITES);
      estimate = estimateClockOffset(writes);
    },
    get() {
      if (knownMs !== undefined) return toClock(knownMs, `as measured, ${describeOffset(knownMs)}`);
      if (estimate === undefined) {
        return toClock(aheadMs, `not measured, and taken as ${describeOffset(aheadMs)}`);
      }
      const { offsetMs, uncertaintyMs, writes: agreeing } = estimate;
      const from = agreeing === 1 ? "one write" : `${agreeing} writes`;
      return toClock(
        offsetMs - uncertaintyMs,
        `${describeOffset(offsetMs)}, within ${formatDuration(uncertaintyMs)}, estimated from ${from}`,
      );
    },
  };
}

const toClock = (leastMs: number, words: string): SiteClock => ({
  earliestAt: (nowAt) => nowAt + leastMs,
  words,
});

function describeOffset(offsetMs: number): string {
  if (Math.abs(offsetMs) < 1_000) return "equal to ours";
  return `${formatDuration(Math.abs(offsetMs))} ${offsetMs > 0 ? "ahead of" : "behind"} ours`;
}
