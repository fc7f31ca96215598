import { createExpectations, toLatenessFigures } from "../../dist/index.js";

/**
 * How late each operation's runs usually begin, learned from the slots that were judged. What is expected of a slot is
 * settled once it is due: what is learned later does not make its run late.
 */
export function createLearnedLateness() {
  const expectations = createExpectations();
  const learned = new Set();
  const expected = new Map();
  return {
    expectedStart: (subject, clock) => (slot) => {
      const settled = expected.get(slot.id);
      if (settled !== undefined) return settled;
      const coming = { subject, measure: "latenessMs", date: slot.nominal.slice(0, 10) };
      // Without a run nothing is expected, and the grace of the policy holds.
      const latestMs = slot.instantMs + (expectations.expect(coming)?.interval.high ?? Number.NaN);
      if (slot.instantMs <= clock.now()) expected.set(slot.id, latestMs);
      return latestMs;
    },
    learn(judged) {
      for (const { slots, subject } of judged) {
        for (const figure of toLatenessFigures(slots, subject)) {
          if (learned.has(figure.runId)) continue;
          learned.add(figure.runId);
          expectations.take(figure);
        }
      }
    },
  };
}
