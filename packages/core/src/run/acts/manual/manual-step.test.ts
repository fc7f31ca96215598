import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { defineGuide } from "../../../guide/guide.js";
import { createHandClock, type HandClock } from "../../../hand-clock-fixture.js";
import type { Log } from "../../../log/log.js";
import { openSqliteLog } from "../../../log/sqlite/sqlite-log.js";
import { createRunLog } from "../../run-log.js";
import { createRunner } from "../../runner.js";
import { request, start, text } from "../../runner-fixture.js";
import { ada, approval, at, ben, cleo, dana, load, runnerOf } from "./manual-fixture.js";

let log: Log;
let clock: HandClock;
beforeEach(async () => {
  clock = createHandClock(Date.UTC(2026, 0, 5));
  log = await openSqliteLog({ path: ":memory:", clock });
});
afterEach(() => log.close());

const refusals = async () =>
  (await createRunLog(log).events("night-1"))
    .filter(({ type }) => type === "act.refused")
    .map(({ actor, data }) => ({ actor, data }));

describe("a manual step without a sign-off", () => {
  test("waits until its form is submitted by somebody of its role, and gives the form to later steps", async () => {
    const runner = runnerOf(log, clock, start().manual("approve", approval).step("load", load));
    await runner.request(request);
    const waiting = await runner.advance("night-1");
    expect(waiting).toMatchObject({ status: "waiting", steps: [{ stepId: "approve", status: "waiting" }] });
    expect((await log.find({ kind: "run", id: "night-1" }))?.dueMs).toBeUndefined();

    await runner.claim({ ...at, actor: ada });
    await runner.submit({ ...at, actor: ada, form: { total: "12.50" } });
    const run = await runner.advance("night-1");
    expect(run).toMatchObject({
      status: "succeeded",
      resumptions: 0,
      steps: [
        { output: { total: "12.50" }, manual: { claimed: { by: ada }, submission: { by: ada } } },
        { output: "12.50" },
      ],
    });
  });

  test("refuses, and keeps that it did: another role, a service, a form that does not fit, somebody else's claim, a settled step", async () => {
    const runner = runnerOf(log, clock, start().manual("approve", approval).step("load", load));
    await runner.request(request);
    await runner.advance("night-1");
    await expect(runner.submit({ ...at, actor: cleo, form: { total: "1.00" } })).rejects.toThrow(
      "cleo does not hold the role of analyst",
    );
    const robot = { kind: "service", id: "ada" } as const;
    await expect(runner.submit({ ...at, actor: robot, form: { total: "1.00" } })).rejects.toMatchObject({
      code: "run.refused",
    });
    await expect(runner.submit({ ...at, actor: ada, form: { total: "one" } })).rejects.toThrow(
      /does not fit: total/,
    );
    await runner.claim({ ...at, actor: ada });
    await expect(runner.claim({ ...at, actor: ben })).rejects.toThrow("ada has claimed it");
    await expect(runner.submit({ ...at, actor: ben, form: { total: "1.00" } })).rejects.toThrow(
      "ada has claimed it",
    );
    await runner.giveBack({ ...at, actor: ben });
    await runner.submit({ ...at, actor: ben, form: { total: "1.00" } });
    await expect(runner.submit({ ...at, actor: ben, form: { total: "2.00" } })).rejects.toThrow(
      "settled: succeeded",
    );
    await expect(runner.sign({ ...at, stepId: "load", actor: ben })).rejects.toThrow("no manual step load");
    await runner.advance("night-1");
    await expect(runner.submit({ ...at, actor: ben, form: { total: "2.00" } })).rejects.toThrow(
      "has ended: succeeded",
    );
    expect(await refusals()).toHaveLength(8);
    expect(await createRunLog(log).get("night-1")).toMatchObject({ steps: [{}, { output: "1.00" }] });
  });

  test("keeps what was decided before the run came to it", async () => {
    const performed: string[] = [];
    const procedure = start()
      .step("receive", { ...text, effect: "repeatable", run: () => void performed.push("receive") })
      .manual("approve", {
        ...approval,
        check: ({ outputs }) => (outputs.receive === null ? undefined : "not received"),
      })
      .step("load", load);
    const runner = runnerOf(log, clock, procedure);
    await runner.request(request);
    const early = await runner.submit({ ...at, actor: ada, form: { total: "3.00" } });
    expect(early).toMatchObject({ status: "requested", steps: [{ stepId: "approve", status: "pending" }] });
    const run = await runner.advance("night-1");
    expect(run).toMatchObject({ status: "succeeded" });
    expect(run.steps.find(({ stepId }) => stepId === "load")?.output).toBe("3.00");
    expect(performed).toEqual(["receive"]);
  });
});

