import { z } from "zod";
import type { HistoryEntry } from "./find-in-history.js";

/** What must not be removed, whatever the rules of retention say. Plain JSON; what is not named is not asked for. */
export interface LegalHold {
  readonly id: string;
  readonly reason: string;
  readonly feed?: string | undefined;
  readonly period?: string | undefined;
  /** Of the content, whole, in lower-case hexadecimal. */
  readonly sha256?: string | undefined;
  /** The hold ends at this moment, in milliseconds since 1970. @defaultValue never */
  readonly until?: number | undefined;
}

export const legalHold = z.strictObject({
  id: z.string().min(1),
  reason: z.string().min(1),
  feed: z.string().min(1).optional(),
  period: z.string().min(1).optional(),
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/, "64 lower-case hexadecimal digits")
    .optional(),
  until: z.number().optional(),
});

/** The first hold that is on a delivery at a moment, if any; one that names nothing is on all of them. */
export function findHold(
  holds: readonly LegalHold[],
  entry: HistoryEntry,
  now: number,
): LegalHold | undefined {
  return holds.find(
    ({ feed, period, sha256, until }) =>
      (feed === undefined || feed === entry.feed) &&
      (period === undefined || period === entry.period) &&
      (sha256 === undefined || sha256.startsWith(entry.sha256Prefix)) &&
      (until === undefined || now < until),
  );
}
