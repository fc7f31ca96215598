import { describe, expect, test } from "vitest";
import { judgeSlots } from "./judge-slots.js";
import { missedInGaps } from "./missed-in-gaps.js";
import { at, hours, run, runFor, when } from "./slot-fixture.js";
import { type SlotTelling, toSlotTellings } from "./slot-symptoms.js";

const load = { subject: "load", environment: "production" };

/** Tellings as text: state, kind, moment. */
function texts(tellings: readonly SlotTelling[]): readonly string[] {
  return tellings.map(
    ({ symptom: { state, kind, at: ms } }) => `${state} ${kind} ${new Date(ms).toISOString().slice(11, 16)}`,
  );
}

function tell(...judged: Parameters<typeof judgeSlots>): readonly SlotTelling[] {
  return toSlotTellings(judgeSlots(...judged), load);
}

describe("toSlotTellings", () => {
  test("tells nothing of runs in time, of slots to come, and of those that are excused or unknown", () => {
    const paused = hours("12:00", "12:00").map((slot) => ({ ...slot, recorded: "skipped" as const }));
    const slots = [...hours("10:00", "11:00"), ...paused, ...hours("13:00", "15:00")];
    const watched = [{ fromMs: at("09:00"), toMs: at("13:01") }];
    const runs = [run("10:00"), runFor("11:00", "11:04")];
    expect(tell(slots, runs, when("14:00", { watched }))).toEqual([]);
  });

  test("tells of a slot as one thing: late, then missed, then made good", () => {
    const told = tell(hours("10:00", "10:00"), [runFor("10:00", "11:30")], when("12:00"));
    expect(texts(told)).toEqual(["raised late 10:05", "raised missed 11:00", "cleared missed 11:30"]);
    const keys = new Set(told.map(({ symptom }) => symptom.key));
    expect([...keys]).toEqual(["slot:hourly@2026-01-05T10:00[UTC]"]);
    expect(told[0]?.symptom).toMatchObject({ ...load, severity: "warning", runId: "11:30" });
    expect(told[1]?.symptom.severity).toBe("critical");
    expect(told[0]?.symptom.explanation).toBe(
      "Of the run of load for 2026-01-05T10:00 (UTC) nothing had begun at 2026-01-05 10:05 (UTC), by when it was expected; it is missed after 2026-01-05 11:00 (UTC).",
    );
  });

  test("tells of a slot that an earlier run was in the way of until the next run has begun", () => {
    const [first, second] = hours("10:00", "11:00");
    if (first === undefined || second === undefined) throw new TypeError("two slots");
    const overlapped = { ...first, recorded: "overlapped" as const, behind: "run-9" };
    const told = tell([overlapped, second], [runFor("11:00", "11:00")], when("11:30"));
    expect(texts(told)).toEqual(["raised overlapping 10:00", "cleared overlapping 11:00"]);
    expect(told[0]?.symptom.explanation).toContain("run-9");
  });

  test("tells of unexpected and of overlapping runs until they have finished", () => {
    const runs = [runFor("10:00", "10:00"), run("10:10")];
    const told = tell(hours("10:00", "10:00"), runs, when("12:00"));
    expect(texts(told)).toEqual([
      ...["raised unexpected 10:10", "cleared unexpected 10:30"],
      ...["raised overlapping 10:10", "cleared overlapping 10:20"],
    ]);
    expect(told.map(({ symptom }) => symptom.runId)).toEqual(["10:10", "10:10", "10:10", "10:10"]);
  });
});

const watched = [
  { fromMs: at("09:00"), toMs: at("10:30") },
  { fromMs: at("17:30"), toMs: at("19:00") },
];

describe("slots that were missed while the monitor did not watch", () => {
  const judge = (runs: Parameters<typeof judgeSlots>[1], now = "17:30") =>
    judgeSlots(hours("10:00", "18:00"), runs, when(now, { watched, policy: { eachSlotCounts: true } }));

  test("are one symptom that lists them, of the moment at which the first of them was missed", () => {
    const judgement = judge([run("10:00"), run("13:01")]);
    expect(texts(toSlotTellings(judgement, load))).toEqual(["raised late 17:05"]);
    const told = missedInGaps([{ ...load, slots: judgement.slots }]);
    expect(texts(told)).toEqual(["raised missed 12:00"]);
    expect(told[0]?.symptom).toMatchObject({
      key: "missed-in-gap:production:2026-01-05T10:30:00.000Z",
      severity: "critical",
      subject: "load",
    });
    expect(told[0]?.slotIds).toHaveLength(5);
    expect(told[0]?.symptom.explanation).toMatch(
      /no run began for 5 slots: load for 2026-01-05T11:00 \(UTC\), /,
    );
  });

  test("are one symptom over all procedures of an environment", () => {
    const { slots: findings } = judge([]);
    const procedures = ["load", "pay", "report", "mail"].map((subject) => ({
      ...load,
      subject,
      slots: findings,
    }));
    const told = missedInGaps([...procedures, { subject: "probe", slots: findings }]);
    expect(told.map(({ symptom }) => [symptom.environment, symptom.subject])).toEqual([
      ["production", "4 procedures"],
      [undefined, "probe"],
    ]);
    expect(told[0]?.symptom.explanation).toMatch(/, and 8 more\.$/);
  });

  test("are over when all of them are made good, each by its own run", () => {
    const own = ["11:00", "12:00", "13:00", "14:00", "15:00"];
    const runs = [run("10:00"), ...own.map((hour, index) => runFor(hour, `17:4${index}`))];
    const last = runFor("16:00", "18:10");
    const gaps = (some: typeof runs) => texts(missedInGaps([{ ...load, slots: judge(some, "18:20").slots }]));
    expect(gaps(runs)).toEqual(["raised missed 12:00"]);
    expect(gaps([...runs, last])).toEqual(["raised missed 12:00", "cleared missed 18:10"]);
  });

  test("tell nothing of runs that were late within the gap", () => {
    const runs = ["10:00", "11:20", "12:20", "13:20", "14:20", "15:20", "16:20", "17:00"].map((time) =>
      run(time),
    );
    const judgement = judge(runs);
    expect(judgement.slots.filter(({ verdict }) => verdict === "late")).toHaveLength(6);
    expect([
      ...toSlotTellings(judgement, load),
      ...missedInGaps([{ ...load, slots: judgement.slots }]),
    ]).toEqual([]);
  });
});
