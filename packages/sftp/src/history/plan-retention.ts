import { parseOptions } from "@spm-ops/core";
import { z } from "zod";
import type { HistoryEntry } from "./find-in-history.js";
import { findHold, type LegalHold, legalHold } from "./legal-hold.js";

/** When deliveries of the history may go. The first rule that names a feed decides about it. Plain JSON. */
export interface RetentionRule {
  readonly id: string;
  /** @defaultValue every feed */
  readonly feeds?: readonly string[] | undefined;
  /** Whole days of 24 hours since it was received for which a delivery stays. */
  readonly keepDays: number;
  /**
   * How many of the newest versions of a feed and period stay for ever. 0 lets the last good version go as well, and
   * has to be said. @defaultValue 1
   */
  readonly keepVersions?: number | undefined;
}

export interface RetentionSurroundings {
  /** @defaultValue none */
  readonly holds?: readonly LegalHold[] | undefined;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** What becomes of one delivery, and why. */
export type RetentionItem = KeptItem | RemovedItem;

interface KeptItem {
  readonly verdict: "keep";
  readonly entry: HistoryEntry;
  /** `no-rule`: none names its feed. */
  readonly because: "no-rule" | "hold" | "age" | "version";
  /** The rule or hold that keeps it. */
  readonly by?: string | undefined;
}

export interface RemovedItem {
  readonly verdict: "remove";
  readonly entry: HistoryEntry;
  /** The rule that lets it go. */
  readonly by: string;
  /** The newer version of the same feed and period that has to be there when it goes; none where the rule needs none. */
  readonly survivor?: HistoryEntry | undefined;
}

/** What a retention would do. Plain JSON, to be looked at and signed before it is done. */
export interface RetentionPlan {
  readonly plannedAt: number;
  readonly items: readonly RetentionItem[];
}

const DAY_MS = 86_400_000;

const retentionRules = z.array(
  z.strictObject({
    id: z.string().min(1),
    feeds: z.array(z.string().min(1)).min(1).optional(),
    keepDays: z.number().min(0),
    keepVersions: z.number().int().min(0).default(1),
  }),
);

type CheckedRule = z.output<typeof retentionRules>[number];

/**
 * Says of each delivery of the history whether it stays or may go, and by which rule or hold. Without a rule nothing
 * ever goes.
 *
 * It is a pure calculation and removes nothing; give it every delivery of the feeds that the rules name, or what it
 * takes for the newest version may not be it. A delivery goes only when it is older than `keepDays`, is not among the
 * newest `keepVersions` of its feed and period, and is under no hold.
 *
 * @throws SpmError `config.invalid`
 */
export function planRetention(
  entries: readonly HistoryEntry[],
  rules: readonly RetentionRule[],
  { holds = [], now }: RetentionSurroundings,
): RetentionPlan {
  const checked = parseOptions(retentionRules, rules, "the rules of retention");
  parseOptions(z.array(legalHold), holds, "the legal holds");
  const versions = new Map<string, HistoryEntry[]>();
  for (const entry of newestFirst(entries)) {
    const key = JSON.stringify([entry.feed, entry.period]);
    versions.set(key, [...(versions.get(key) ?? []), entry]);
  }
  const items = [...versions.values()].flatMap((group) =>
    group.map((entry, index) => judge(entry, { group, index, rules: checked, holds, now })),
  );
  return { plannedAt: now, items };
}

interface Judging {
  /** The versions of one feed and period, newest first, and the place of the entry among them. */
  readonly group: readonly HistoryEntry[];
  readonly index: number;
  readonly rules: readonly CheckedRule[];
  readonly holds: readonly LegalHold[];
  readonly now: number;
}

function judge(entry: HistoryEntry, { group, index, rules, holds, now }: Judging): RetentionItem {
  const rule = rules.find(({ feeds }) => feeds === undefined || feeds.includes(entry.feed));
  if (rule === undefined) return { verdict: "keep", entry, because: "no-rule" };
  const { id: by, keepDays, keepVersions } = rule;
  const hold = findHold(holds, entry, now);
  if (hold !== undefined) return { verdict: "keep", entry, because: "hold", by: hold.id };
  if (now - entry.receivedAt < keepDays * DAY_MS) return { verdict: "keep", entry, because: "age", by };
  if (index < keepVersions) return { verdict: "keep", entry, because: "version", by };
  return { verdict: "remove", entry, by, survivor: keepVersions === 0 ? undefined : group[0] };
}

function newestFirst(entries: readonly HistoryEntry[]): readonly HistoryEntry[] {
  return entries.toSorted((a, b) => b.receivedAt - a.receivedAt || b.candidate - a.candidate);
}
