import { describe, expect, test } from "vitest";
import { defineSchedule } from "./schedule.js";
import { reportSlots, type SlotFact } from "./slot-report.js";

const schedule = defineSchedule({
  id: "nightly",
  rule: { cron: "30 2 * * *" },
  zone: "America/New_York",
  gap: "skip",
});
// Five nights, with the change of clocks of the 8th of March among them.
const period = { fromMs: Date.parse("2026-03-05T05:00Z"), toMs: Date.parse("2026-03-10T05:00Z") };
const slotId = (date: string) => `nightly@${date}T02:30[America/New_York]`;

function report(...facts: readonly SlotFact[]) {
  return reportSlots(schedule, period, facts);
}

describe("reportSlots", () => {
  test("gives every slot of the period exactly one outcome", () => {
    const { rows, unexpected, counts } = report(
      { slotId: slotId("2026-03-05"), outcome: "ran", runId: "run-5" },
      { slotId: slotId("2026-03-06"), outcome: "late", runId: "run-6" },
      { slotId: slotId("2026-03-07"), outcome: "missed" },
    );
    expect(rows.map(({ slot, outcome, runId }) => [slot.nominal, outcome, runId])).toEqual([
      ["2026-03-05T02:30", "ran", "run-5"],
      ["2026-03-06T02:30", "late", "run-6"],
      ["2026-03-07T02:30", "missed", undefined],
      ["2026-03-08T02:30", "skipped", undefined],
      ["2026-03-09T02:30", "unexplained", undefined],
    ]);
    expect(unexpected).toEqual([]);
    const others = { overlapped: 0, asked: 0, queued: 0, unwatched: 0 };
    expect(counts).toEqual({ ran: 1, late: 1, missed: 1, skipped: 1, unexplained: 1, ...others });
  });

  test("tells of each fact that has no place, and why", () => {
    const [first, second, outside, skipped]: readonly SlotFact[] = [
      { slotId: slotId("2026-03-05"), outcome: "ran" },
      { slotId: slotId("2026-03-05"), outcome: "late" },
      { slotId: slotId("2026-03-10"), outcome: "ran" },
      { slotId: slotId("2026-03-08"), outcome: "ran" },
    ];
    if (!first || !second || !outside || !skipped) throw new TypeError("four facts");
    const { rows, unexpected } = report(first, second, outside, skipped);
    expect(unexpected).toEqual([
      { fact: second, reason: "second-fact" },
      { fact: outside, reason: "no-slot" },
      { fact: skipped, reason: "skipped-by-rule" },
    ]);
    expect(rows.map(({ outcome }) => outcome)).toEqual([
      "ran",
      "unexplained",
      "unexplained",
      "skipped",
      "unexplained",
    ]);
  });

  test("takes the record of a skipped slot as what it is", () => {
    const { unexpected, counts } = report({ slotId: slotId("2026-03-08"), outcome: "skipped" });
    expect([unexpected.length, counts.skipped]).toEqual([0, 1]);
  });
});
