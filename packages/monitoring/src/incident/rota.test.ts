import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { defineRota, whoIsOnCall } from "./rota.js";

const berlin = { role: "on call", zone: "Europe/Berlin", from: "2026-01-05T08:00", people: ["a", "b", "c"] };
const at = (text: string) => Date.parse(text);

describe("whoIsOnCall", () => {
  test("people take turns of a week, which change by local time in summer and winter", () => {
    const rota = defineRota(berlin);
    expect(whoIsOnCall(rota, at("2026-01-05T06:59Z"))).toBeUndefined();
    expect(whoIsOnCall(rota, at("2026-01-05T07:00Z"))).toBe("a");
    expect(whoIsOnCall(rota, at("2026-01-12T06:59Z"))).toBe("a");
    expect(whoIsOnCall(rota, at("2026-01-12T07:00Z"))).toBe("b");
    // Summer time since 29 March: 08:00 is an hour earlier in UTC.
    expect(whoIsOnCall(rota, at("2026-03-30T05:59Z"))).toBe("c");
    expect(whoIsOnCall(rota, at("2026-03-30T06:00Z"))).toBe("a");
  });

  test("a change in the gap of the clocks comes right after it, one in the overlap the first time", () => {
    const sundays = defineRota({ ...berlin, from: "2026-03-22T02:30" });
    expect(whoIsOnCall(sundays, at("2026-03-29T00:59:59Z"))).toBe("a");
    expect(whoIsOnCall(sundays, at("2026-03-29T01:00:00Z"))).toBe("b");
    const autumn = defineRota({ ...berlin, from: "2026-10-18T02:30" });
    expect(whoIsOnCall(autumn, at("2026-10-25T00:29:59Z"))).toBe("a");
    expect(whoIsOnCall(autumn, at("2026-10-25T00:30:00Z"))).toBe("b");
    expect(whoIsOnCall(autumn, at("2026-10-25T01:15:00Z"))).toBe("b");
  });

  test("an override holds for its time, and the later one of two", () => {
    const rota = defineRota({
      ...berlin,
      overrides: [
        { person: "x", from: "2026-01-06T08:00", to: "2026-01-08T08:00" },
        { person: "y", from: "2026-01-07T08:00", to: "2026-01-07T20:00" },
      ],
    });
    expect(
      [
        "2026-01-06T06:59Z",
        "2026-01-06T07:00Z",
        "2026-01-07T12:00Z",
        "2026-01-07T19:00Z",
        "2026-01-08T07:00Z",
      ].map((text) => whoIsOnCall(rota, at(text))),
    ).toEqual(["a", "x", "y", "x", "a"]);
  });

  test("somebody is always on call, and each change is to the next person, a week of local time apart", () => {
    const zones = [
      "Europe/Berlin",
      "America/New_York",
      "Australia/Lord_Howe",
      "America/Sao_Paulo",
      "Asia/Kolkata",
    ];
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.integer({ min: 0, max: 6 }),
        fc.integer({ min: 0, max: 23 }),
        fc.integer({ min: 0, max: 1_000 }),
        (zone, day, hour, weeks) => {
          const from = `2015-03-0${day + 1}T${String(hour).padStart(2, "0")}:30`;
          const rota = defineRota({ ...berlin, zone, from });
          const begin = Date.UTC(2015, 2, 9) + weeks * 7 * 86_400_000;
          const people: (string | undefined)[] = [];
          for (let hours = 0; hours < 22 * 24; hours += 1) {
            people.push(whoIsOnCall(rota, begin + hours * 3_600_000));
          }
          const changes = people.flatMap((person, index) =>
            index > 0 && person !== people[index - 1] ? [index] : [],
          );
          expect(changes.length).toBeGreaterThanOrEqual(3);
          const turns = [0, ...changes].map((index) => rota.people.indexOf(people[index] ?? ""));
          const first = turns[0] ?? -1;
          expect(turns).toEqual(turns.map((_, turn) => (first + turn) % 3));
          for (const [index, change] of changes.slice(1).entries()) {
            expect(Math.abs(change - (changes[index] ?? 0) - 7 * 24)).toBeLessThanOrEqual(1);
          }
        },
      ),
      { numRuns: 25 },
    );
  });
});

test("defineRota refuses what cannot work, all at once", () => {
  const overrides = [{ person: "x", from: "2026-01-08T08:00", to: "2026-01-07T08:00" }];
  expect(() =>
    defineRota({ role: "", zone: "Mars", from: "2026-02-30T08:00", people: [], overrides }),
  ).toThrow(/role[\s\S]*zone[\s\S]*from[\s\S]*people[\s\S]*overrides/);
});
