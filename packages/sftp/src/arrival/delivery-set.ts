import { parseOptions } from "@spm-ops/core";
import { z } from "zod";
import { type BusinessPeriod, periodOfFile } from "./business-period.js";

/** What a set needs to know of a feed. */
export interface SetFeed {
  readonly name: string;
  /** The values of the tokens in a file's name; `period` or `date` tells the business period. */
  readFileName(fileName: string): Readonly<Record<string, string>> | undefined;
}

/** Feeds that belong together: one file of each makes a set, one set a business period. */
export interface DeliverySetDeclaration {
  /** Lower-case letters, digits and dashes. */
  readonly name: string;
  /** For people. */
  readonly title: string;
  /** A set without a file of one of them is not complete. */
  readonly feeds: readonly SetFeed[];
  /** Feeds that belong to the set without being needed. @defaultValue none */
  readonly optional?: readonly SetFeed[] | undefined;
}

/** One file of a set. */
export interface SetFile {
  readonly feed: string;
  readonly name: string;
}

/** How far one set is. Plain JSON. */
export interface SetJudgement {
  readonly set: string;
  readonly period: BusinessPeriod;
  /** `ambiguous`: nothing is missing, but a feed has several files, and somebody has to say which counts. */
  readonly state: "complete" | "incomplete" | "ambiguous";
  readonly files: readonly SetFile[];
  /** The needed feeds without a file. */
  readonly missing: readonly string[];
  /** The feeds with several files. */
  readonly several: readonly string[];
  readonly words: string;
}

/** The sets that files make up. Plain JSON. */
export interface SetReport {
  /** One for each period of which there is a file, and each that was asked for, in order. */
  readonly sets: readonly SetJudgement[];
  /** Files of the set's feeds whose names tell no period. */
  readonly withoutPeriod: readonly SetFile[];
}

export interface DeliverySet {
  readonly name: string;
  readonly title: string;
  /**
   * Tells which sets are complete, and what the others lack. Files of other feeds do not count.
   *
   * @param expected periods that are reported even when there is no file of them.
   */
  judge(files: readonly SetFile[], expected?: readonly BusinessPeriod[]): SetReport;
}

const setFeed = z.custom<SetFeed>(
  (value) =>
    typeof value === "object" &&
    value !== null &&
    "name" in value &&
    "readFileName" in value &&
    typeof value.readFileName === "function",
  "must be a feed: a name and readFileName(fileName)",
);

const declarationSchema = z
  .strictObject({
    name: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, "must be lower-case letters, digits and dashes"),
    title: z.string().min(1),
    feeds: z.array(setFeed).min(1, "a set needs at least one feed"),
    optional: z.array(setFeed).default([]),
  })
  .refine(({ feeds, optional }) => {
    const names = [...feeds, ...optional].map(({ name }) => name);
    return new Set(names).size === names.length;
  }, "names a feed twice");

/**
 * Declares which feeds belong together.
 *
 * @throws SpmError `config.invalid` with every problem at once.
 * @example
 * const month = defineDeliverySet({ name: "month-end", title: "Month end", feeds: [orders, accounts] });
 * const { sets } = month.judge([{ feed: "orders", name: "orders_2026-10.csv" }]);
 */
export function defineDeliverySet(declaration: DeliverySetDeclaration): DeliverySet {
  const { name, title, feeds, optional } = parseOptions(declarationSchema, declaration, "the delivery set");
  const byName = new Map([...feeds, ...optional].map((feed) => [feed.name, feed]));
  const needed = feeds.map((feed) => feed.name);
  return Object.freeze({
    name,
    title,
    judge(files: readonly SetFile[], expected: readonly BusinessPeriod[] = []) {
      const periods = new Map<BusinessPeriod, SetFile[]>(expected.map((period) => [period, []]));
      const withoutPeriod: SetFile[] = [];
      for (const { feed: feedName, name: fileName } of files) {
        const feed = byName.get(feedName);
        if (feed === undefined) continue;
        const period = periodOfFile(feed, fileName);
        const file = { feed: feedName, name: fileName };
        if (period === undefined) withoutPeriod.push(file);
        else periods.set(period, [...(periods.get(period) ?? []), file]);
      }
      const sets = [...periods]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([period, found]) => judgeSet({ set: name, title, needed }, period, found));
      return { sets, withoutPeriod };
    },
  });
}

function judgeSet(
  {
    set,
    title,
    needed,
  }: { readonly set: string; readonly title: string; readonly needed: readonly string[] },
  period: BusinessPeriod,
  files: readonly SetFile[],
): SetJudgement {
  const counts = new Map<string, number>();
  for (const { feed } of files) counts.set(feed, (counts.get(feed) ?? 0) + 1);
  const missing = needed.filter((feed) => !counts.has(feed));
  const several = [...counts].filter(([, count]) => count > 1).map(([feed]) => feed);
  const state = missing.length > 0 ? "incomplete" : several.length > 0 ? "ambiguous" : "complete";
  const told = [
    missing.length === 0 ? undefined : `lacks ${missing.join(", ")}`,
    several.length === 0 ? undefined : `has several files of ${several.join(", ")}`,
  ].filter((part) => part !== undefined);
  const words = `${title} of ${period} ${told.length === 0 ? "is complete" : told.join(" and ")}.`;
  return { set, period, state, files, missing, several, words };
}
