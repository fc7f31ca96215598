import { defineBusinessCalendar, defineSchedule } from "@spm-ops/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { coveredPeriod } from "./covered-period.js";
import { judgeDeliveries } from "./judge-deliveries.js";

const calendar = defineBusinessCalendar({
  id: "us",
  title: "United States",
  holidays: [{ date: "2026-11-26", title: "Thanksgiving" }],
});
const monthly = defineSchedule(
  {
    id: "third-day",
    rule: { workingDay: 3, of: "month", at: "18:00" },
    zone: "America/New_York",
    calendar: "us",
  },
  { calendars: [calendar] },
);
const orders = {
  feed: "orders",
  schedule: monthly,
  covers: { unit: "month", offset: -1 },
  graceMs: 3_600_000,
} as const;
const accounts = {
  feed: "accounts",
  schedule: defineSchedule({ id: "daily", rule: { cron: "0 6 * * *" }, zone: "UTC" }),
  opensBeforeMs: 6 * 3_600_000,
} as const;
const at = (text: string) => Date.parse(text);
const autumn = { fromMs: at("2026-10-01T00:00Z"), toMs: at("2026-12-01T00:00Z") };
const nowMs = at("2026-11-05T12:00Z");
const october = { feed: "orders", name: "orders_2026-10.csv", period: "2026-10" };

describe("coveredPeriod", () => {
  test.each([
    ["2026-01-03", "month", -1, "2025-12"],
    ["2026-01-03", "day", -3, "2025-12-31"],
    ["2026-01-03", "quarter", -1, "2025-Q4"],
    ["2026-08-03", "quarter", 0, "2026-Q3"],
    ["2026-08-03", "year", -1, "2025"],
    ["2026-11-27", "working-day", -1, "2026-11-25"],
    ["2026-11-28", "working-day", 0, "2026-11-27"],
  ] as const)("of what is due on %s by %s %i is %s", (date, unit, offset, period) => {
    expect(coveredPeriod(date, { unit, offset }, calendar)).toBe(period);
  });

  test("needs a calendar to count working days", () => {
    expect(() => coveredPeriod("2026-11-27", { unit: "working-day", offset: -1 })).toThrow(RangeError);
  });
});

