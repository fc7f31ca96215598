import type { InstantPeriod } from "@spm-ops/core";
import { type Periods, toPeriods } from "../availability/calendar/periods.js";

/** When the monitor watched, and when it did not. */
export interface WatchedTime {
  /** Until when it has seen what is so, up to now; minus infinity when it never watched. */
  readonly seenUntilMs: number;
  /** The gap in its watching that a moment lies in; nothing for one that it watched, or has not come back from yet. */
  gapAt(ms: number): InstantPeriod | undefined;
}

/** @param spans in any order; they may overlap. Absent means that it has always watched. */
export function toWatchedTime(spans: readonly InstantPeriod[] | undefined, nowMs: number): WatchedTime {
  if (spans === undefined) return { seenUntilMs: nowMs, gapAt: () => undefined };
  // One millisecond more, so that the moment of a single look is a span too.
  const periods: Periods = toPeriods(
    spans.filter(({ fromMs }) => fromMs <= nowMs).map(({ fromMs, toMs }) => ({ fromMs, toMs: toMs + 1 })),
  );
  const lastMs = (periods.at(-1)?.toMs ?? -Infinity) - 1;
  return {
    seenUntilMs: Math.min(nowMs, lastMs),
    gapAt(ms) {
      const after = periods.findIndex(({ fromMs }) => fromMs > ms);
      const [before, next] = [periods[after - 1], periods[after]];
      if (before === undefined || next === undefined || ms < before.toMs) return undefined;
      return { fromMs: before.toMs - 1, toMs: next.fromMs };
    },
  };
}
