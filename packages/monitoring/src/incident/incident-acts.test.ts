import type { Log } from "@spm-ops/core";
import type { FakeClock } from "@spm-ops/core/testing";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { analyst, MINUTE, minute, openTestLog, symptom } from "./incident-fixture.js";
import { createIncidents, type Incidents } from "./incidents.js";

let clock: FakeClock;
let log: Log;
let incidents: Incidents;
let incidentId: string;
beforeEach(async () => {
  ({ log, clock } = await openTestLog());
  incidents = createIncidents({ log, monitor: "monitor", clock });
  incidentId = (await incidents.tell(symptom("run:load@run-1", 0))) ?? "";
});
afterEach(() => log.close());

const actor = analyst;

describe("what people do to an incident", () => {
  test("acknowledging takes it on, once, and is told", async () => {
    const taken = await incidents.acknowledge({ incidentId, actor, reason: "On it." });
    expect(taken).toMatchObject({ state: "acknowledged", acknowledgement: { by: actor }, revision: 2 });
    const again = incidents.acknowledge({ incidentId, actor: { kind: "person", id: "other" } });
    await expect(again).rejects.toMatchObject({ code: "run.refused", message: /analyst has it already/ });
    const { revision, timeline } = await incidents.get(incidentId);
    expect(revision).toBe(2);
    expect(timeline.map(({ text }) => text)).toEqual([
      "run:load@run-1 at 0.",
      "Acknowledged by analyst (On it.).",
      "other could not acknowledge: analyst has it already.",
    ]);
  });

  test("assigning says whose it is", async () => {
    expect(await incidents.assign({ incidentId, actor, to: "data team" })).toMatchObject({
      assignee: "data team",
      revision: 1,
    });
  });

  test("muting needs an end that is to come, and can be taken back", async () => {
    const muting = { incidentId, actor, reason: "The vendor works on it." };
    await expect(incidents.mute({ ...muting, untilMs: minute(0) })).rejects.toMatchObject({
      code: "run.refused",
    });
    expect(await incidents.mute({ ...muting, untilMs: minute(30) })).toMatchObject({
      state: "muted",
      revision: 1,
    });
    await incidents.acknowledge({ incidentId, actor });
    expect(await incidents.unmute({ incidentId, actor })).toMatchObject({ state: "acknowledged" });
    await expect(incidents.unmute({ incidentId, actor })).rejects.toMatchObject({ code: "run.refused" });
  });

  test("closing holds until something is raised after it", async () => {
    clock.advance(10 * MINUTE);
    const closed = await incidents.close({ incidentId, actor, reason: "Loaded by hand." });
    expect(closed).toMatchObject({ state: "closed", closing: { by: actor, reason: "Loaded by hand." } });
    for (const act of ["acknowledge", "close"] as const) {
      const late = incidents[act]({ incidentId, actor, reason: "Late." });
      await expect(late).rejects.toMatchObject({ code: "run.refused" });
    }
    await incidents.settle();
    expect((await incidents.get(incidentId)).state).toBe("closed");
    await incidents.tell(symptom("run:load@run-1", 12));
    expect(await incidents.get(incidentId)).toMatchObject({ state: "open", unattendedSince: clock.now() });
  });

  test("an act on nothing, and an empty reason, are refused", async () => {
    const unknown = incidents.acknowledge({ incidentId: "other", actor });
    await expect(unknown).rejects.toMatchObject({ code: "run.unknown" });
    const empty = incidents.close({ incidentId, actor, reason: " " });
    await expect(empty).rejects.toMatchObject({ code: "config.invalid" });
  });
});

describe("feedback", () => {
  test.each([
    ["real", "was real"],
    ["this-once", "was expected, this once"],
    ["from-now-on", "is expected from now on"],
    ["days-like-this", "is expected on days like that"],
  ] as const)("keeps %j with who said it", async (meaning, words) => {
    const given = { incidentId, actor, symptomKey: "run:load@run-1", meaning };
    const { feedback, timeline } = await incidents.giveFeedback(given);
    expect(feedback).toEqual([
      { symptomKey: "run:load@run-1", meaning, reason: undefined, by: actor, at: clock.now() },
    ]);
    expect(timeline.at(-1)?.text).toBe(`run:load@run-1 ${words}, says analyst.`);
  });

  test("is refused about what is no symptom of the incident", async () => {
    const given = incidents.giveFeedback({
      incidentId,
      actor,
      symptomKey: "x",
      meaning: "real",
    });
    await expect(given).rejects.toMatchObject({ code: "run.refused" });
  });
});
