import type { Slot } from "@spm-ops/core";
import type { Expectations } from "../expectation/expectations.js";
import type { SlotLimits } from "./slot-policy.js";

/** Fewer runs say less than the grace that somebody has declared. */
const LEAST_RUNS = 8;
/** Slots that are judged again and again, at most. */
const KEPT = 5_000;

/**
 * Until when the start of a slot is no surprise, by how late its runs used to begin: a queue that always takes twenty
 * minutes is no trouble, and one that never did is one soon. With fewer than eight runs the policy's grace holds. What is
 * said of a slot once stays: what is learned later does not make its run late.
 *
 * @param expectations asked at each look, such as those of a run monitor
 */
export function learnedLimits(
  expectations: () => Pick<Expectations, "expect">,
  procedureId: string,
): SlotLimits {
  const settled = new Map<string, number | undefined>();
  const expectStart = ({ instantMs, nominal }: Slot): number | undefined => {
    const name = { subject: procedureId, measure: "latenessMs" } as const;
    const expected = expectations().expect({ ...name, date: nominal.slice(0, 10) });
    if (expected === undefined || expected.runs < LEAST_RUNS) return undefined;
    return instantMs + expected.interval.high;
  };
  return {
    expectedStart(slot) {
      if (!settled.has(slot.id)) settled.set(slot.id, expectStart(slot));
      const [oldest] = settled.keys();
      if (settled.size > KEPT && oldest !== undefined) settled.delete(oldest);
      return settled.get(slot.id);
    },
  };
}
