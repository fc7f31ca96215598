import { describe, expect, test } from "vitest";
import { judgeSlots } from "./judge-slots.js";
import { toLatenessFigures } from "./lateness-figures.js";
import { at, hours, MINUTE_MS, run, runFor, standings, when } from "./slot-fixture.js";

describe("which run is a slot's", () => {
  test.each([
    ["a minute before it, by a clock that is fast", "09:59", "started"],
    ["as long before it as is allowed", "09:55", "started"],
    ["in its grace", "10:05", "started"],
    ["after it", "10:05:01", "late"],
    ["in the last moment", "10:54:59", "late"],
  ])("the one that begins %s", (_what, started, verdict) => {
    const found = standings(hours("10:00", "11:00"), [run(started)], when("11:00"));
    expect(found).toEqual([`10:00 ${verdict} ${started}`, "11:00 pending"]);
  });

  test("none that begins too early for it, or that is nearer to the next one", () => {
    const slots = hours("10:00", "11:00");
    const { slots: findings, unexpected } = judgeSlots(slots, [run("09:54"), run("10:57")], when("11:06"));
    expect(findings.map(({ verdict }) => verdict)).toEqual(["missed", "started"]);
    expect(unexpected).toEqual([]);
  });

  test("the slot that is nearest, where it may begin earlier than halfway between two", () => {
    const policy = { earlyMs: 2 * 60 * MINUTE_MS };
    const found = standings(hours("10:00", "11:00"), [run("10:10"), run("10:50")], when("11:00", { policy }));
    expect(found).toEqual(["10:00 late 10:10", "11:00 started 10:50"]);
  });

  test("the nearest of several, and the others are unexpected", () => {
    const runs = [run("09:57"), run("10:01"), run("10:20")];
    const { slots, unexpected } = judgeSlots(hours("09:00", "11:00"), runs, when("10:30"));
    expect(slots[1]).toMatchObject({ verdict: "started", run: { runId: "10:01" } });
    expect(unexpected.map(({ runId }) => runId)).toEqual(["09:57", "10:20"]);
  });

  test("the one that names it, however late, and whatever is nearer", () => {
    const runs = [runFor("10:00", "12:30"), run("10:01")];
    const surroundings = when("13:00");
    expect(standings(hours("10:00", "13:00"), runs, surroundings)[0]).toBe("10:00 late 12:30");
    const { slots, unexpected } = judgeSlots(hours("10:00", "13:00"), runs, surroundings);
    expect(slots[0]).toMatchObject({ latenessMs: 150 * MINUTE_MS, madeGoodMs: at("12:30") });
    expect(unexpected.map(({ runId }) => runId)).toEqual(["10:01"]);
  });

  test("the first of two that name it; the second is unexpected", () => {
    const runs = [runFor("10:00", "10:02"), runFor("10:00", "10:04")];
    const { slots, unexpected } = judgeSlots(hours("10:00", "10:00"), runs, when("10:30"));
    expect([slots[0]?.run?.runId, unexpected.map(({ runId }) => runId)]).toEqual(["10:02", ["10:04"]]);
  });
});

describe("which runs count", () => {
  test("a manual one only where the policy says so, and it is never unexpected", () => {
    const byHand = [run("10:02", { trigger: "manual" }), run("10:40", { trigger: "manual" })];
    const slots = hours("10:00", "10:00");
    expect(standings(slots, byHand, when("11:30"))).toEqual(["10:00 missed"]);
    const counting = when("11:30", { policy: { manualRuns: "count" } });
    expect(standings(slots, byHand, counting)).toEqual(["10:00 started 10:02"]);
    expect(judgeSlots(slots, byHand, counting).unexpected).toEqual([]);
  });

  test("no re-run and no run that another one called", () => {
    const related = run("10:00", { trigger: "related" });
    const { slots, unexpected } = judgeSlots(hours("10:00", "10:00"), [related], when("11:30"));
    expect([slots[0]?.verdict, unexpected]).toEqual(["missed", []]);
  });

  test("one that has not begun yet holds its place, and makes nothing good", () => {
    const waiting = runFor("10:00", "10:00", { startedMs: undefined, finishedMs: undefined });
    const [finding] = judgeSlots(hours("10:00", "10:00"), [waiting], when("10:30")).slots;
    expect(finding).toMatchObject({ verdict: "late", run: { runId: "10:00" } });
    expect(finding?.madeGoodMs).toBeUndefined();
  });
});

