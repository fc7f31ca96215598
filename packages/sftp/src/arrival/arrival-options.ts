import type { Clock } from "@spm-ops/core";
import { z } from "zod";
import type { ArrivalProgress } from "./arrival.js";
import type { ExpectedFeed } from "./sighting.js";

/** What is watched, where, and what counts as complete. */
export interface WatchArrivalsOptions {
  /** The folder of the site in which the files appear. */
  readonly folder: string;
  /** What files are watched for. */
  readonly feeds: readonly ExpectedFeed[];
  /** The folder is listed once in this time, whatever the number of feeds. @defaultValue 5_000 */
  readonly pollMs?: number | undefined;
  /**
   * A file that was seen unchanged for this long, in two listings or more, is complete, unless its feed asks for more.
   *
   * @defaultValue 60_000
   */
  readonly settleMs?: number | undefined;
  /** Whether a file without a byte is a delivery. One that is refused is waited past and told. @defaultValue "refuse" */
  readonly emptyFiles?: "refuse" | "deliver" | undefined;
  /**
   * How far the site's clock is ahead of ours, negative when it is behind, where that was measured. It counts for feeds
   * whose arrival rule speaks of the site's clock. @defaultValue estimated from the files that are seen growing
   */
  readonly siteClockAheadMs?: number | undefined;
}

/** What is waited for: one complete file of each feed. */
export interface AwaitDeliveriesOptions extends WatchArrivalsOptions {
  /** How long to wait for all of them, from the call on. */
  readonly deadlineMs: number;
  /** Which file to take when a feed has several complete ones, by the site's times. @defaultValue it is an error */
  readonly onSeveral?: "oldest" | "newest" | undefined;
}

export interface AwaitDeliveriesCall {
  /** @defaultValue the clock of this machine */
  readonly clock?: Clock | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Told after each look at the folder, also after one that failed. */
  readonly onProgress?: ((progress: ArrivalProgress) => void) | undefined;
}

const isFeed = (value: unknown): value is ExpectedFeed =>
  typeof value === "object" &&
  value !== null &&
  "name" in value &&
  typeof value.name === "string" &&
  "matches" in value &&
  typeof value.matches === "function";

const watchFields = {
  folder: z.string().startsWith("/"),
  feeds: z
    .array(z.custom<ExpectedFeed>(isFeed, "must be a feed: a name and matches(fileName)"))
    .min(1)
    .refine((feeds) => new Set(feeds.map(({ name }) => name)).size === feeds.length, "names a feed twice"),
  pollMs: z.number().positive().default(5_000),
  settleMs: z.number().nonnegative().default(60_000),
  emptyFiles: z.enum(["refuse", "deliver"]).default("refuse"),
  siteClockAheadMs: z.number().optional(),
};

/** The strict reading of what is watched. */
export const watchArrivalsOptions = z.strictObject(watchFields);

/** The strict reading of what is waited for. */
export const awaitDeliveriesOptions = z.strictObject({
  ...watchFields,
  deadlineMs: z.number().nonnegative(),
  onSeveral: z.enum(["oldest", "newest"]).optional(),
});
