import { defineBusinessCalendar, defineSchedule, toLocalTime } from "@spm-ops/core";
import { describe, expect, test } from "vitest";
import { monthPeriod } from "./local-day.js";
import { maintenanceTime } from "./maintenance.js";
import { totalMs } from "./periods.js";
import { defineServiceCalendar } from "./service-calendar.js";

const HOUR_MS = 3_600_000;
const zone = "America/New_York";
const at = (text: string) => Date.parse(`${text}Z`);
const local = (periods: readonly { fromMs: number; toMs: number }[]) =>
  periods.map(({ fromMs, toMs }) => `${toLocalTime(fromMs, zone)} ${toLocalTime(toMs, zone)}`);

describe("defineServiceCalendar", () => {
  const office = [{ from: "08:00", to: "18:00" }];
  const calendar = defineBusinessCalendar({
    id: "us",
    title: "US",
    holidays: [{ date: "2026-07-03", title: "Off" }],
  });
  const service = defineServiceCalendar(
    {
      title: "office",
      zone,
      weekdays: { thursday: office, friday: office, saturday: [{ from: "22:00", to: "04:00" }] },
      exceptions: [{ date: "2026-07-02", title: "Quarter end", hours: [{ from: "06:00", to: "24:00" }] }],
    },
    { calendar },
  );

  test("knows weekdays, exceptions, holidays and hours over midnight", () => {
    const week = { fromMs: at("2026-06-25T00:00"), toMs: at("2026-07-04T00:00") };
    expect(local(service.serviceTime(week))).toEqual([
      "2026-06-25T08:00 2026-06-25T18:00",
      "2026-06-26T08:00 2026-06-26T18:00",
      "2026-06-27T22:00 2026-06-28T04:00",
      "2026-07-02T06:00 2026-07-03T00:00",
    ]);
  });

  test("lasts as long as the clocks say when they change", () => {
    const night = (day: string) =>
      totalMs(service.serviceTime({ fromMs: at(`${day}T12:00`), toMs: at(`${day}T12:00`) + 24 * HOUR_MS }));
    expect(night("2026-03-07")).toBe(5 * HOUR_MS);
    expect(night("2026-10-31")).toBe(7 * HOUR_MS);
  });

  test("refuses what cannot be, all of it at once", () => {
    const weekdays = { monday: [{ from: "8", to: "18:00" }] };
    expect(() => defineServiceCalendar({ title: "", zone: "Mars", weekdays })).toThrow(
      /title: [\s\S]*zone: [\s\S]*weekdays.monday.0.from: /,
    );
  });
});

describe("maintenanceTime", () => {
  const day = { fromMs: at("2026-03-02T00:00"), toMs: at("2026-03-03T00:00") };
  const noticed = (...notices: readonly (readonly [string, string?, string?])[]) =>
    maintenanceTime(
      [
        {
          title: "patch",
          notices: notices.map(([announced, from, to]) => ({
            announcedMs: at(`2026-03-02T${announced}`),
            period:
              from === undefined
                ? undefined
                : { fromMs: at(`2026-03-02T${from}`), toMs: at(`2026-03-02T${to}`) },
          })),
        },
      ],
      day,
    ).map(({ fromMs, toMs }) =>
      [fromMs, toMs].map((ms) => new Date(ms).toISOString().slice(11, 16)).join("-"),
    );

  test("counts a window that was announced too late from the notice on", () => {
    expect(noticed(["00:00", "01:00", "03:00"])).toEqual(["01:00-03:00"]);
    expect(noticed(["02:00", "01:00", "03:00"])).toEqual(["02:00-03:00"]);
    expect(noticed(["04:00", "01:00", "03:00"])).toEqual([]);
  });

  test("follows a window that is made longer, shorter, or called off, from then on", () => {
    expect(noticed(["00:00", "01:00", "03:00"], ["02:30", "01:00", "05:00"])).toEqual(["01:00-05:00"]);
    expect(noticed(["00:00", "01:00", "03:00"], ["03:30", "01:00", "05:00"])).toEqual([
      "01:00-03:00",
      "03:30-05:00",
    ]);
    expect(noticed(["00:00", "01:00", "03:00"], ["02:30", "01:00", "02:45"])).toEqual(["01:00-02:45"]);
    expect(noticed(["00:00", "01:00", "03:00"], ["02:30"])).toEqual(["01:00-02:30"]);
  });

  test("comes again by its rule, also over a change of the clocks", () => {
    const schedule = defineSchedule({ id: "weekly", rule: { cron: "30 1 * * SUN" }, zone });
    const march = monthPeriod("2026-03", zone);
    const times = maintenanceTime([{ title: "weekly", schedule, durationMs: 2 * HOUR_MS }], march);
    expect(local(times).slice(0, 2)).toEqual([
      "2026-03-01T01:30 2026-03-01T03:30",
      "2026-03-08T01:30 2026-03-08T04:30",
    ]);
    expect(times).toHaveLength(5);
    const inside = { fromMs: at("2026-03-01T07:00"), toMs: at("2026-03-01T08:00") };
    expect(totalMs(maintenanceTime([{ title: "weekly", schedule, durationMs: 2 * HOUR_MS }], inside))).toBe(
      HOUR_MS,
    );
  });
});

describe("monthPeriod", () => {
  test("is a month of the zone, and refuses what is none", () => {
    const hours = ({ fromMs, toMs }: { fromMs: number; toMs: number }) => (toMs - fromMs) / HOUR_MS;
    expect(hours(monthPeriod("2026-03", zone))).toBe(31 * 24 - 1);
    expect(hours(monthPeriod("2024-02", "UTC"))).toBe(29 * 24);
    expect(() => monthPeriod("2026-13", zone)).toThrow(RangeError);
  });
});
