import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { defineGuide } from "../../guide/guide.js";
import { defineProcedure } from "../../guide/procedure.js";
import type { Log } from "../../log/log.js";
import { openSqliteLog } from "../../log/sqlite/sqlite-log.js";
import { SpmError } from "../../spm-error.js";
import { createRunLog } from "../run-log.js";
import { createRunner } from "../runner.js";
import { analyst, guideWith, onDoubt, request, runnerOn, start, text } from "../runner-fixture.js";

let log: Log;
let performed: string[];
beforeEach(async () => {
  log = await openSqliteLog({ path: ":memory:" });
  performed = [];
});
afterEach(() => log.close());

const again = {
  runId: "night-1",
  newRunId: "night-1-again",
  reason: "The export was repaired.",
  actor: analyst,
};

/** Receive, load (only once), export: the export fails the first time. */
function createNight(title = "Export") {
  const note = <Output>(name: string, output: Output) => {
    performed.push(name);
    return output;
  };
  return start()
    .step("receive", {
      ...text,
      effect: "repeatable",
      run: ({ volume }) => {
        volume({ files: 1 });
        return note("receive", "file");
      },
    })
    .step("load", {
      ...text,
      effect: "once",
      onDoubt,
      run: ({ outputs }) => note("load", `${outputs.receive} loaded`),
    })
    .step("export", {
      ...text,
      title,
      effect: "repeatable",
      run: ({ outputs }) => {
        note("export", 0);
        if (performed.filter((name) => name === "export").length > 1) return outputs.load;
        throw new SpmError("remote.not-found", "No such export.", { operation: "export" });
      },
    });
}

