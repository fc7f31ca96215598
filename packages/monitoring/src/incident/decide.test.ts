import { describe, expect, test } from "vitest";
import { cleared, MINUTE, minute, monitor, symptom } from "./incident-fixture.js";
import { incidentKind } from "./incident-kind.js";
import { production, tellAll, world } from "./incident-world-fixture.js";

describe("one cause, one incident", () => {
  test("symptoms of one run are one incident, as severe as the worst of them", () => {
    const { incidents } = tellAll([
      symptom("volume:load@run-1", 5, { runId: "run-1" }),
      symptom("duration:load@run-1", 1, { runId: "run-1", severity: "critical" }),
      symptom("duration:load@run-2", 6, { runId: "run-2" }),
    ]);
    expect([...incidents.values()]).toMatchObject([
      { severity: "critical", symptoms: [{ at: minute(1) }, { at: minute(5) }], revision: 2 },
      { severity: "warning", revision: 1 },
    ]);
  });

  test("an outage takes in what goes wrong on its environment, also shortly before it was noticed", () => {
    const { standing, incidents } = tellAll([
      symptom("run:early@run-0", -20, production),
      symptom("run:load@run-1", -5, production),
      symptom("availability:production", 0, production),
      symptom("run:calculate@run-2", 10, production),
      symptom("run:elsewhere@run-3", 10, { environment: "test" }),
    ]);
    expect(standing().map(({ rootKey, symptoms }) => [rootKey, symptoms.length])).toEqual([
      ["run:early@run-0", 1],
      ["availability:production", 3],
      ["run:elsewhere@run-3", 1],
    ]);
    const before = [...incidents.values()].find(({ rootKey }) => rootKey === "run:load@run-1");
    expect(before?.closing?.partOf).toBe(standing()[1]?.id);
  });

  test("what goes wrong after the environment is up again has a cause of its own, even when that is told late", () => {
    const { standing } = tellAll([
      symptom("availability:production", 0, production),
      symptom("run:load@run-1", 60, production),
      cleared("availability:production", 30, production),
    ]);
    expect(standing().map(({ rootKey, state }) => [rootKey, state])).toEqual([
      ["availability:production", "closed"],
      ["run:load@run-1", "open"],
    ]);
  });

  test("trouble upstream is the cause of trouble downstream, through several steps", () => {
    const { standing } = tellAll([
      symptom("late:report", 30, { subject: "report", upstream: ["load"] }),
      symptom("late:load", 20, { subject: "load", upstream: ["receive"] }),
      symptom("missed:receive", 0, { subject: "receive" }),
      symptom("late:other", 20, { subject: "other", upstream: ["nothing"] }),
    ]);
    expect(standing().map(({ rootKey, symptoms }) => [rootKey, symptoms.length])).toEqual([
      ["missed:receive", 3],
      ["late:other", 1],
    ]);
  });

  test("a step in trouble does not explain trouble of the day after next", () => {
    const { standing } = tellAll([
      symptom("missed:receive", 0, { subject: "receive" }),
      symptom("late:load", 49 * 60, { upstream: ["receive"] }),
    ]);
    expect(standing()).toHaveLength(2);
  });

  test("of two that would each explain the other, the earlier one is the cause", () => {
    const { standing } = tellAll([
      symptom("late:a", 5, { subject: "a", upstream: ["b"] }),
      symptom("late:b", 0, { subject: "b", upstream: ["a"] }),
    ]);
    expect(standing()).toMatchObject([{ rootKey: "late:b" }]);
  });
});

test("what comes and goes, and then stays, no longer comes and goes", () => {
  const { incidents, tell, decide } = world();
  for (let at = 0; at < 120; at += 20) {
    tell(symptom("availability:production", at, production));
    tell(cleared("availability:production", at + 10, production));
  }
  tell(symptom("availability:production", 120, production));
  decide(minute(120 + 105));
  const [outage] = incidents.values();
  expect(outage).toMatchObject({ state: "open", isFlapping: false });
  expect(outage?.timeline.map(({ text }) => text)).toEqual(
    expect.arrayContaining(["It comes and goes.", "It no longer comes and goes."]),
  );
});

