import type { InstantPeriod } from "@spm-ops/core";
import { type DueSlot, mergeSlots } from "./due-slot.js";
import { matchRuns } from "./match-runs.js";
import { findOverlapping } from "./overlapping-runs.js";
import type { SlotFinding, SlotJudgement, SlotVerdict } from "./slot-finding.js";
import type { SlotLimits, SlotPolicy } from "./slot-policy.js";
import { type ClockOffsets, mergeRuns, type SlotRun } from "./slot-run.js";
import { type SlotWindow, toWindows } from "./slot-window.js";
import { toWatchedTime, type WatchedTime } from "./watched-time.js";

/** All that slots are judged by, besides the runs. */
export interface SlotSurroundings {
  readonly nowMs: number;
  readonly policy: SlotPolicy;
  /** @defaultValue those of the policy */
  readonly limits?: SlotLimits | undefined;
  /** The times in which the monitor watched, in any order. @defaultValue always */
  readonly watched?: readonly InstantPeriod[] | undefined;
  /** What is known of the clocks of those who told of the runs. @defaultValue they are right */
  readonly clockOffsets?: ClockOffsets | undefined;
  /**
   * What is told of; slots outside are there so that the ones inside have their neighbours. Two on either side make
   * adjacent periods together tell what the whole tells.
   *
   * @defaultValue everything
   */
  readonly period?: InstantPeriod | undefined;
}

/**
 * Judges the slots of one schedule by the runs that there were. Pure: history can be judged again, and neither the order
 * nor the repetition of what is known makes a difference.
 *
 * A slot whose limit passed while nobody watched is `unknown` for as long as nobody watches, and judged by its runs as
 * soon as somebody does.
 */
export function judgeSlots(
  slots: Iterable<DueSlot>,
  runs: Iterable<SlotRun>,
  surroundings: SlotSurroundings,
): SlotJudgement {
  const { nowMs, policy, limits, period, clockOffsets } = surroundings;
  const windows = toWindows(mergeSlots(slots), policy, limits);
  const known = mergeRuns(runs, clockOffsets);
  const { bySlot, strays } = matchRuns(windows, known, policy);
  const watched = toWatchedTime(surroundings.watched, nowMs);
  const findings = windows.map((window) => judge(window, bySlot.get(window.slot.id), { nowMs, watched }));
  const isInside = (ms: number) => period === undefined || (ms >= period.fromMs && ms < period.toMs);
  const firstMs = windows[0]?.fromMs ?? Infinity;
  const overlapping = policy.overlappingRuns === "allow" ? [] : findOverlapping(known);
  return {
    slots: withMadeGood(findings, policy).filter(({ slot }) => isInside(slot.instantMs)),
    unexpected: strays.filter(({ startedMs = Infinity }) => isInside(startedMs) && startedMs >= firstMs),
    overlapping: overlapping.filter(({ fromMs }) => isInside(fromMs)),
  };
}

interface Seeing {
  readonly nowMs: number;
  readonly watched: WatchedTime;
}

function judge(window: SlotWindow, run: SlotRun | undefined, seeing: Seeing): SlotFinding {
  const { slot, lateMs, excuse } = window;
  // That none will be made for it is known from the moment at which it was due.
  const missedMs = slot.recorded === "missed" && excuse === undefined ? slot.instantMs : window.missedMs;
  const startedMs = run?.startedMs;
  const began =
    startedMs === undefined
      ? {}
      : { latenessMs: Math.max(0, startedMs - slot.instantMs), madeGoodMs: startedMs };
  const { gapAt } = seeing.watched;
  return {
    slot,
    verdict: toVerdict({ ...window, missedMs }, run, seeing),
    ...{ lateMs: Math.min(lateMs, missedMs), missedMs },
    ...(run === undefined ? {} : { run }),
    ...began,
    ...(excuse === undefined ? { lateInGap: gapAt(lateMs), missedInGap: gapAt(missedMs) } : { excuse }),
  };
}

function toVerdict(window: SlotWindow, run: SlotRun | undefined, { nowMs, watched }: Seeing): SlotVerdict {
  const { slot, lateMs, missedMs, excuse } = window;
  if (run?.startedMs !== undefined) return run.startedMs <= lateMs ? "started" : "late";
  if (excuse !== undefined) return "excused";
  if (slot.recorded === "overlapped") return "overlapped";
  if (slot.recorded === "missed" && nowMs >= missedMs) return "missed";
  if (nowMs <= lateMs) return "pending";
  const limitMs = nowMs > missedMs ? missedMs : lateMs;
  if (watched.seenUntilMs < limitMs) return "unknown";
  return nowMs > missedMs ? "missed" : "late";
}

/** Where not each slot counts, the first run of a later one makes good what is wrong with those before it. */
function withMadeGood(
  findings: readonly SlotFinding[],
  { eachSlotCounts }: SlotPolicy,
): readonly SlotFinding[] {
  if (eachSlotCounts) return findings;
  const result: SlotFinding[] = [];
  let laterMs = Infinity;
  for (const finding of findings.toReversed()) {
    const { verdict, run } = finding;
    const isWrong = verdict === "missed" || verdict === "overlapped";
    result.push(isWrong && laterMs !== Infinity ? { ...finding, madeGoodMs: laterMs } : finding);
    laterMs = Math.min(laterMs, run?.startedMs ?? Infinity);
  }
  return result.reverse();
}