describe("what becomes of a slot without a run", () => {
  test.each([
    ["10:05", "pending"],
    ["10:05:01", "late"],
    ["11:00", "late"],
    ["11:00:01", "missed"],
  ])("seen at %s it is %s", (now, verdict) => {
    expect(standings(hours("10:00", "10:00"), [], when(now))).toEqual([`10:00 ${verdict}`]);
  });

  test("is late by what was learned, and missed when the next one is due or as somebody says", () => {
    const [slots, policy] = [hours("10:00", "11:00"), { missedAfterMs: 5 * 60 * MINUTE_MS }];
    const learned = { expectedStart: () => at("10:30"), latestStart: () => Number.NaN };
    const [finding] = judgeSlots(slots, [], when("10:31", { limits: learned, policy })).slots;
    expect(finding).toMatchObject({ verdict: "late", lateMs: at("10:30"), missedMs: at("11:00") });
    const never = { latestStart: () => Infinity };
    expect(standings(slots, [], when("23:00", { limits: never }))).toEqual(["10:00 late", "11:00 late"]);
  });

  test.each([
    ["skipped by the calendar", { skippedBy: "calendar" as const }],
    ["skipped by a pause", { recorded: "skipped" as const }],
    ["before its schedule was watched", { recorded: "unwatched" as const }],
    ["left by a person", { recorded: "missed" as const, leftBecause: "Made up by hand." }],
  ])("is excused: %s; a run by itself is unexpected there", (_why, more) => {
    const slots = hours("10:00", "10:00").map((slot) => ({ ...slot, ...more }));
    const { slots: findings, unexpected } = judgeSlots(slots, [run("10:01")], when("12:00"));
    expect(findings[0]).toMatchObject({ verdict: "excused", excuse: expect.any(String) });
    expect(unexpected.map(({ runId }) => runId)).toEqual(["10:01"]);
  });

  test("is what was recorded last, in whatever order it is told", () => {
    const slots = hours("10:00", "10:00");
    const asked = slots.map((slot) => ({ ...slot, recorded: "asked" as const }));
    const left = slots.map((slot) => ({ ...slot, recorded: "missed" as const, leftBecause: "By hand." }));
    expect(standings([...asked, ...left], [], when("12:00"))).toEqual(["10:00 excused"]);
    expect(standings([...left, ...asked], [], when("12:00"))).toEqual(["10:00 excused"]);
  });

  test("is missed at once when core has recorded that no run will be made, and overlapped when one was in its way", () => {
    const [slot] = hours("10:00", "10:00");
    if (slot === undefined) throw new TypeError("a slot");
    const missed = { ...slot, recorded: "missed" as const };
    const [finding] = judgeSlots([missed], [], when("10:01")).slots;
    expect(finding).toMatchObject({ verdict: "missed", missedMs: at("10:00") });
    const overlapped = { ...slot, recorded: "overlapped" as const };
    expect(standings([overlapped, slot], [], when("12:00"))).toEqual(["10:00 overlapped"]);
  });

  test("is made good by the next run, or by its own alone where each slot counts", () => {
    const [slots, runs] = [hours("10:00", "12:00"), [runFor("12:00", "12:01")]];
    const [latest] = judgeSlots(slots, runs, when("12:30")).slots;
    expect(latest).toMatchObject({ verdict: "missed", madeGoodMs: at("12:01") });
    const [each] = judgeSlots(slots, runs, when("12:30", { policy: { eachSlotCounts: true } })).slots;
    expect(each?.madeGoodMs).toBeUndefined();
  });
});

