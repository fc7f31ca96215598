import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  createRedactor,
  defineBusinessCalendar,
  defineSchedule,
  openSqliteLog,
  type SqliteLog,
} from "@spm-ops/core";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { maintenanceTime } from "../calendar/maintenance.js";
import { createHandClock, type HandClock } from "../hand-clock-fixture.js";
import { maintenanceKind } from "./maintenance-kind.js";
import { createMaintenancePlan, type MaintenancePlan } from "./maintenance-plan.js";

const HOUR_MS = 3_600_000;
const at = (time: string) => Date.parse(`2026-03-02T${time}Z`);
const day = { fromMs: at("00:00"), toMs: at("00:00") + 24 * HOUR_MS };

let clock: HandClock;
let log: SqliteLog;
let plan: MaintenancePlan;
beforeEach(async () => {
  clock = createHandClock(at("00:00"));
  log = await openSqliteLog({ path: ":memory:", clock });
  plan = createMaintenancePlan({ log, clock });
});
afterEach(() => log.close());

const actor = { kind: "person", id: "admin" } as const;
const about = { environment: "production", id: "patch", actor, reason: "The vendor patches." };
const between = (from: string, to: string) => ({ fromMs: at(from), toMs: at(to) });
const patch = { ...about, title: "patch day", period: between("02:00", "04:00") };

async function times(of = plan): Promise<readonly string[]> {
  const clockTime = (ms: number) => new Date(ms).toISOString().slice(11, 16);
  return maintenanceTime(await of.read("production"), day).map(
    ({ fromMs, toMs }) => `${clockTime(fromMs)}-${clockTime(toMs)}`,
  );
}

const typesKept = async () =>
  (await log.read({ kind: maintenanceKind.name, id: "production" })).map(({ type }) => type);

describe("a window", () => {
  test("is kept with who announced it and why, and can be read by anybody", async () => {
    await plan.announce(patch);
    const [window] = await createMaintenancePlan({ log, clock }).read("production");
    expect(window).toEqual({
      id: "patch",
      title: "patch day",
      notices: [{ announcedMs: at("00:00"), by: actor, reason: about.reason, period: patch.period }],
    });
    expect(await plan.read("uat")).toEqual([]);
  });

  test("counts from when it was announced, whatever it says", async () => {
    clock.moveOn(3 * HOUR_MS);
    await plan.announce(patch);
    expect(await times()).toEqual(["03:00-04:00"]);
  });

  test("is changed and called off from then on; what has passed stays as it was", async () => {
    await plan.announce(patch);
    clock.moveOn(3 * HOUR_MS);
    await plan.change({ ...about, period: between("02:00", "06:00"), reason: "It takes longer." });
    expect(await times()).toEqual(["02:00-06:00"]);
    clock.moveOn(2 * HOUR_MS);
    await plan.callOff({ ...about, reason: "It is done." });
    expect(await times()).toEqual(["02:00-05:00"]);
    expect((await log.find({ kind: "maintenance", id: "production" }))?.status).toBe("none");
  });

  test("announced or changed again with the same words is done already", async () => {
    const redactor = createRedactor();
    redactor.addSecret("hunter-two-hunter");
    const discreet = createMaintenancePlan({ log, clock, redactor });
    const secret = { ...patch, title: "patch with hunter-two-hunter" };
    await discreet.announce(secret);
    await discreet.announce(secret);
    const change = { ...about, period: between("03:00", "04:00") };
    await discreet.change(change);
    await discreet.change(change);
    await discreet.announce(secret);
    expect(await typesKept()).toEqual(["window.announced", "window.changed"]);
    expect(JSON.stringify(await discreet.read("production"))).not.toContain("hunter");
  });

  test("that cannot be is refused, and the refusal is kept", async () => {
    const rejects = async (doing: Promise<unknown>, why: RegExp) => {
      await expect(doing).rejects.toMatchObject({ code: "run.refused", message: why });
      const events = await log.read({ kind: maintenanceKind.name, id: "production" });
      expect(events.at(-1)).toMatchObject({ type: "act.refused", actor, data: { id: "patch" } });
    };
    clock.moveOn(5 * HOUR_MS);
    await rejects(plan.announce(patch), /Cannot announce the maintenance patch of production: its end/);
    const later = { ...patch, period: between("06:00", "08:00") };
    await plan.announce(later);
    await rejects(plan.announce({ ...later, title: "another" }), /other maintenance/);
    await rejects(plan.change({ ...about, period: between("01:00", "02:00") }), /call it off/);
    await rejects(plan.end(about), /single window/);
    clock.moveOn(4 * HOUR_MS);
    await rejects(plan.change({ ...about, period: between("06:00", "10:00") }), /it has ended/);
    await rejects(plan.callOff(about), /it has ended/);
    expect(await times()).toEqual(["06:00-08:00"]);
    await expect(plan.callOff({ ...about, id: "other" })).rejects.toMatchObject({ code: "run.unknown" });
  });

  test("with anything wrong in it is refused at once, all of it", async () => {
    const wrong = { ...patch, reason: " ", title: "", period: between("04:00", "02:00") };
    await expect(plan.announce(wrong)).rejects.toThrow(/reason: [\s\S]*title: [\s\S]*period.toMs: /);
    expect(await typesKept()).toEqual([]);
  });
});