describe("judgeDeliveries", () => {
  const judge = (deliveries: Parameters<typeof judgeDeliveries>[0]["deliveries"], more: object = {}) =>
    judgeDeliveries({ expectations: [orders], period: autumn, nowMs, deliveries, ...more });

  test("tells on time, late, early, missing and awaited, in words", () => {
    const words = (receivedAt: string) => {
      const [, outcome] = judge([{ ...october, receivedAt: at(receivedAt) }]).expected;
      return [outcome?.state, outcome?.words];
    };
    expect(words("2026-11-04T23:59Z")).toEqual([
      "on-time",
      "orders of 2026-10 was due by 4 Nov 2026, 19:00:00 and came in time, as orders_2026-10.csv.",
    ]);
    expect(words("2026-11-05T02:00Z")).toEqual([
      "late",
      "orders of 2026-10 was due by 4 Nov 2026, 19:00:00 and came 2 h late, as orders_2026-10.csv.",
    ]);
    expect(words("2026-10-30T12:00Z")).toEqual([
      "early",
      "orders of 2026-10 was due by 4 Nov 2026, 19:00:00 and came 4 d 11 h before anybody expected it, as orders_2026-10.csv.",
    ]);
    expect(judge([]).expected.map(({ state, words: text }) => [state, text])).toEqual([
      ["missing", "orders of 2026-09 was due by 5 Oct 2026, 19:00:00 and is missing for 30 d 13 h."],
      ["missing", "orders of 2026-10 was due by 4 Nov 2026, 19:00:00 and is missing for 12 h."],
    ]);
    const [, awaited] = judge([], { nowMs: at("2026-11-04T23:00Z") }).expected;
    expect(awaited).toMatchObject({
      state: "awaited",
      words: "orders of 2026-10 is awaited by 4 Nov 2026, 19:00:00.",
    });
  });

  test("counts by time what tells no period", () => {
    const receivedAt = at("2026-11-02T23:59Z");
    const { expected, remarks } = judge([{ feed: "accounts", name: "accounts.csv", receivedAt }], {
      expectations: [accounts],
      period: { fromMs: at("2026-11-02T00:00Z"), toMs: at("2026-11-04T00:00Z") },
    });
    expect(expected.map(({ state }) => state)).toEqual(["late", "missing"]);
    expect(remarks).toEqual([]);
  });

  test("remarks what is expected of no period, of no feed, and at no time", () => {
    const receivedAt = nowMs;
    const { remarks } = judge([
      { ...october, period: "2031-01", name: "orders_2031-01.csv", receivedAt },
      { feed: "notes", name: "notes.csv", receivedAt },
      { name: "holiday.jpg", receivedAt },
      { feed: "orders", name: "orders.csv", receivedAt },
    ]);
    expect(remarks.map(({ code, words }) => [code, words])).toEqual([
      ["unexpected", "orders_2031-01.csv was not expected: nothing of orders is due of 2031-01."],
      ["unexpected", "notes.csv was not expected: nothing of notes is due at all."],
      ["unexpected", "No feed knows the name holiday.jpg."],
      ["unexpected", "orders.csv was not expected: nothing of orders is due at its time."],
    ]);
  });

  test("lets the first delivery count, and knows content and names again", () => {
    const first = { ...october, receivedAt: at("2026-11-04T12:00Z"), sha256: "aa" };
    const again = { ...first, name: "orders_202610.csv", receivedAt: at("2026-11-04T13:00Z") };
    const corrected = { ...first, receivedAt: at("2026-11-04T14:00Z"), sha256: "bb" };
    const earlier = [{ ...october, name: "orders_2026-09.csv", receivedAt: 0, sha256: "bb" }];
    const { expected, remarks } = judge([corrected, again, first], { earlier: [] });
    expect(expected[1]).toMatchObject({ state: "on-time", receivedAt: first.receivedAt });
    expect(remarks.map(({ code, earlierName }) => [code, earlierName])).toEqual([
      ["repeated", "orders_2026-10.csv"],
      ["duplicate-content", "orders_2026-10.csv"],
      ["repeated", "orders_2026-10.csv"],
      ["same-name-new-content", "orders_2026-10.csv"],
    ]);
    expect(judge([corrected], { earlier }).remarks).toMatchObject([
      {
        code: "duplicate-content",
        words: "orders_2026-10.csv has the very content of orders_2026-09.csv, which came before.",
      },
    ]);
  });

  test("remarks a delivery for a closed period", () => {
    const { remarks } = judge([{ ...october, receivedAt: nowMs }], { closedPeriods: ["2026-10"] });
    expect(remarks).toMatchObject([
      { code: "closed-period", words: "orders_2026-10.csv is of 2026-10, which is closed." },
    ]);
  });

  test("gives every slot one outcome, and every delivery a slot or a remark", () => {
    const delivery = fc.record({
      feed: fc.constantFrom("orders", "accounts", "notes", undefined),
      name: fc.constantFrom("a", "b"),
      receivedAt: fc.integer({ min: autumn.fromMs, max: autumn.toMs }),
      period: fc.constantFrom("2026-09", "2026-10", "2026-11", undefined),
    });
    fc.assert(
      fc.property(fc.array(delivery, { maxLength: 12 }), (deliveries) => {
        const { expected, remarks } = judge(deliveries, { expectations: [orders, accounts] });
        expect(expected).toHaveLength(2 + 61);
        const counting = expected.filter(({ fileName }) => fileName !== undefined).length;
        const uncounted = remarks.filter(({ code }) => code === "unexpected" || code === "repeated").length;
        expect(counting + uncounted).toBe(deliveries.length);
      }),
      { numRuns: 40 },
    );
  });
});
