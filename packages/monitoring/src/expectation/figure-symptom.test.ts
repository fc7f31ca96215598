import { describe, expect, test } from "vitest";
import { toAnswer, toFigureSymptom } from "./figure-symptom.js";
import type { ExplainedJudgement } from "./judgement/explained-judgement.js";

const judgement: ExplainedJudgement = {
  subject: "orders/load",
  measure: "durationMs",
  runId: "night-7",
  value: 95,
  verdict: "too-high",
  runs: 63,
  chance: 0.001,
  promise: 0.0025,
  explanation: "It took long.",
};
const occasion = { environment: "production", at: 5 };

describe("toFigureSymptom", () => {
  test("tells what is odd, as a symptom of its run", () => {
    expect(toFigureSymptom(judgement, occasion)).toEqual({
      key: "durationMs:orders/load@night-7",
      state: "raised",
      kind: "too-long",
      severity: "warning",
      environment: "production",
      subject: "orders/load",
      runId: "night-7",
      at: 5,
      explanation: "It took long.",
    });
    expect(toFigureSymptom({ ...judgement, verdict: "as-expected" }, occasion)).toBeUndefined();
    expect(toFigureSymptom({ ...judgement, verdict: "learning" }, occasion)).toBeUndefined();
  });

  test.each([
    [{ verdict: "too-low" }, "too-soon", "warning"],
    [{ measure: "rowsRead" }, "too-much", "warning"],
    [{ measure: "rowsRead", verdict: "too-low" }, "too-little", "warning"],
    [{ measure: "latenessMs" }, "late", "warning"],
    [{ chance: 0.0001 }, "too-long", "critical"],
    [{ rule: "empty", verdict: "too-low" }, "rule", "critical"],
  ] as const)("of %j says %s, %s", (changes, kind, severity) => {
    expect(toFigureSymptom({ ...judgement, ...changes }, occasion)).toMatchObject({ kind, severity });
  });
});

describe("toAnswer", () => {
  test("finds the figure that a symptom was about", () => {
    const symptom = toFigureSymptom(judgement, occasion) ?? expect.fail("no symptom");
    expect(toAnswer(symptom, "from-now-on")).toEqual({
      ...{ subject: "orders/load", measure: "durationMs", runId: "night-7" },
      meaning: "from-now-on",
    });
  });

  test("has none for symptoms of something else", () => {
    expect(toAnswer({ key: "availability:production", subject: "production" }, "real")).toBeUndefined();
    expect(toAnswer({ key: "run:load@run-1", subject: "unload", runId: "run-1" }, "real")).toBeUndefined();
  });
});