describe("a rule", () => {
  const calendar = defineBusinessCalendar({
    id: "bank",
    title: "Bank days",
    holidays: [{ date: "2026-03-02", title: "Off" }],
  });
  const declared = { id: "nightly", rule: { cron: "0 1 * * *" }, zone: "UTC" } as const;
  const nightly = { ...about, title: "backup", durationMs: 2 * HOUR_MS };

  test("is read back from its document, with the calendar that it names", async () => {
    const schedule = defineSchedule(
      { ...declared, rule: { cron: "0 1,5 * * *" }, calendar: "bank", roll: "next" },
      { calendars: [calendar] },
    );
    await plan.agree({ ...nightly, schedule });
    await plan.agree({ ...nightly, schedule });
    expect(await typesKept()).toEqual(["rule.agreed"]);
    const [read] = await createMaintenancePlan({ log, clock }).read("production");
    expect(read !== undefined && "schedule" in read && read.schedule.document).toEqual(schedule.document);
    // The second of March is no working day, so all of it moves to the third.
    expect(await times()).toEqual([]);
    const next = { fromMs: day.toMs, toMs: day.toMs + 24 * HOUR_MS };
    const own = maintenanceTime([{ title: "", schedule, durationMs: 2 * HOUR_MS }], next);
    expect(maintenanceTime(await plan.read("production"), next)).toEqual(own);
    expect(own).toHaveLength(2);
  });

  test("holds from when it is agreed on, or later, until it is ended", async () => {
    const hourly = { ...declared, rule: { cron: "0 * * * *" } };
    const schedule = defineSchedule(hourly);
    clock.moveOn(HOUR_MS / 4);
    await plan.agree({ ...nightly, durationMs: HOUR_MS / 2, schedule, fromMs: at("02:15") });
    await plan.agree({ ...nightly, id: "other", durationMs: HOUR_MS / 2, schedule, fromMs: at("00:00") });
    clock.moveOn(HOUR_MS);
    await plan.end({ ...about, id: "other" });
    clock.moveOn(2 * HOUR_MS);
    await plan.end(about);
    expect(await times()).toEqual(["00:15-00:30", "01:00-01:15", "02:15-02:30", "03:00-03:15"]);
    await expect(plan.end(about)).rejects.toThrow(/admin has ended it already/);
    const change = plan.change({ ...about, period: between("10:00", "11:00") });
    await expect(change).rejects.toThrow(/comes again by a rule/);
  });
});

describe("isMaintenance", () => {
  test("tells it by what was read last, own acts at once", async () => {
    const other = createMaintenancePlan({ log, clock });
    await plan.announce(patch);
    const told = (of: MaintenancePlan) =>
      ["01:59", "02:00", "04:00"].map((it) => of.isMaintenance("production", at(it)));
    expect(told(plan)).toEqual([false, true, false]);
    expect(told(other)).toEqual([false, false, false]);
    await other.refresh();
    expect(told(other)).toEqual([false, true, false]);
    expect(other.isMaintenance("uat", at("02:00"))).toBe(false);
  });
});

test("two processes that plan at once lose nothing, and keep of the same window one", async () => {
  const folder = await mkdtemp(join(tmpdir(), "spm-maintenance-"));
  const path = join(folder, "log.sqlite");
  const logs = await Promise.all([1, 2].map(() => openSqliteLog({ path, clock })));
  const plans = logs.map((each) => createMaintenancePlan({ log: each, clock }));
  const acts = plans.flatMap((each, index) =>
    [0, 1, 2, 3].flatMap((number) => [
      each.announce({ ...patch, id: `of ${index}-${number}` }),
      each.announce({ ...patch, id: `both-${number}` }),
    ]),
  );
  await Promise.all(acts);
  for (const each of plans) expect(await each.read("production")).toHaveLength(12);
  const [kept = []] = await Promise.all(
    logs.map((each) => each.read({ kind: "maintenance", id: "production" })),
  );
  expect(kept).toHaveLength(12);
  for (const each of logs) await each.close();
  await rm(folder, { recursive: true });
});