describe("the end of an incident", () => {
  test("it is closed when all of it is well, and reopened when it is back soon", () => {
    const { incidents, tell } = tellAll([
      symptom("availability:production", 0, production),
      symptom("run:load@run-1", 1, { ...production, runId: "run-1" }),
      cleared("availability:production", 30, production),
    ]);
    const [outage] = incidents.keys();
    expect(incidents.get(outage ?? "")?.state).toBe("open");
    tell(cleared("run:load@run-1", 40, { ...production, runId: "run-1" }));
    expect(incidents.get(outage ?? "")).toMatchObject({ state: "closed", closing: { atMs: minute(40) } });
    tell(symptom("availability:production", 50, production));
    expect(incidents.get(outage ?? "")).toMatchObject({ state: "open", revision: 3 });
    expect(incidents.size).toBe(1);
  });

  test("what is back much later is another incident", () => {
    const { standing } = tellAll([
      symptom("availability:production", 0, production),
      cleared("availability:production", 10, production),
      symptom("availability:production", 60, production),
    ]);
    expect(standing().map(({ state }) => state)).toEqual(["closed", "open"]);
  });

  test("good news is believed after as many tellings as are needed, and of a run at once", () => {
    const { standing, tell } = tellAll(
      [
        symptom("availability:production", 0, production),
        cleared("availability:production", 1, production),
        symptom("run:load", 200, { runId: "run-1" }),
        cleared("run:load", 201, { runId: "run-1" }),
      ],
      { goodNeeded: 2 },
    );
    expect(standing().map(({ state }) => state)).toEqual(["open", "closed"]);
    tell(cleared("availability:production", 2, production));
    expect(standing().map(({ state }) => state)).toEqual(["closed", "closed"]);
  });

  test("good news counts anew after each relapse", () => {
    const { standing } = tellAll(
      [symptom("rule:a", 0), cleared("rule:a", 1), symptom("rule:a", 2), cleared("rule:a", 3)],
      { goodNeeded: 2 },
    );
    expect(standing().map(({ state }) => state)).toEqual(["open"]);
  });

  test("what comes and goes is one incident, told once, and closed only when it has become steady", () => {
    const { incidents, tell, decide } = world();
    for (let round = 0; round < 6; round += 1) {
      tell(symptom("availability:production", 20 * round, production));
      tell(cleared("availability:production", 20 * round + 10, production));
    }
    const [outage, ...others] = incidents.values();
    expect(others).toEqual([]);
    expect(outage).toMatchObject({ state: "open", isFlapping: true });
    const revision = outage?.revision ?? 0;
    decide(minute(120));
    decide(minute(110 + 50));
    expect([...incidents.values()]).toMatchObject([{ isFlapping: true, revision }]);
    decide(minute(110 + 105));
    expect([...incidents.values()]).toMatchObject([
      { isFlapping: false, state: "closed", revision: revision + 1 },
    ]);
  });
});

test("an early end by a person holds until it is raised anew", () => {
  const { incidents, tell, standing } = tellAll([symptom("run:load@run-1", 0, production)]);
  const [open] = standing();
  const closed = { atMs: minute(20), reason: "Loaded by hand.", ended: ["run:load@run-1"] };
  const kept = { stream: { kind: "incident", id: open?.id ?? "" }, seq: 3, at: 0, actor: monitor, epoch: 0 };
  incidents.set(open?.id ?? "", incidentKind.fold(open, { type: "incident.closed", data: closed, ...kept }));
  tell(symptom("run:load@run-1", 0, { ...production, severity: "critical" }));
  expect(standing()).toMatchObject([{ state: "closed", severity: "critical" }]);
  // The person's word holds also where the symptom turns out to be the consequence of something else.
  tell(symptom("availability:production", 1, production));
  tell(cleared("availability:production", 5, production));
  expect(standing()).toMatchObject([{ state: "closed", rootKey: "availability:production" }]);
  tell(symptom("run:load@run-1", 20 + 5, production), minute(25) + MINUTE);
  expect(standing()).toMatchObject([{ state: "open" }]);
});
