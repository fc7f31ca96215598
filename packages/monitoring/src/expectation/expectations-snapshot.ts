import { parseOptions } from "@spm-ops/core";
import { z } from "zod";
import { type ExperienceSnapshot, experienceSnapshot } from "./experience.js";
import { type SeriesBookSnapshot, seriesBookSnapshot } from "./series/series-book.js";

/** By what days became effects when a snapshot was learned; with others its numbers mean something else. */
export interface LearnedWith {
  /** The id of the calendar. Its days may have changed: years are added to a calendar as they come. */
  readonly calendar: string;
  readonly closing: string;
  /** Titles of all effects, in their order. */
  readonly effects: readonly string[];
}

/** What expectations have learned, as plain values for JSON. Its inside may be another in another version. */
export interface ExpectationsSnapshot {
  readonly version: 1;
  readonly learnedWith: LearnedWith;
  /** Every series, and what was learned from all of them. */
  readonly book: SeriesBookSnapshot;
  /** Which surprises were usual, what was told, and how the promise was kept. */
  readonly experience: ExperienceSnapshot;
}

const WHAT = "the snapshot of the expectations";

/**
 * Checks a snapshot that was kept somewhere, against what days mean now.
 *
 * @throws SpmError `config.invalid` with every problem of its head or, when that is right, of all the rest
 */
export function parseExpectationsSnapshot(snapshot: unknown, learnedWith: LearnedWith): ExpectationsSnapshot {
  // Where the head is wrong, everything else is: nobody wants to read that for each of 10,000 series.
  const { version } = parseOptions(headOf(learnedWith), snapshot, WHAT);
  const body = z.object({
    book: seriesBookSnapshot(learnedWith.effects.length),
    experience: experienceSnapshot,
  });
  return { version, learnedWith, ...parseOptions(body, snapshot, WHAT) };
}

function headOf({ calendar, closing, effects }: LearnedWith) {
  const same = (now: string) => z.literal(now, { error: `was learned with another one than ${now}` });
  return z.object({
    version: z.literal(1, { error: "is not 1, the only version that is known" }),
    learnedWith: z.object({
      calendar: same(calendar),
      closing: same(closing),
      effects: z
        .array(z.string())
        .refine((titles) => isSameList(titles, effects), "are not the effects that days have now"),
    }),
  });
}

function isSameList(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((title, at) => title === other[at]);
}
