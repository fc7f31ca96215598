import { describe, expect, test } from "vitest";
import type { Symptom } from "../incident/symptom.js";
import { newsOf, withNews, withoutOldNews } from "./run-tellings.js";

function symptom(at: number, more: Partial<Symptom> = {}): Symptom {
  const about = { key: "failed:load@1", subject: "load", explanation: "It failed." };
  return { ...about, state: "raised", kind: "failed", severity: "critical", at, ...more };
}
const raised = symptom(10);
const cleared = symptom(20, { state: "cleared" });
const nothing = new Map<string, Symptom>();

describe("newsOf", () => {
  test("raises a thing once, also where it is told twice at once", () => {
    expect(newsOf(nothing, [raised, raised])).toEqual([raised]);
    expect(newsOf(withNews(nothing, [raised]), [symptom(15)])).toEqual([]);
  });

  test("raises it once more only after it was well again", () => {
    const told = withNews(nothing, [raised, cleared]);
    expect(newsOf(told, [raised])).toEqual([]);
    expect(newsOf(told, [symptom(21)])).toEqual([symptom(21)]);
  });

  test("clears what is raised, after it, and nothing else", () => {
    expect(newsOf(nothing, [cleared])).toEqual([]);
    expect(newsOf(withNews(nothing, [raised]), [cleared, cleared])).toEqual([cleared]);
    expect(newsOf(withNews(nothing, [raised]), [symptom(5, { state: "cleared" })])).toEqual([
      symptom(11, { state: "cleared" }),
    ]);
  });
});

describe("withoutOldNews", () => {
  test("forgets what has long been well, and never what is wrong", () => {
    const day = 86_400_000;
    const old = withNews(nothing, [cleared]);
    expect(withoutOldNews(old, 20 + 31 * day - 1).size).toBe(1);
    expect(withoutOldNews(old, 20 + 31 * day).size).toBe(0);
    expect(withoutOldNews(withNews(nothing, [raised]), 1_000 * day).size).toBe(1);
  });
});
