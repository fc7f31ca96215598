import type { InstantPeriod } from "@spm-ops/core";
import { intersect, type Periods, toPeriods } from "../calendar/periods.js";
import type { AvailabilityFact } from "./availability-fact.js";

/** When something was seen up and when down. All other time is unknown. */
export interface Timeline {
  readonly up: Periods;
  readonly down: Periods;
  /** Down from its first to its last moment as far as is known: what nobody saw between two downs does not divide an outage. */
  readonly outages: Periods;
}

type Change = Extract<AvailabilityFact, { type: "changed" }>;

/** Reads facts, in the order in which they were recorded, as time. */
export function toTimeline(facts: readonly AvailabilityFact[]): Timeline {
  const watched = toPeriods(facts.filter((fact) => fact.type === "watched"));
  const changes = inForce(facts.filter((fact) => fact.type === "changed"));
  const seen = (state: Change["state"]) => intersect(watched, toPeriods(periodsOf(changes, state)));
  const up = seen("up");
  const down = seen("down");
  return { up, down, outages: toOutages(up, down) };
}

/** A change that was recorded later takes the place of all that was said of the time from it on. */
function inForce(changes: readonly Change[]): readonly Change[] {
  const standing: Change[] = [];
  for (const change of changes) {
    while ((standing.at(-1)?.fromMs ?? -Infinity) >= change.fromMs) standing.pop();
    standing.push(change);
  }
  return standing;
}

function periodsOf(changes: readonly Change[], state: Change["state"]): readonly InstantPeriod[] {
  return changes.flatMap((change, index) =>
    change.state === state
      ? [{ fromMs: change.fromMs, toMs: changes[index + 1]?.fromMs ?? Number.MAX_SAFE_INTEGER }]
      : [],
  );
}

function toOutages(up: Periods, down: Periods): Periods {
  const outages: { fromMs: number; toMs: number }[] = [];
  for (const { fromMs, toMs } of down) {
    const last = outages.at(-1);
    const isSame = last !== undefined && intersect(up, [{ fromMs: last.toMs, toMs: fromMs }]).length === 0;
    if (isSame) last.toMs = toMs;
    else outages.push({ fromMs, toMs });
  }
  return outages;
}
