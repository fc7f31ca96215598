import { describe, expect, test } from "vitest";
import type { Incident, Told } from "../incident/incident.js";
import { analyst, minute, monitor, symptom } from "../incident/incident-fixture.js";
import { incident } from "./notification-fixture.js";
import { type NoticePlanning, planNotices } from "./plan-notices.js";
import { defineNotificationPolicy, type Route } from "./route.js";

const ops: Route = { name: "ops", channel: "slack", to: "ops" };
const planningFor = (routes: readonly Route[], more: Partial<NoticePlanning> = {}): NoticePlanning => ({
  ...{ zone: "UTC", rotas: [] },
  policy: defineNotificationPolicy({ routes }),
  ...more,
});
const told = (revision: number, more: Partial<Told> = {}): Told => ({
  ...{ revision, route: "ops", channel: "slack", target: "ops", messageId: "m" },
  ...more,
});
const plan = (incidents: readonly Incident[], planning = planningFor([ops]), now = minute(0)) =>
  planNotices(incidents, planning, now);
const ids = (...planned: Parameters<typeof plan>) => plan(...planned).messages.map(({ id }) => id);
const closing = { by: monitor, atMs: minute(9) };

describe("who is told of what", () => {
  test("each revision once, and of several that have passed only the present one", () => {
    expect(ids([incident("i")])).toEqual(["i/1/slack/ops"]);
    expect(ids([incident("i", { told: [told(1)] })])).toEqual([]);
    expect(ids([incident("i", { revision: 4, told: [told(1)] })])).toEqual(["i/4/slack/ops"]);
  });

  test("by severity and environment", () => {
    const critical: Route = { ...ops, severities: ["critical"], environments: ["production"] };
    expect(ids([incident("i")], planningFor([critical]))).toEqual([]);
    expect(ids([incident("i", { severity: "critical" })], planningFor([critical]))).toHaveLength(1);
    const elsewhere = { severity: "critical", symptoms: [symptom("x", 0)] } as const;
    expect(ids([incident("i", elsewhere)], planningFor([critical]))).toEqual([]);
  });

  test("once where two routes lead to the same place", () => {
    expect(ids([incident("i")], planningFor([ops, { ...ops, name: "also" }]))).toEqual(["i/1/slack/ops"]);
  });

  test("whoever is on call for a role, once it is called, by the way in which they are reached", () => {
    const called: Route = { name: "call", channel: "mail", to: { role: "on call" }, when: "called" };
    const rota = { role: "on call", zone: "UTC", from: "2026-01-05T08:00", people: ["first", "second"] };
    const people = { first: { mail: "first@example.test" } };
    const planning = {
      ...planningFor([]),
      rotas: [rota],
      policy: defineNotificationPolicy({ routes: [called], people }),
    };
    expect(ids([incident("i")], planning)).toEqual([]);
    const escalated = incident("i", { revision: 2, escalations: [{ step: 0, role: "on call" }] });
    expect(ids([escalated], planning)).toEqual(["i/2/mail/first@example.test"]);
    // The second cannot be reached by mail.
    expect(ids([escalated], planning, minute(8 * 24 * 60))).toEqual([]);
  });

  test("of its end those who were told of it, also by a route that is gone, and nobody else", () => {
    const end = { state: "closed", closing, revision: 3 } as const;
    const later: Route = { name: "later", channel: "mail", to: "b@example.test" };
    const wasTold = incident("i", { ...end, told: [told(2), told(1, { route: "gone", target: "old" })] });
    expect(plan([wasTold], planningFor([ops, later]))).toMatchObject({
      messages: [{ id: "i/3/slack/ops" }, { id: "i/3/slack/old" }],
      settled: ["i"],
    });
    expect(plan([incident("i", end)], planningFor([ops]))).toEqual({ messages: [], settled: ["i"] });
  });

  test("that somebody has it", () => {
    const acknowledgement = { by: analyst, at: 0 };
    const taken = incident("i", { state: "acknowledged", acknowledgement, revision: 2, told: [told(1)] });
    expect(plan([taken]).messages).toMatchObject([
      { notices: [{ state: "acknowledged", owner: "analyst has it." }] },
    ]);
  });
});

