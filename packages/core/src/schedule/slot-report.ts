import type { Schedule } from "./schedule.js";
import type { Slot } from "./slot.js";
import { type InstantPeriod, slotsBetween } from "./slots.js";

/**
 * How a slot ended: it ran in time or late, nobody was there to run it, its own rules skipped it, or it overlapped with
 * a run that was still going on.
 */
export type SlotOutcome = "ran" | "late" | "missed" | "skipped" | "overlapped";

/** What is recorded of one slot: its outcome, or that a person is asked about it, or that it waits for its turn. */
export interface SlotFact {
  readonly slotId: string;
  readonly outcome: SlotOutcome | "asked" | "queued";
  /** The run that was made for the slot. */
  readonly runId?: string | undefined;
}

/**
 * A slot and its one outcome. `unwatched`: it was due before watching began. `unexplained` is a slot of which nothing is
 * recorded: somebody has to look.
 */
export interface SlotReportRow {
  readonly slot: Slot;
  readonly outcome: SlotFact["outcome"] | "unwatched" | "unexplained";
  readonly runId?: string | undefined;
}

/** A fact that fits no slot of the period. */
export interface UnexpectedFact {
  readonly fact: SlotFact;
  /** There is no such slot in the period, it has its outcome already, or its own rules skip it. */
  readonly reason: "no-slot" | "second-fact" | "skipped-by-rule";
}

/** The whole population of a period: every slot with exactly one outcome, and every fact that has no place there. */
export interface SlotReport {
  readonly scheduleId: string;
  readonly period: InstantPeriod;
  readonly rows: readonly SlotReportRow[];
  readonly unexpected: readonly UnexpectedFact[];
  /** Rows by outcome; they sum up to all rows. */
  readonly counts: Readonly<Record<SlotReportRow["outcome"], number>>;
}

/**
 * Holds what happened against what a schedule says should have happened in a period.
 *
 * A slot that the schedule's own rules skip is explained by them and needs no fact. Of several facts about one slot the
 * first counts and the others are unexpected.
 */
export function reportSlots(
  schedule: Schedule,
  period: InstantPeriod,
  facts: Iterable<SlotFact>,
): SlotReport {
  return explainSlots([...slotsBetween(schedule, period)], facts, { scheduleId: schedule.id, period });
}

/** What a report on slots is about. */
export interface ReportedPeriod {
  readonly scheduleId: string;
  readonly period: InstantPeriod;
  /** Slots before it need no fact. @defaultValue every slot needs one */
  readonly watchedFromMs?: number | undefined;
}

/** Holds what happened against the slots that there should have been, in their order, as `reportSlots` does. */
export function explainSlots(
  population: readonly Slot[],
  facts: Iterable<SlotFact>,
  { scheduleId, period, watchedFromMs = -Infinity }: ReportedPeriod,
): SlotReport {
  const slots = new Map(population.map((slot) => [slot.id, slot]));
  const settled = new Map<string, SlotFact>();
  const unexpected: UnexpectedFact[] = [];
  for (const fact of facts) {
    const reason = whyUnexpected(fact, slots.get(fact.slotId), settled);
    if (reason === undefined) settled.set(fact.slotId, fact);
    else unexpected.push({ fact, reason });
  }
  const rows = population.map((slot) => toRow(slot, settled.get(slot.id), watchedFromMs));
  return { scheduleId, period, rows, unexpected, counts: countRows(rows) };
}

function countRows(rows: readonly SlotReportRow[]): SlotReport["counts"] {
  const ended = { ran: 0, late: 0, missed: 0, skipped: 0, overlapped: 0 };
  const counts = { ...ended, asked: 0, queued: 0, unwatched: 0, unexplained: 0 };
  for (const { outcome } of rows) counts[outcome] += 1;
  return counts;
}

function whyUnexpected(
  fact: SlotFact,
  slot: Slot | undefined,
  settled: ReadonlyMap<string, SlotFact>,
): UnexpectedFact["reason"] | undefined {
  if (slot === undefined) return "no-slot";
  if (settled.has(slot.id)) return "second-fact";
  return slot.skippedBy !== undefined && fact.outcome !== "skipped" ? "skipped-by-rule" : undefined;
}

function toRow(slot: Slot, fact: SlotFact | undefined, watchedFromMs: number): SlotReportRow {
  if (fact !== undefined) {
    return { slot, outcome: fact.outcome, ...(fact.runId === undefined ? {} : { runId: fact.runId }) };
  }
  if (slot.skippedBy !== undefined) return { slot, outcome: "skipped" };
  return { slot, outcome: slot.instantMs < watchedFromMs ? "unwatched" : "unexplained" };
}
