import { describe, expect, test } from "vitest";
import { createExpectations } from "../expectations.js";
import { copySimilarRuns, findSimilarRun, learnSimilarRun, noSimilarRuns } from "./similar-runs.js";

describe("similar runs", () => {
  test("are the newest on each kind of day, and what was found stays as it was", () => {
    const runs = noSimilarRuns(3);
    const none = findSimilarRun(runs, { kindOfDay: 1 });
    learnSimilarRun(runs, { kindOfDay: 1, day: 20_454 }, 7);
    const found = findSimilarRun(runs, { kindOfDay: 1 });
    const copy = copySimilarRuns(runs);
    learnSimilarRun(runs, { kindOfDay: 1, day: 20_461 }, 9);
    expect(none()).toBeUndefined();
    expect(found()).toEqual({ date: "2026-01-01", value: 7 });
    expect(findSimilarRun(copy, { kindOfDay: 1 })()).toEqual({ date: "2026-01-01", value: 7 });
    expect(findSimilarRun(runs, { kindOfDay: 1 })()).toEqual({ date: "2026-01-08", value: 9 });
    expect(findSimilarRun(runs, { kindOfDay: 2 })()).toBeUndefined();
  });

  test("are told of an odd figure: of a closing day the last one in its place, of another the last on its weekday", () => {
    const expectations = createExpectations();
    const name = { subject: "load", measure: "rowsRead" };
    const days = Array.from({ length: 61 }, (_, day) => new Date(Date.UTC(2026, 0, 5 + day)));
    for (const day of days) {
      const date = day.toISOString().slice(0, 10);
      const value = date === "2026-01-30" ? 30_000 : 10_000 + day.getUTCDate();
      expectations.take({ ...name, runId: date, date, value });
    }
    const monday = expectations.take({ ...name, runId: "odd", date: "2026-03-09", value: 90 });
    expect(monday?.similar).toEqual({ date: "2026-02-16", value: 10_016 });
    expect(monday?.explanation).toContain("; last on such a day: 10,016 on 2026-02-16.");
    expect(expectations.expect({ ...name, date: "2026-03-31" })?.similar).toEqual({
      // A Sunday: it counts with the last working day before it.
      date: "2026-03-01",
      value: 10_001,
    });
  });
});