describe("two runs at once", () => {
  test("overlap from the beginning of the second until one of them has finished", () => {
    const runs = [runFor("10:00", "10:00", { finishedMs: at("11:10") }), runFor("11:00", "11:00")];
    const { overlapping } = judgeSlots(hours("10:00", "11:00"), runs, when("12:00"));
    expect(overlapping).toMatchObject([
      {
        earlier: { runId: "10:00" },
        later: { runId: "11:00" },
        fromMs: at("11:00"),
        untilMs: at("11:10"),
      },
    ]);
    const policy = { overlappingRuns: "allow" as const };
    const allowed = judgeSlots(hours("10:00", "11:00"), runs, when("12:00", { policy }));
    expect(allowed.overlapping).toEqual([]);
  });

  test("do not overlap when one begins in the moment in which the other ends", () => {
    const runs = [run("10:00"), run("10:20")];
    expect(judgeSlots([], runs, when("12:00")).overlapping).toEqual([]);
  });
});

describe("lateness as a figure", () => {
  test("is told of each slot whose run began by itself, under the date of the slot", () => {
    const runs = [run("09:58"), runFor("11:00", "11:07"), run("12:03", { trigger: "manual" })];
    const counting = when("14:30", { policy: { manualRuns: "count" } });
    const { slots } = judgeSlots(hours("10:00", "13:00"), runs, counting);
    const figure = { subject: "load", measure: "latenessMs", date: "2026-01-05" };
    expect(toLatenessFigures(slots, "load")).toEqual([
      { ...figure, value: 0, runId: "09:58" },
      { ...figure, value: 7 * MINUTE_MS, runId: "11:07" },
    ]);
  });
});

describe("the monitor's own downtime", () => {
  const slots = hours("10:00", "15:00");
  const before = { fromMs: at("09:00"), toMs: at("10:30") };

  test("leaves what passed meanwhile unknown for as long as nobody watches", () => {
    const away = when("13:30", { watched: [before] });
    expect(standings(slots, [run("10:01")], away)).toEqual([
      "10:00 started 10:01",
      ...["11:00 unknown", "12:00 unknown", "13:00 unknown"],
      ...["14:00 pending", "15:00 pending"],
    ]);
  });

  test("is made up for from the runs as soon as it watches again, each miss with its true time", () => {
    const back = { fromMs: at("13:30"), toMs: at("13:30") };
    const runs = [run("10:01"), run("12:02")];
    const judged = judgeSlots(slots, runs, when("13:30", { watched: [back, before] })).slots;
    const verdicts = ["started", "missed", "started", "late", "pending", "pending"];
    expect(judged.map(({ verdict }) => verdict)).toEqual(verdicts);
    const gap = { fromMs: before.toMs, toMs: back.fromMs };
    expect(judged[1]).toMatchObject({ missedMs: at("12:00"), missedInGap: gap });
    expect(judged[3]).toMatchObject({ lateMs: at("13:05"), lateInGap: gap });
  });

  test("is not to blame for what was missed before it, and after it", () => {
    const spans = [
      { fromMs: at("09:00"), toMs: at("11:30") },
      { fromMs: at("12:30"), toMs: at("15:00") },
    ];
    const judged = judgeSlots(slots, [], when("15:00", { watched: spans })).slots;
    const inGap = judged.map(({ missedInGap }) => missedInGap !== undefined);
    expect(inGap.slice(0, 3)).toEqual([false, true, false]);
  });

  test("that never watched knows nothing", () => {
    expect(standings(hours("10:00", "10:00"), [], when("12:00", { watched: [] }))).toEqual(["10:00 unknown"]);
  });
});

describe("a client whose clock is wrong", () => {
  test("is judged by its corrected times", () => {
    const fast = run("10:12", { client: "loader", finishedMs: undefined });
    const slots = hours("10:00", "11:00");
    expect(standings(slots, [fast], when("10:30"))[0]).toBe("10:00 late 10:12");
    const clockOffsets = new Map([["loader", -10 * MINUTE_MS]]);
    expect(standings(slots, [fast], when("10:30", { clockOffsets }))[0]).toBe("10:00 started 10:12");
  });
});