describe("rerun", () => {
  test("repeats an ended run from a step on, reusing what was done before it", async () => {
    const runner = runnerOn(log, createNight());
    await runner.request(request);
    const failed = await runner.advance("night-1");
    expect(failed.status).toBe("failed");
    const asked = await runner.rerun({ ...again, fromStepId: "export" });
    expect(asked).toMatchObject({
      input: request.input,
      requestedBy: analyst,
      rerunOf: { runId: "night-1", fromStepId: "export", reason: again.reason },
    });
    expect(await runner.advance(again.newRunId)).toMatchObject({
      status: "succeeded",
      resumptions: 0,
      steps: [
        {
          stepId: "receive",
          output: "file",
          volume: { files: 1 },
          decision: { as: "reused", reason: "reused from night-1" },
        },
        { stepId: "load", output: "file loaded", attempts: 0 },
        { stepId: "export", output: "file loaded" },
      ],
    });
    expect(performed).toEqual(["receive", "load", "export", "export"]);
    expect(await createRunLog(log).get("night-1")).toEqual(failed);
  });

  test("finds the same run when it is asked for twice", async () => {
    const runner = runnerOn(log, createNight());
    await runner.request(request);
    await runner.advance("night-1");
    await runner.rerun({ ...again, fromStepId: "export" });
    const done = await runner.advance(again.newRunId);
    expect(await runner.rerun({ ...again, fromStepId: "export" })).toEqual(done);
  });

  test("does a step that may be done only once again only when it is named", async () => {
    const runner = runnerOn(log, createNight());
    await runner.request(request);
    await runner.advance("night-1");
    await expect(runner.rerun({ ...again, fromStepId: "load" })).rejects.toMatchObject({
      code: "run.refused",
      message: expect.stringContaining("name it in performAgain"),
    });
    expect(await createRunLog(log).find(again.newRunId)).toBeUndefined();
    await runner.rerun({ ...again, fromStepId: "load", performAgain: ["load"] });
    await runner.advance(again.newRunId);
    expect(performed).toEqual(["receive", "load", "export", "load", "export"]);
  });

  test("is refused for a run that has not ended, for an unknown step, and past a step without a result", async () => {
    const runner = runnerOn(log, createNight());
    await runner.request(request);
    await expect(runner.rerun({ ...again, fromStepId: "export" })).rejects.toThrow(
      /has not ended: it is requested/,
    );
    await runner.cancel({ ...again, reason: "wrong month" });
    await runner.advance("night-1");
    await expect(runner.rerun({ ...again, fromStepId: "no-such" })).rejects.toThrow(/no step no-such/);
    await expect(runner.rerun({ ...again, fromStepId: "export" })).rejects.toThrow(
      /receive before it has no result/,
    );
    expect(await runner.rerun({ ...again, fromStepId: "receive" })).toMatchObject({ status: "requested" });
  });

  test("takes another version of the guide only while the procedure is the same", async () => {
    await runnerOn(log, createNight()).request(request);
    await runnerOn(log, createNight()).advance("night-1");
    const other = start().step("other", { ...text, effect: "repeatable", run: () => 1 });
    const renamed = runnerOn(log, createNight("Export it all"));
    await expect(renamed.rerun({ ...again, fromStepId: "export" })).rejects.toThrow(/procedure has changed/);
    const larger = createRunner({
      log,
      guides: [guideWith(createNight(), { ...other, id: "other" })],
      worker: "w",
    });
    await larger.rerun({ ...again, fromStepId: "export" });
    expect(await larger.advance(again.newRunId)).toMatchObject({ status: "succeeded" });
  });

  const failing = {
    ...text,
    effect: "repeatable",
    run: () => Promise.reject(new TypeError("broken")),
  } as const;
  const posting = { ...text, effect: "once", onDoubt } as const;

  test("counts as done what may be done only once and was not accepted, and what a called run may have done", async () => {
    const refused = start().step("post", { ...posting, run: () => 0, accept: () => "no rows" });
    const runner = runnerOn(log, refused);
    await runner.perform(request);
    await expect(runner.rerun({ ...again, fromStepId: "post" })).rejects.toThrow(/post has happened/);

    const called = defineProcedure({ id: "load", title: "Load", input: z.strictObject({}) }).step(
      "post",
      failing,
    );
    const caller = start().call("load", { ...text, procedure: called, input: () => ({}) });
    const calling = createRunner({ log, guides: [guideWith(caller, called)], worker: "w" });
    await calling.perform({ ...request, runId: "night-2" });
    const repeated = { ...again, runId: "night-2", fromStepId: "load" };
    await expect(calling.rerun(repeated)).rejects.toThrow(/load has happened/);
    await calling.rerun({ ...repeated, performAgain: ["load"] });
    await calling.advance(again.newRunId);
    expect(await createRunLog(log).find(`${again.newRunId}/load`)).toBeDefined();
  });

  test("neither reuses what was undone nor calls it done", async () => {
    const undone = start()
      .step("post", {
        ...posting,
        run: () => 7,
        compensate: { instructions: ["Take it back."], effect: "repeatable", run: () => undefined },
      })
      .step("report", { ...failing, onFailure: { instructions: ["Undo."], then: "compensate" } });
    const runner = runnerOn(log, undone);
    await runner.perform(request);
    await expect(runner.rerun({ ...again, fromStepId: "report" })).rejects.toThrow(
      /post before it was undone/,
    );
    expect(await runner.rerun({ ...again, fromStepId: "post" })).toMatchObject({
      status: "requested",
      steps: [],
    });
  });

  test("remembers who prepared a form that it reuses, so that somebody else signs", async () => {
    const form = z.strictObject({});
    const procedure = start()
      .manual("prepare", { ...text, role: "analyst", form })
      .manual("approve", { ...text, role: "analyst", form, signOff: { need: 1, notSameAs: ["prepare"] } })
      .step("report", failing);
    const guide = defineGuide({
      title: "Guide",
      client: "Example",
      contacts: [{ role: "analyst", reach: "analyst@example.test" }],
      procedures: [procedure],
    });
    const [ada, ben] = [
      { kind: "person", id: "ada" },
      { kind: "person", id: "ben" },
    ] as const;
    const runner = createRunner({ log, guides: [guide], worker: "w", team: { analyst: ["ada", "ben"] } });
    await runner.perform(request);
    await runner.submit({ runId: "night-1", stepId: "prepare", actor: ada, form: {} });
    await runner.submit({ runId: "night-1", stepId: "approve", actor: ben, form: {} });
    await runner.sign({ runId: "night-1", stepId: "approve", actor: ben });
    expect(await runner.advance("night-1")).toMatchObject({ status: "failed" });
    await runner.rerun({ ...again, fromStepId: "approve" });
    await runner.advance(again.newRunId);
    const at = { runId: again.newRunId, stepId: "approve" };
    await runner.submit({ ...at, actor: ben, form: {} });
    await expect(runner.sign({ ...at, actor: ada })).rejects.toThrow("ada submitted the form of prepare");
    await runner.sign({ ...at, actor: ben });
  });
});
