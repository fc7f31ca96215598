import { toLocalTime } from "@spm-ops/core";
import type { Symptom } from "../incident/symptom.js";
import type { OverlappingRuns, SlotFinding, SlotJudgement } from "./slot-finding.js";
import type { SlotRun } from "./slot-run.js";

/** What slots are about, in the words of the guide. */
export interface SlotSubject {
  /** The procedure. */
  readonly subject: string;
  readonly environment?: string | undefined;
  /** What it is a consequence of when that is in trouble. */
  readonly upstream?: readonly string[] | undefined;
}

/** What was said of something, with the slots that it rests on: empty where it rests on runs alone. */
export interface SlotTelling {
  readonly symptom: Symptom;
  readonly slotIds: readonly string[];
}

/**
 * What is to be told of a judgement, all of it from the beginning, each thing in order of time. Pure.
 *
 * A slot is one thing: late, then missed, then made good. What was missed in a gap of the monitor's watching is left to
 * `missedInGaps`; a run that was late within a gap and there when the monitor came back is told to nobody.
 */
export function toSlotTellings(
  { slots, unexpected, overlapping }: SlotJudgement,
  subject: SlotSubject,
): readonly SlotTelling[] {
  return [
    ...slots.flatMap((finding) => tellSlot(finding, subject)),
    ...unexpected.flatMap((run) => tellUnexpected(run, subject)),
    ...overlapping.flatMap((overlap) => tellOverlapping(overlap, subject)),
  ];
}

/** Whether a slot was missed within a gap of the monitor's watching, and its run had not begun when the monitor came back. */
export function isMissedInGap({ verdict, missedMs, missedInGap, run }: SlotFinding): boolean {
  if (missedInGap === undefined || verdict === "missed") return missedInGap !== undefined;
  const startedMs = run?.startedMs ?? Infinity;
  return verdict === "late" && startedMs > missedMs && startedMs >= missedInGap.toMs;
}

function tellSlot(finding: SlotFinding, subject: SlotSubject): readonly SlotTelling[] {
  const { slot, verdict, lateMs, missedMs, madeGoodMs, run } = finding;
  const say = (
    symptom: Pick<Symptom, "state" | "kind" | "severity" | "at" | "explanation">,
  ): SlotTelling => ({
    symptom: { key: `slot:${slot.id}`, ...subject, ...runOf(run), ...symptom },
    slotIds: [slot.id],
  });
  const what = `the run of ${subject.subject} for ${slot.nominal} (${slot.zone})`;
  const when = (ms: number) => toMoment(ms, slot.zone);
  const tellings: SlotTelling[] = [];
  if (verdict === "overlapped") {
    const explanation = `There is no run of ${subject.subject} for ${slot.nominal} (${slot.zone}), since ${slot.behind ?? "an earlier run"} was still at work.`;
    const at = slot.instantMs;
    tellings.push(say({ state: "raised", kind: "overlapping", severity: "warning", at, explanation }));
  }
  if (isLate(finding) && lateMs < missedMs && !isHushed(finding)) {
    const limit = Number.isFinite(missedMs) ? `; it is missed after ${when(missedMs)}` : "";
    const explanation = `Of ${what} nothing had begun at ${when(lateMs)}, by when it was expected${limit}.`;
    tellings.push(say({ state: "raised", kind: "late", severity: "warning", at: lateMs, explanation }));
  }
  if (isMissed(finding) && finding.missedInGap === undefined) {
    const explanation = `Of ${what} nothing had begun at ${when(missedMs)}, which was the latest.`;
    tellings.push(say({ state: "raised", kind: "missed", severity: "critical", at: missedMs, explanation }));
  }
  if (tellings.length === 0 || madeGoodMs === undefined) return tellings;
  const last = tellings.at(-1)?.symptom;
  const { kind = "late", severity = "warning" } = last ?? {};
  const own = run?.startedMs === madeGoodMs;
  const explanation = own
    ? `The run for ${slot.nominal} (${slot.zone}) began at ${when(madeGoodMs)}: ${run.runId}.`
    : `A later run of ${subject.subject} began at ${when(madeGoodMs)}.`;
  return [...tellings, say({ state: "cleared", kind, severity, at: madeGoodMs, explanation })];
}

function isLate({ verdict, lateMs, run }: SlotFinding): boolean {
  return verdict === "missed" || (verdict === "late" && (run?.startedMs ?? Infinity) > lateMs);
}

function isMissed({ verdict, missedMs, run }: SlotFinding): boolean {
  return verdict === "missed" || (verdict === "late" && (run?.startedMs ?? -Infinity) > missedMs);
}

/** Whether a lateness began in a gap in which it also ended, well or as missed: when somebody looked, it was over. */
function isHushed({ lateInGap, missedInGap, madeGoodMs = Infinity }: SlotFinding): boolean {
  if (lateInGap === undefined) return false;
  return missedInGap?.fromMs === lateInGap.fromMs || madeGoodMs < lateInGap.toMs;
}

function tellUnexpected(run: SlotRun, subject: SlotSubject): readonly SlotTelling[] {
  const explanation = `${run.runId} is a run of ${subject.subject} that nobody asked for and that belongs to no slot.`;
  const about = {
    key: `unexpected:${subject.subject}@${run.runId}`,
    kind: "unexpected",
    explanation,
  } as const;
  return tellSpell({ ...about, ...subject, runId: run.runId }, run.startedMs, run.finishedMs);
}

function tellOverlapping(
  { earlier, later, fromMs, untilMs }: OverlappingRuns,
  subject: SlotSubject,
): readonly SlotTelling[] {
  const explanation = `${later.runId} began while ${earlier.runId} was at work; ${subject.subject} is to have one run at a time.`;
  const about = {
    key: `overlapping:${subject.subject}@${later.runId}`,
    kind: "overlapping",
    explanation,
  } as const;
  return tellSpell({ ...about, ...subject, runId: later.runId }, fromMs, untilMs);
}

function tellSpell(
  about: Omit<Symptom, "state" | "severity" | "at">,
  fromMs: number | undefined,
  untilMs: number | undefined,
): readonly SlotTelling[] {
  if (fromMs === undefined) return [];
  const symptom = { ...about, severity: "warning" } as const;
  const raised = { symptom: { ...symptom, state: "raised", at: fromMs }, slotIds: [] } as const;
  if (untilMs === undefined) return [raised];
  const at = Math.max(untilMs, fromMs + 1);
  return [raised, { symptom: { ...symptom, state: "cleared", at }, slotIds: [] }];
}

function runOf(run: SlotRun | undefined) {
  return run === undefined ? {} : { runId: run.runId };
}

/** A moment as the clocks of a zone show it. */
function toMoment(ms: number, zone: string): string {
  return `${toLocalTime(ms, zone).replace("T", " ")} (${zone})`;
}
