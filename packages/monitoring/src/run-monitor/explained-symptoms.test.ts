import { describe, expect, test } from "vitest";
import type { Symptom } from "../incident/symptom.js";
import { withoutExplained } from "./explained-symptoms.js";

function odd(key: string, state: Symptom["state"] = "raised"): Symptom {
  const [, subject = "", runId = ""] = /:(.*)@(.*)$/.exec(key) ?? [];
  return {
    key,
    state,
    kind: "too-long",
    severity: "warning",
    subject,
    runId,
    at: 1,
    explanation: "It is odd.",
  };
}
const keysOf = (symptoms: readonly Symptom[]) => symptoms.map(({ key }) => key);
const told = (...symptoms: Symptom[]) => new Map(symptoms.map((symptom) => [symptom.key, symptom]));

describe("withoutExplained", () => {
  test.each([
    ["rows in a second, by the duration of the step", "rowsPerSecond:n/load@1", "durationMs:n/load@1"],
    ["rows in a second, by the rows of the step", "rowsPerSecond:n/load@1", "rowsRead:n/load@1"],
    ["the duration of the run, by that of a step", "durationMs:n@1", "durationMs:n/load@1"],
  ])("leaves out %s", (_what, explained, by) => {
    expect(keysOf(withoutExplained([odd(explained), odd(by)], new Map()))).toEqual([by]);
    expect(withoutExplained([odd(explained)], told(odd(by)))).toEqual([]);
  });

  test.each([
    ["another run", "rowsPerSecond:n/load@1", "durationMs:n/load@2"],
    ["another step", "rowsPerSecond:n/load@1", "durationMs:n/check@1"],
    ["another procedure of a longer name", "durationMs:n@1", "durationMs:nights/load@1"],
    ["rows, which do not make the run long", "durationMs:n@1", "rowsRead:n/load@1"],
  ])("is not taken in by %s", (_what, symptom, other) => {
    expect(withoutExplained([odd(symptom)], told(odd(other)))).toHaveLength(1);
  });

  test("keeps what stands alone, what is over, and what only that explains which is over", () => {
    expect(withoutExplained([odd("rowsPerSecond:n/load@1")], new Map())).toHaveLength(1);
    const over = odd("durationMs:n/load@1", "cleared");
    expect(withoutExplained([odd("rowsPerSecond:n/load@1")], told(over))).toHaveLength(1);
    expect(withoutExplained([over], told(odd("durationMs:n/load@1")))).toEqual([over]);
  });
});
