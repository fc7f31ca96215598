import { describe, expect, test } from "vitest";
import { defineLadder, dueEscalation } from "./escalation.js";
import type { Incident } from "./incident.js";
import { analyst, MINUTE, minute, START } from "./incident-fixture.js";

const ladder = defineLadder({
  levels: [
    { afterMs: 10 * MINUTE, call: "on call" },
    { afterMs: 30 * MINUTE, call: "manager" },
  ],
  repeat: { everyMs: 60 * MINUTE, rounds: 2 },
});

const incident: Incident = {
  ...{ id: "i", state: "open", severity: "warning", rootKey: "k", revision: 1, unattendedSince: START },
  ...{
    symptoms: [],
    ends: [],
    escalations: [],
    feedback: [],
    told: [],
    timeline: [],
    isFlapping: false,
    isSettled: false,
  },
};
const due = (minutes: number, more: Partial<Incident> = {}) =>
  dueEscalation({ ...incident, ...more }, { ladder, rotas: [] }, minute(minutes));
const after = (step: number) => ({ escalations: [{ step, role: "on call" }] });

describe("dueEscalation", () => {
  test("calls one role after the other, round after round, and then nobody more", () => {
    expect(due(9.9)).toBeUndefined();
    expect(due(10)).toMatchObject({ step: 0, role: "on call" });
    expect(due(29, after(0))).toBeUndefined();
    expect(due(30, after(0))).toMatchObject({ step: 1, role: "manager" });
    expect(due(69, after(1))).toBeUndefined();
    expect(due(70, after(1))).toMatchObject({ step: 2, role: "on call" });
    expect(due(90, after(2))).toMatchObject({ step: 3, role: "manager" });
    expect(due(10_000, after(3))).toBeUndefined();
  });

  test("calls only the latest of what became due while nobody looked", () => {
    expect(due(45)).toMatchObject({ step: 1, role: "manager" });
    expect(due(65)).toMatchObject({ step: 1, role: "manager" });
    expect(due(75)).toMatchObject({ step: 2, role: "on call" });
  });

  test.each(["acknowledged", "muted", "closed"] as const)("calls nobody when it is %s", (state) => {
    expect(due(10, { state, acknowledgement: { by: analyst, at: 0 } })).toBeUndefined();
  });

  test("calls nobody for a severity that it is not for, and names who is on call", () => {
    const rota = { role: "on call", zone: "UTC", from: "2026-01-05T08:00", people: ["first"] };
    const critical = defineLadder({ ...ladder, severities: ["critical"] });
    const asked = { ladder: critical, rotas: [rota] };
    expect(dueEscalation(incident, asked, minute(10))).toBeUndefined();
    expect(dueEscalation({ ...incident, severity: "critical" }, asked, minute(10))).toMatchObject({
      person: "first",
    });
  });
});

test("defineLadder refuses levels that do not rise, and rounds that overlap", () => {
  const levels = [ladder.levels[1], ladder.levels[0]].filter((level) => level !== undefined);
  expect(() => defineLadder({ levels })).toThrow(/later than the one before/);
  expect(() => defineLadder({ ...ladder, repeat: { everyMs: MINUTE, rounds: 2 } })).toThrow(/repeat.everyMs/);
});
