import { describe, expect, test } from "vitest";
import { openStream } from "../../log/stream.js";
import { createRedactor } from "../../redact.js";
import { analyst, guideDueBy, HOUR_MS, onlySchedule, toMs, watchOn, watchSince } from "./slot-fixture.js";
import { slotKind } from "./slot-kind.js";

const DAY_MS = 24 * HOUR_MS;
const period = (from: string, to: string) => ({ fromMs: toMs(from), toMs: toMs(to) });

describe("report", () => {
  test("leaves no slot of a year unexplained, clocks going forward and back", async () => {
    const zone = "America/New_York";
    const start = toMs("2026-01-01T05:00Z");
    await using world = await watchSince(start, { id: "nightly", rule: { cron: "30 2 * * *" }, zone });
    // Looks every twelve hours, but for three days in July.
    for (let now = start; now <= start + 365 * DAY_MS; now += 12 * HOUR_MS) {
      const day = Math.floor((now - start) / DAY_MS);
      if (day < 190 || day >= 193) await world.performAt(now);
    }
    const year = period("2026-01-01T05:00Z", "2027-01-01T05:00Z");
    const { counts, unexpected } = await world.slots.report(onlySchedule(world.guide), year);
    const none = { ran: 0, skipped: 0, overlapped: 0, asked: 0, queued: 0, unwatched: 0, unexplained: 0 };
    expect([counts, unexpected]).toEqual([{ ...none, late: 363, missed: 2 }, []]);
  }, 60_000);

  test("tells of every hour of a year that nobody was there", async () => {
    await using world = await watchSince("2026-01-01T00:00Z", { missed: "none" });
    await world.lookAt("2027-01-01T00:00Z");
    const year = period("2026-01-01T00:30Z", "2027-01-01T00:30Z");
    const { counts } = await world.slots.report(onlySchedule(world.guide), year);
    expect(counts).toMatchObject({ missed: 365 * 24 - 1, ran: 1, unexplained: 0 });
  }, 60_000);

  test("gives each slot of the days on which clocks change exactly one outcome", async () => {
    // Local days from midnight to midnight. Lord Howe's clocks move by half an hour.
    for (const [zone, gap, overlap, from, ran, skipped] of [
      ["America/New_York", "skip", "both", "2026-03-08T05:00Z", 46, 2],
      ["America/New_York", "next-valid", "both", "2026-11-01T04:00Z", 50, 0],
      ["Australia/Lord_Howe", "same-offset", "both", "2026-04-04T13:00Z", 49, 0],
      ["Australia/Lord_Howe", "skip", "first", "2026-10-03T13:30Z", 47, 1],
    ] as const) {
      await using world = await watchSince(from, { rule: { cron: "*/30 * * * *" }, zone, gap, overlap });
      const day = { fromMs: toMs(from), toMs: toMs(from) + ran * 30 * 60_000 };
      for (let now = day.fromMs; now < day.toMs; now += 30 * 60_000) await world.performAt(now);
      const { rows, counts, unexpected } = await world.slots.report(onlySchedule(world.guide), day);
      const ids = new Set(rows.map(({ slot }) => slot.id));
      expect([zone, counts.ran, counts.skipped, unexpected]).toEqual([zone, ran, skipped, []]);
      expect([ids.size, (await world.standings()).length]).toEqual([ran + skipped, ran + skipped]);
    }
  }, 60_000);

  test("ends now, and says which slots came before watching began", async () => {
    await using world = await watchSince("2026-01-05T09:30Z");
    await world.performAt("2026-01-05T10:00Z");
    world.clock.moveTo("2026-01-05T11:00Z");
    const day = period("2026-01-05T08:00Z", "2026-01-06T08:00Z");
    const { rows, period: reported } = await world.slots.report(onlySchedule(world.guide), day);
    expect(reported).toEqual({ ...day, toMs: toMs("2026-01-05T11:00Z") + 1 });
    expect(rows.map(({ slot, outcome, runId }) => [slot.nominal.slice(11), outcome, runId])).toEqual([
      ["08:00", "unwatched", undefined],
      ["09:00", "unwatched", undefined],
      ["10:00", "ran", "hourly.2026-01-05T10-00.UTC"],
      ["11:00", "unexplained", undefined],
    ]);
    world.clock.moveTo("2026-01-05T07:00Z");
    expect((await world.slots.report(onlySchedule(world.guide), day)).rows).toEqual([]);
    const unwatched = onlySchedule(guideDueBy({ id: "never" }));
    world.clock.moveTo("2026-01-05T10:30Z");
    expect((await world.slots.report(unwatched, day)).counts).toMatchObject({ unwatched: 3, unexplained: 0 });
    expect(await world.slots.watched("never")).toBeUndefined();
  });

  test("counts a slot under the rule that held at its time", async () => {
    await using world = await watchSince("2026-01-05T09:30Z");
    await world.performAt("2026-01-05T10:00Z");
    world.clock.moveTo("2026-01-05T12:45Z");
    const guide = guideDueBy({ rule: { cron: "30 * * * *" }, missed: "none" });
    const { watch } = watchOn(world.log, guide, world.clock);
    await watch.begin();
    world.clock.moveTo("2026-01-05T13:30Z");
    await watch.look();
    const day = period("2026-01-05T09:45Z", "2026-01-05T14:00Z");
    for (const schedule of [onlySchedule(guide), onlySchedule(world.guide)]) {
      const { rows } = await world.slots.report(schedule, day);
      expect(rows.map(({ slot, outcome }) => `${slot.nominal.slice(11)} ${outcome}`)).toEqual([
        "10:00 ran",
        "11:00 missed",
        "12:00 missed",
        "13:30 ran",
      ]);
    }
  });

  test("tells of a fact that fits no slot", async () => {
    await using world = await watchSince("2026-01-05T09:30Z");
    const slotId = "hourly@2026-01-05T09:40[UTC]";
    const stream = await openStream(world.log, slotKind, slotId, {
      actor: analyst,
      redactor: createRedactor(),
    });
    const instantMs = toMs("2026-01-05T09:40Z");
    const facts = { scheduleId: "hourly", nominal: "2026-01-05T09:40", zone: "UTC", instantMs, movedBy: [] };
    const data = { ...facts, guideHash: world.guide.hash, runId: "by-hand" };
    await stream.append(() => [{ type: "slot.ran", data }]);
    await world.performAt("2026-01-05T10:00Z");
    const { unexpected, counts } = await world.slots.report(
      onlySchedule(world.guide),
      period("2026-01-05T09:30Z", "2026-01-05T11:00Z"),
    );
    expect(unexpected).toEqual([{ fact: { slotId, outcome: "ran", runId: "by-hand" }, reason: "no-slot" }]);
    expect(counts).toMatchObject({ ran: 1, unexplained: 0 });
  });
});

describe("list", () => {
  test("gives the slots that stand somewhere, and none for an unknown name", async () => {
    await using world = await watchSince("2026-01-05T09:30Z", { missed: "ask" });
    await world.performAt("2026-01-05T12:00Z");
    const asked = [];
    for await (const { nominal } of world.slots.list({
      scheduleId: "hourly",
      status: ["asked"],
      first: "newest",
    })) {
      asked.push(nominal);
    }
    expect(asked).toEqual(["2026-01-05T11:00", "2026-01-05T10:00"]);
    expect(await world.slots.find("hourly@never")).toBeUndefined();
    await expect(world.slots.get("hourly@never")).rejects.toMatchObject({ code: "run.unknown" });
  });
});
