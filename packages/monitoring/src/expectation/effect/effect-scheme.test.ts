import { defineBusinessCalendar } from "@spm-ops/core";
import { describe, expect, test } from "vitest";
import type { ClosingPeriod } from "./day-effects.js";
import { createEffectScheme } from "./effect-scheme.js";
import type { RunCircumstances } from "./run-circumstances.js";

const calendar = defineBusinessCalendar({
  id: "client",
  title: "Client",
  holidays: [{ date: "2026-03-26", title: "Closed" }],
  fiscal: { pattern: "4-4-5", firstYear: 2026, firstDay: "2026-01-05" },
});

/** The effects of a run by their titles, those of the week and the base left out, and the memory, which is the series'. */
function effectsOf(circumstances: RunCircumstances, closing: ClosingPeriod = "month"): object {
  const scheme = createEffectScheme({ calendar, closing }, [
    { title: "payroll", amountOn: (date) => (date.endsWith("-15") ? 0.5 : 0) },
  ]);
  const { columns, amounts } = scheme.designOf(circumstances);
  const named = columns.map((column, at) => [scheme.effects[column]?.title, amounts[at]] as const);
  return Object.fromEntries(
    named.filter(([title]) => !/^[MTWFS][a-z]+day$|^base$|^the run before$/.test(title ?? "")),
  );
}

describe("createEffectScheme", () => {
  test.each([
    ["2026-03-23", {}],
    ["2026-03-24", { "fifth-last working day of the period": 1, "end of the quarter": 2 / 6 }],
    ["2026-03-25", { "fourth-last working day of the period": 1, "end of the quarter": 2 / 5 }],
    [
      "2026-03-27",
      {
        "third-last working day of the period": 1,
        "end of the quarter": 2 / 4,
        "working day after a holiday": 1,
      },
    ],
    ["2026-03-31", { "last working day of the period": 1, "end of the quarter": 1 }],
    ["2026-04-01", { "first working day of the period": 1, "end of the quarter": 2 / 3 }],
    ["2026-04-02", { "second working day of the period": 1, "end of the quarter": 2 / 4 }],
    ["2026-04-03", {}],
    ["2026-04-30", { "last working day of the period": 1 }],
    ["2026-05-31", { "last working day of the period": 1 }],
    ["2026-04-15", { payroll: 0.5 }],
  ])("knows what %s is", (date, effects) => {
    expect(effectsOf({ date })).toEqual(effects);
  });

  test("finds the ends of fiscal periods, and none before the first fiscal year", () => {
    expect(effectsOf({ date: "2026-01-30" }, "fiscal-period")).toEqual({
      "last working day of the period": 1,
    });
    expect(effectsOf({ date: "2026-04-03" }, "fiscal-period")).toEqual({
      "last working day of the period": 1,
      "end of the quarter": 1,
    });
    expect(effectsOf({ date: "2025-12-31" }, "fiscal-period")).toEqual({});
  });

  test("lets the effects of a week sum to nothing", () => {
    const scheme = createEffectScheme({ calendar, closing: "month" });
    const sums = new Map<number, number>();
    for (let day = 13; day <= 19; day += 1) {
      const { columns, amounts } = scheme.designOf({ date: `2026-07-${day}` });
      for (const [at, column] of columns.entries())
        sums.set(column, (sums.get(column) ?? 0) + (amounts[at] ?? 0));
    }
    const weekdays = scheme.effects.flatMap(({ family }, column) => (family === "weekday" ? [column] : []));
    expect(weekdays.map((column) => sums.get(column))).toEqual([0, 0, 0, 0, 0, 0]);
  });

  test("keeps runs of other kinds apart by an effect of their own", () => {
    expect(effectsOf({ date: "2026-03-20", kind: "ad-hoc" })).toEqual({ "ad-hoc run": 1 });
    expect(effectsOf({ date: "2026-03-20", kind: "scheduled" })).toEqual({});
  });

  test("refuses a text that is no date", () => {
    expect(() => effectsOf({ date: "31.3.2026" })).toThrow(RangeError);
  });
});
