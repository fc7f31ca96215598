import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Incident, raisedSymptoms } from "./incident.js";
import { cleared, minute, symptom } from "./incident-fixture.js";
import { production, world } from "./incident-world-fixture.js";
import { tellingName } from "./spell.js";

/** What matters of the incidents in the end: what belongs together, and where it stands. */
function outcomeOf(incidents: readonly Incident[]) {
  return incidents
    .map(({ state, severity, symptoms }) => ({
      state: state === "closed" ? "closed" : "open",
      severity,
      symptoms: symptoms.map(tellingName).sort(),
    }))
    .sort((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1));
}

describe("the law of order", () => {
  const times = fc.integer({ min: 0, max: 24 }).map((piece) => piece * 5);
  const about = fc.oneof(
    fc.record({ at: times, more: fc.constant(production), key: fc.constant("availability:production") }),
    fc.record({ at: times, more: fc.constant(production), key: fc.constant("availability:login") }),
    fc.record({
      at: times,
      key: fc.constantFrom("volume:load@run-1", "duration:load@run-1"),
      more: fc.constant({ ...production, runId: "run-1", subject: "load" }),
    }),
    fc.record({
      at: times,
      key: fc.constantFrom("late:report", "late:mail"),
      more: fc.constantFrom({ upstream: ["load"] }, { upstream: ["run-1"] }, production),
    }),
  );
  const news = fc
    .tuple(about, fc.boolean(), fc.constantFrom("warning" as const, "critical" as const))
    .map(([{ key, at, more }, isRaised, severity]) =>
      (isRaised ? symptom : cleared)(key, at, { ...more, severity }),
    );
  // What a watch says of one moment is always the same.
  const history = fc.uniqueArray(news, {
    selector: ({ key, at }) => `${key}@${at}`,
    maxLength: 12,
  });
  const reordered = history.chain((inOrder) =>
    fc.record({
      inOrder: fc.constant(inOrder),
      shuffled: fc
        .array(fc.constantFrom(...(inOrder.length === 0 ? [symptom("x", 0)] : inOrder)), { maxLength: 6 })
        .chain((again) =>
          fc.shuffledSubarray(inOrder.length === 0 ? [] : [...inOrder, ...again], {
            minLength: inOrder.length === 0 ? 0 : inOrder.length + again.length,
          }),
        ),
      goodNeeded: fc.constantFrom(1, 2),
    }),
  );
  // So late that nothing comes and goes any more.
  const LATE = minute(10_000);

  test("any order, and any repetition, leads to the same incidents", () => {
    fc.assert(
      fc.property(reordered, ({ inOrder, shuffled, goodNeeded }) => {
        const outcomes = [inOrder, shuffled].map((symptoms) => {
          const all = world({ goodNeeded });
          for (const each of symptoms) all.tell(each, LATE);
          return outcomeOf(all.standing());
        });
        expect(outcomes[1]).toEqual(outcomes[0]);
      }),
      { numRuns: 300 },
    );
  });

  test("nothing is lost: what was raised last stands in exactly one open incident", () => {
    fc.assert(
      fc.property(reordered, ({ shuffled }) => {
        const all = world();
        for (const each of shuffled) all.tell(each, LATE);
        for (const key of new Set(shuffled.map((each) => each.key))) {
          const latest = shuffled
            .filter((each) => each.key === key)
            .sort((one, other) => other.at - one.at)[0];
          const holders = all
            .standing()
            .filter(
              (each) => each.state !== "closed" && raisedSymptoms(each).some((raised) => raised.key === key),
            );
          expect(holders).toHaveLength(latest?.state === "raised" ? 1 : 0);
        }
      }),
      { numRuns: 200 },
    );
  });

  test("deciding again decides nothing", () => {
    fc.assert(
      fc.property(reordered, ({ shuffled }) => {
        const all = world();
        for (const each of shuffled) all.tell(each, LATE);
        expect(all.decide(LATE)).toEqual([]);
        for (const each of shuffled) expect(all.decide(LATE, each.key)).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });
});