describe("a sign-off", () => {
  const signed = {
    ...approval,
    signOff: { need: 2, by: ["supervisor"], notSameAs: ["initiator", "preparer"] },
  } as const;

  test("needs so many people of the roles, each once, apart from who asked and who prepared", async () => {
    const runner = runnerOf(log, clock, start().manual("approve", signed).step("load", load));
    await runner.request({ ...request, actor: dana });
    await runner.advance("night-1");
    await expect(runner.sign({ ...at, actor: cleo })).rejects.toThrow("no form has been submitted yet");
    await runner.submit({ ...at, actor: ada, form: { total: "7.00" } });
    await expect(runner.sign({ ...at, actor: dana })).rejects.toThrow("dana asked for the run");
    await expect(runner.sign({ ...at, actor: ada })).rejects.toThrow("ada submitted the form");
    await expect(runner.sign({ ...at, actor: ben })).rejects.toThrow("does not hold the role of supervisor");
    await runner.sign({ ...at, actor: cleo });
    await expect(runner.sign({ ...at, actor: cleo })).rejects.toThrow("cleo has signed it already");
    expect(await runner.advance("night-1")).toMatchObject({ status: "waiting" });
    expect(await refusals()).toHaveLength(5);
  });

  test("is void when the form is rejected or submitted anew, and is not given for a form that was not looked at", async () => {
    const runner = runnerOf(
      log,
      clock,
      start()
        .manual("approve", { ...signed, signOff: { need: 1, by: ["supervisor"] } })
        .step("load", load),
    );
    await runner.request(request);
    await runner.advance("night-1");
    const submitted = await runner.submit({ ...at, actor: ben, form: { total: "7.00" } });
    const formDigest = submitted.steps[0]?.manual?.submission?.formDigest ?? "";
    await runner.reject({ ...at, actor: cleo, reason: "That is last month." });
    expect(await createRunLog(log).get("night-1")).toMatchObject({ steps: [{ manual: { signatures: [] } }] });
    await expect(runner.sign({ ...at, actor: cleo })).rejects.toThrow("no form has been submitted yet");
    await runner.submit({ ...at, actor: ben, form: { total: "8.00" } });
    await expect(runner.sign({ ...at, actor: cleo, formDigest })).rejects.toThrow("submitted anew since");
    await runner.sign({ ...at, actor: cleo });
    expect(await runner.advance("night-1")).toMatchObject({
      status: "succeeded",
      steps: [{}, { output: "8.00" }],
    });
    const [, signature] = (await createRunLog(log).events("night-1"))
      .filter(({ type }) => type.startsWith("manual.s"))
      .reverse();
    expect(signature?.type).toBe("manual.submitted");
  });

  test("does not count where the machine check does not hold, at the signature too", async () => {
    let difference: string | undefined = "the totals differ by 1.00";
    const check = () => difference;
    const runner = runnerOf(
      log,
      clock,
      start()
        .manual("approve", { ...signed, signOff: { need: 1, by: ["supervisor"] }, check })
        .step("load", load),
    );
    await runner.request(request);
    await runner.advance("night-1");
    const filled = { ...at, actor: ben, form: { total: "7.00" } };
    await expect(runner.submit(filled)).rejects.toThrow("the check does not hold: the totals differ by 1.00");
    difference = undefined;
    await runner.submit(filled);
    difference = "the totals differ by 2.00";
    await expect(runner.sign({ ...at, actor: cleo })).rejects.toThrow("differ by 2.00");
    difference = undefined;
    await runner.sign({ ...at, actor: cleo });
    const events = await createRunLog(log).events("night-1");
    expect(events.find(({ type }) => type === "manual.signed")?.data).toMatchObject({
      isChecked: true,
      role: "supervisor",
    });
    expect(await runner.advance("night-1")).toMatchObject({ status: "succeeded" });
  });

  test("sends back what was signed early and does not hold once the run comes there", async () => {
    const runner = runnerOf(
      log,
      clock,
      start()
        .manual("approve", {
          ...signed,
          signOff: { need: 1, by: ["supervisor"] },
          check: () => "it does not tie out",
        })
        .step("load", load),
    );
    await runner.request(request);
    await runner.submit({ ...at, actor: ben, form: { total: "7.00" } });
    await runner.sign({ ...at, actor: cleo });
    const run = await runner.advance("night-1");
    expect(run).toMatchObject({ status: "waiting", steps: [{ manual: { signatures: [] } }] });
    expect(run.steps[0]?.manual?.submission).toBeUndefined();
    const events = await createRunLog(log).events("night-1");
    expect(events.at(-1)).toMatchObject({
      type: "manual.rejected",
      data: { reason: expect.stringContaining("tie out") },
    });
  });

  test("keeps apart who prepared an earlier step, also where a person gave its output instead", async () => {
    const procedure = start()
      .manual("prepare", { ...text, role: "supervisor", form: z.strictObject({}) })
      .manual("approve", { ...approval, signOff: { need: 1, by: ["supervisor"], notSameAs: ["prepare"] } })
      .step("load", load);
    const runner = runnerOf(log, clock, procedure);
    await runner.request(request);
    await runner.advance("night-1");
    await runner.override({
      runId: "night-1",
      stepId: "prepare",
      output: {},
      reason: "Done by hand.",
      actor: cleo,
    });
    await runner.advance("night-1");
    await runner.submit({ ...at, actor: ben, form: { total: "7.00" } });
    await expect(runner.sign({ ...at, actor: cleo })).rejects.toThrow("cleo submitted the form of prepare");
    await runner.sign({ ...at, actor: dana });
    expect(await runner.advance("night-1")).toMatchObject({ status: "succeeded" });
  });

  test("is refused to a team that cannot give it", () => {
    const guide = defineGuide({
      title: "Guide",
      client: "Example",
      contacts: [
        { role: "analyst", reach: "a" },
        { role: "supervisor", reach: "b" },
      ],
      procedures: [start().manual("approve", signed)],
    });
    const options = { log, guides: [guide], worker: "worker" } as const;
    expect(() => createRunner({ ...options, team: { analyst: ["ada"], supervisor: ["cleo"] } })).toThrow(
      "nightly-load.approve: asks for 2 signatures by supervisor, and 1 people can give them",
    );
    // Whoever prepares is one of the two.
    expect(() =>
      createRunner({ ...options, team: { analyst: ["cleo"], supervisor: ["cleo", "dana"] } }),
    ).toThrow(/1 people/);
    expect(() =>
      createRunner({ ...options, team: { analyst: ["ada"], supervisor: ["cleo", "dana"] } }),
    ).not.toThrow();
  });
});
