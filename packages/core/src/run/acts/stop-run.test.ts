import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Log } from "../../log/log.js";
import { openSqliteLog } from "../../log/sqlite/sqlite-log.js";
import { createRunLog } from "../run-log.js";
import { analyst, onDoubt, request, runnerOn, start, text } from "../runner-fixture.js";

let log: Log;
beforeEach(async () => {
  log = await openSqliteLog({ path: ":memory:" });
});
afterEach(() => log.close());

const act = { runId: "night-1", reason: "The customer has sent the wrong month.", actor: analyst };

/** A step that lasts until its signal aborts or it is let go, and tells when it has begun. */
function createLastingStep() {
  let begin = (): void => undefined;
  let release = (): void => undefined;
  const begun = new Promise<void>((resolve) => {
    begin = resolve;
  });
  const run = ({ signal }: { readonly signal: AbortSignal }) =>
    new Promise<string>((resolve, reject) => {
      begin();
      release = () => resolve("done");
      signal.addEventListener("abort", () => reject(signal.reason));
    });
  return { begun, run, letGo: () => release() };
}

describe("cancel", () => {
  test("ends a run that has not begun without performing anything", async () => {
    const runner = runnerOn(log, start().step("load", { ...text, effect: "repeatable", run: () => 1 }));
    await runner.request(request);
    await runner.cancel(act);
    const run = await runner.advance("night-1");
    expect(run).toMatchObject({
      status: "cancelled",
      steps: [],
      cancellation: { by: analyst, reason: act.reason },
    });
    expect(await runner.advance("night-1")).toEqual(run);
  });

  test("cuts off the step under way, keeps that it was, and begins nothing more", async () => {
    const lasting = createLastingStep();
    const procedure = start()
      .step("wait", { ...text, effect: "repeatable", retry: { attempts: 5 }, run: lasting.run })
      .step("load", { ...text, effect: "repeatable", run: () => 1 })
      .whenFailed("tell", { ...text, effect: "repeatable", run: () => 1 });
    const runner = runnerOn(log, procedure, { leaseMs: 900 });
    await runner.request(request);
    const advancing = runner.advance("night-1");
    await lasting.begun;
    await runnerOn(log, procedure).cancel(act);
    expect(await advancing).toMatchObject({
      status: "cancelled",
      steps: [{ stepId: "wait", status: "failed", failure: { code: "run.cancelled" } }],
    });
  });

  test("lets a step finish that may be done only once", async () => {
    const lasting = createLastingStep();
    const procedure = start()
      .step("pay", { ...text, effect: "once", onDoubt, run: lasting.run })
      .step("load", { ...text, effect: "repeatable", run: () => 1 });
    const runner = runnerOn(log, procedure, { leaseMs: 900 });
    await runner.request(request);
    const advancing = runner.advance("night-1");
    await lasting.begun;
    await runner.cancel(act);
    // Long enough for the claim to be renewed, which is when the wish would be heard.
    await new Promise((resolve) => setTimeout(resolve, 400));
    lasting.letGo();
    expect(await advancing).toMatchObject({
      status: "cancelled",
      steps: [{ stepId: "pay", status: "succeeded", output: "done" }],
    });
  });

  test("does not end a run of which something is in doubt, until a person has said what happened", async () => {
    const fail = () => Promise.reject(new TypeError("nobody knows"));
    const runner = runnerOn(log, start().step("pay", { ...text, effect: "once", onDoubt, run: fail }));
    await runner.request(request);
    await runner.advance("night-1");
    await runner.cancel(act);
    expect(await runner.advance("night-1")).toMatchObject({ status: "in-doubt" });
    await runner.resolve({ ...act, stepId: "pay", finding: { as: "absent" } });
    expect(await runner.advance("night-1")).toMatchObject({ status: "cancelled", steps: [{ attempts: 1 }] });
  });

  test("is refused a second time, for an ended run and without a reason; a refusal stands in the log", async () => {
    const runner = runnerOn(log, start().step("load", { ...text, effect: "repeatable", run: () => 1 }));
    await runner.request(request);
    await expect(runner.cancel({ ...act, reason: " " })).rejects.toMatchObject({ code: "config.invalid" });
    await runner.cancel(act);
    await expect(runner.cancel(act)).rejects.toMatchObject({ code: "run.refused" });
    const ended = await runner.advance("night-1");
    await expect(runner.cancel(act)).rejects.toThrow(/the run has ended: cancelled/);
    await expect(runner.cancel({ ...act, runId: "no such run" })).rejects.toMatchObject({
      code: "run.unknown",
    });
    expect(await createRunLog(log).get("night-1")).toEqual(ended);
    const refused = (await createRunLog(log).events("night-1")).filter(({ type }) => type === "act.refused");
    expect(refused).toMatchObject([
      { actor: analyst, data: { act: "cancel the run", why: expect.stringContaining("cancelled already") } },
      { actor: analyst, data: { why: "the run has ended: cancelled" } },
    ]);
    await expect(createRunLog(log).verify("night-1")).resolves.toMatch(/^[0-9a-f]{64}$/);
  });
});

describe("hold and release", () => {
  test("lets the step under way go on, begins none until the run is released, and then goes on", async () => {
    const lasting = createLastingStep();
    const procedure = start()
      .step("wait", { ...text, effect: "repeatable", run: lasting.run })
      .step("load", { ...text, effect: "repeatable", run: ({ outputs }) => outputs.wait });
    const runner = runnerOn(log, procedure);
    await runner.request(request);
    const advancing = runner.advance("night-1");
    await lasting.begun;
    expect(await runner.hold(act)).toMatchObject({
      status: "held",
      hold: { reason: act.reason, by: analyst },
    });
    lasting.letGo();
    expect(await advancing).toMatchObject({ status: "held", steps: [{ status: "succeeded" }] });
    expect(await runner.advance("night-1")).toMatchObject({ status: "held" });
    await expect(runner.hold(act)).rejects.toMatchObject({ code: "run.refused" });

    expect(await runner.release(act)).toMatchObject({ status: "running" });
    await expect(runner.release(act)).rejects.toThrow(/not held/);
    expect(await runner.advance("night-1")).toMatchObject({
      status: "succeeded",
      steps: [{}, { output: "done" }],
    });
  });

  test("can be cancelled while it is held", async () => {
    const runner = runnerOn(log, start().step("load", { ...text, effect: "repeatable", run: () => 1 }));
    await runner.request(request);
    await runner.hold(act);
    await runner.cancel(act);
    expect(await runner.advance("night-1")).toMatchObject({ status: "cancelled", steps: [] });
  });
});