describe("what is held back", () => {
  const quiet: Route = { ...ops, quietHours: { zone: "Europe/Berlin", from: "20:00", to: "07:00" } };
  // 23:00 in Berlin, and 07:00 of the next day.
  const [night, morning] = [minute(0), minute(8 * 60)];

  test("warnings in quiet hours go together at their end; what is critical goes at once and alone", () => {
    const all = [incident("a"), incident("b"), incident("c", { severity: "critical" })];
    expect(ids(all, planningFor([quiet]), night)).toEqual(["c/1/slack/ops"]);
    const { messages } = plan(all, planningFor([quiet]), morning);
    expect(messages.map(({ notices }) => notices.map(({ incidentId }) => incidentId))).toEqual([
      ["a", "b"],
      ["c"],
    ]);
    expect(messages[0]?.id).toMatch(/^together\/[0-9a-f]{64}\/slack\/ops$/);
  });

  test("an end in quiet hours is told when they end; one that nobody knew of is not told at all", () => {
    const end = { state: "closed", closing, revision: 2 } as const;
    const known = incident("i", { ...end, told: [told(1)] });
    expect(plan([known], planningFor([quiet]), night)).toEqual({ messages: [], settled: [] });
    expect(plan([known], planningFor([quiet]), morning)).toMatchObject({ messages: [{}], settled: ["i"] });
    expect(plan([incident("i", end)], planningFor([quiet]), night)).toEqual({ messages: [], settled: ["i"] });
  });

  test("quiet hours within a day", () => {
    const noon = planningFor([{ ...ops, quietHours: { zone: "UTC", from: "22:00", to: "23:00" } }]);
    expect(ids([incident("i")], noon, minute(-1))).toHaveLength(1);
    expect(ids([incident("i")], noon, minute(0))).toHaveLength(0);
    expect(ids([incident("i")], noon, minute(60))).toHaveLength(1);
  });

  test("what is muted, and what is under maintenance, until it is no longer", () => {
    const muted = incident("i", { state: "muted", mute: { by: analyst, at: 0, untilMs: minute(9) } });
    expect(ids([muted])).toEqual([]);
    const isMaintenance = (environment: string, at: number) =>
      environment === "production" && at < minute(30);
    const planning = planningFor([ops], { isMaintenance });
    expect(ids([incident("i", { severity: "critical" })], planning, minute(29))).toEqual([]);
    expect(ids([incident("i", { severity: "critical" })], planning, minute(30))).toHaveLength(1);
    expect(ids([incident("i", { symptoms: [symptom("x", 0)] })], planning, minute(0))).toHaveLength(1);
  });

  test("as many as a route says go together", () => {
    const all = ["a", "b", "c"].map((id) => incident(id));
    expect(plan(all, planningFor([{ ...ops, togetherFrom: 4 }])).messages).toHaveLength(3);
    expect(plan(all, planningFor([{ ...ops, togetherFrom: 3 }])).messages).toHaveLength(1);
  });
});

test("defineNotificationPolicy refuses what cannot work, all at once", () => {
  const routes: readonly Route[] = [
    { name: "", channel: "slack", to: "ops" },
    { ...ops, when: "called" },
    { ...ops, quietHours: { zone: "Mars", from: "25:00", to: "07:00" } },
  ];
  expect(() => defineNotificationPolicy({ routes })).toThrow(
    /routes.0.name[\s\S]*routes.1.when[\s\S]*routes.2.quietHours/,
  );
  expect(() => defineNotificationPolicy({ routes: [ops, ops] })).toThrow(/two of the name ops/);
});
