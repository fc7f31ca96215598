import type { Clock } from "@spm-ops/core";
import { z } from "zod";
import type { ArrivalProgress } from "./arrival.js";
import type { ExpectedFeed } from "./sighting.js";

/** What is waited for, where, and what counts as complete. */
export interface AwaitDeliveriesOptions {
  /** The folder of the site in which the files appear. */
  readonly folder: string;
  /** One complete file of each of them is waited for. */
  readonly feeds: readonly ExpectedFeed[];
  /** How long to wait for all of them, from the call on. */
  readonly deadlineMs: number;
  /** The folder is listed once in this time, whatever the number of feeds. @defaultValue 5_000 */
  readonly pollMs?: number | undefined;
  /** A file that was seen unchanged for this long, in two listings or more, is complete. @defaultValue 60_000 */
  readonly settleMs?: number | undefined;
  /** Whether a file without a byte is a delivery. One that is refused is waited past and told. @defaultValue "refuse" */
  readonly emptyFiles?: "refuse" | "deliver" | undefined;
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

export const awaitDeliveriesOptions = z.strictObject({
  folder: z.string().startsWith("/"),
  feeds: z
    .array(z.custom<ExpectedFeed>(isFeed, "must be a feed: a name and matches(fileName)"))
    .min(1)
    .refine((feeds) => new Set(feeds.map(({ name }) => name)).size === feeds.length, "names a feed twice"),
  deadlineMs: z.number().nonnegative(),
  pollMs: z.number().positive().default(5_000),
  settleMs: z.number().nonnegative().default(60_000),
  emptyFiles: z.enum(["refuse", "deliver"]).default("refuse"),
  onSeveral: z.enum(["oldest", "newest"]).optional(),
});
