import type { InstantPeriod } from "@spm-ops/core";

/** Periods in order of time that neither overlap nor touch, none of them empty. */
export type Periods = readonly InstantPeriod[];

/** Makes periods of any, whole milliseconds each: sorted, united where they overlap or touch, without the empty ones. */
export function toPeriods(periods: readonly InstantPeriod[]): Periods {
  const whole = periods
    .map(({ fromMs, toMs }) => ({ fromMs: Math.trunc(fromMs), toMs: Math.trunc(toMs) }))
    .filter(({ fromMs, toMs }) => fromMs < toMs)
    .sort((one, other) => one.fromMs - other.fromMs);
  const united: { fromMs: number; toMs: number }[] = [];
  for (const period of whole) {
    const last = united.at(-1);
    if (last !== undefined && period.fromMs <= last.toMs) last.toMs = Math.max(last.toMs, period.toMs);
    else united.push({ ...period });
  }
  return united;
}

/** The time that lies in both. */
export function intersect(some: Periods, others: Periods): Periods {
  const shared: InstantPeriod[] = [];
  let at = 0;
  for (const { fromMs, toMs } of some) {
    while ((others[at]?.toMs ?? Infinity) <= fromMs) at += 1;
    for (let index = at; index < others.length; index += 1) {
      const other = others[index];
      if (other === undefined || other.fromMs >= toMs) break;
      shared.push({ fromMs: Math.max(fromMs, other.fromMs), toMs: Math.min(toMs, other.toMs) });
    }
  }
  return shared;
}

/** The time of the first that does not lie in the second. */
export function subtract(some: Periods, others: Periods): Periods {
  const bounds = [-Infinity, ...others.flatMap(({ fromMs, toMs }) => [fromMs, toMs]), Infinity];
  const between: InstantPeriod[] = [];
  for (let index = 0; index < bounds.length; index += 2) {
    between.push({ fromMs: bounds[index] ?? -Infinity, toMs: bounds[index + 1] ?? Infinity });
  }
  return intersect(some, between);
}

/** How long they are together, in milliseconds. */
export function totalMs(periods: Periods): number {
  return periods.reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0);
}
