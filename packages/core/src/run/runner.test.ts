import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { defineGuide, type Guide } from "../guide/guide.js";
import { type AnyProcedure, defineProcedure } from "../guide/procedure.js";
import type { Log } from "../log/log.js";
import { openSqliteLog } from "../log/sqlite/sqlite-log.js";
import { createRedactor } from "../redact.js";
import { SpmError } from "../spm-error.js";
import { createRunLog } from "./run-log.js";
import { createRunProgress, type RunProgressEvents } from "./run-progress.js";
import { createRunner, type RunnerOptions } from "./runner.js";

const text = { title: "A step", instructions: ["Do it by hand."] };
const onDoubt = { instructions: ["Look."] };
const analyst = { kind: "person", id: "analyst" } as const;
const start = () =>
  defineProcedure({ id: "nightly-load", title: "Load", input: z.strictObject({ rows: z.int().positive() }) });

let log: Log;
beforeEach(async () => {
  log = await openSqliteLog({ path: ":memory:" });
});
afterEach(() => log.close());

function guideWith(...procedures: readonly AnyProcedure[]): Guide {
  return defineGuide({ title: "Operations Guide", client: "Example", procedures });
}

function runnerWith(procedure: AnyProcedure, options: Partial<RunnerOptions> = {}) {
  return createRunner({ log, guides: [guideWith(procedure)], worker: "worker one", ...options });
}

const request = { procedureId: "nightly-load", runId: "night-1", input: { rows: 5 } };

describe("createRunner", () => {
  test("performs a procedure step by step, each with the outputs of those before it", async () => {
    const procedure = start()
      .step("receive", { ...text, effect: "repeatable", run: ({ input }) => ({ rows: input.rows }) })
      .step("load", {
        ...text,
        effect: "keyed",
        run: ({ outputs, key }) => ({ key, loaded: outputs.receive.rows * 2 }),
      });
    const runner = runnerWith(procedure);
    expect(await runner.request({ ...request, labels: { origin: "test" }, actor: analyst })).toMatchObject({
      status: "requested",
    });
    const run = await runner.advance("night-1");
    expect(run).toMatchObject({
      status: "succeeded",
      requestedBy: analyst,
      labels: { origin: "test" },
      steps: [
        { stepId: "receive", status: "succeeded", output: { rows: 5 } },
        { stepId: "load", status: "succeeded", output: { key: "night-1/load", loaded: 10 } },
      ],
    });
    expect(await createRunLog(log).get("night-1")).toEqual(run);
  });

  test("finds the same run when it is asked for twice, and does not move one that has ended", async () => {
    const performed: string[] = [];
    const runner = runnerWith(
      start().step("count", { ...text, effect: "once", onDoubt, run: () => void performed.push("count") }),
    );
    await runner.request(request);
    await runner.advance("night-1");
    expect(await runner.request({ ...request, input: { rows: 9 } })).toMatchObject({
      status: "succeeded",
      input: { rows: 5 },
    });
    await runner.advance("night-1");
    expect(performed).toEqual(["count"]);
  });

  test("refuses an input that does not fit, every problem with its path", async () => {
    const runner = runnerWith(start().step("receive", { ...text, effect: "repeatable", run: () => 1 }));
    await expect(runner.request({ ...request, input: { rows: -1, extra: 1 } })).rejects.toMatchObject({
      code: "run.refused",
      details: { issues: [expect.stringContaining("rows:"), expect.stringContaining("extra")] },
    });
    await expect(runner.request({ ...request, procedureId: "no-such" })).rejects.toMatchObject({
      code: "run.unknown",
    });
    await expect(runner.advance("no such run")).rejects.toMatchObject({ code: "run.unknown" });
  });

  test("stops at a step that has failed, and takes the steps for that", async () => {
    const told: unknown[] = [];
    const failure = new SpmError("auth.rejected", "Wrong password.", { status: 401 });
    const procedure = start()
      .step("receive", { ...text, effect: "repeatable", run: () => "file" })
      .step("load", { ...text, effect: "repeatable", run: () => Promise.reject(failure) })
      .step("report", {
        ...text,
        effect: "repeatable",
        run: () => Promise.reject(new TypeError("performed after a failure")),
      })
      .whenFailed("call", { ...text, effect: "repeatable", run: () => Promise.reject(failure) })
      .whenFailed("tell", {
        ...text,
        effect: "repeatable",
        run: ({ outputs }) => void told.push(outputs.receive),
      });
    const runner = runnerWith(procedure);
    await runner.request(request);
    const run = await runner.advance("night-1");
    expect(run.status).toBe("failed");
    expect(run.steps.map(({ stepId, status }) => [stepId, status])).toEqual([
      ["receive", "succeeded"],
      ["load", "failed"],
      ["call", "failed"],
      ["tell", "succeeded"],
    ]);
    expect(told).toEqual(["file"]);
  });

  test("goes on after a step that may fail: without its output, or with one that was refused", async () => {
    const onFailure = { instructions: ["Go on."], then: "continue" } as const;
    const seen: unknown[] = [];
    const failure = new SpmError("file.not-found", "No file.", { path: "/a" });
    const procedure = start()
      .step("optional", {
        ...text,
        effect: "repeatable",
        onFailure,
        run: (): Promise<number> => Promise.reject(failure),
      })
      .step("validate", {
        ...text,
        effect: "repeatable",
        onFailure,
        accept: () => "3 findings",
        run: () => ({ findings: 3 }),
      })
      .step("look", {
        ...text,
        effect: "repeatable",
        run: ({ outputs }) => void seen.push(outputs.optional, outputs.validate?.findings),
      });
    const runner = runnerWith(procedure);
    await runner.request(request);
    const run = await runner.advance("night-1");
    expect(run).toMatchObject({
      status: "succeeded",
      steps: [{ status: "failed" }, { status: "refused", refusal: "3 findings" }, {}],
    });
    expect(seen).toEqual([undefined, 3]);
  });

  test("waits in doubt until a person says what happened, with a reason that is kept", async () => {
    let performed = 0;
    const procedure = start()
      .step("load", {
        ...text,
        effect: "once",
        onDoubt: { instructions: ["Look into the environment's list of imports."] },
        run: () => {
          performed += 1;
          return Promise.reject(
            new SpmError("remote.unknown", "The reply was lost.", { operation: "start" }),
          );
        },
      })
      .step("report", { ...text, effect: "repeatable", run: ({ outputs }) => outputs.load });
    const runner = runnerWith(procedure);
    await runner.request(request);
    expect(await runner.advance("night-1")).toMatchObject({ status: "in-doubt" });
    expect(await runner.advance("night-1")).toMatchObject({ status: "in-doubt", resumptions: 1 });

    const finding = { as: "happened", output: "task 7" } as const;
    const resolution = {
      runId: "night-1",
      stepId: "load",
      finding,
      reason: "It is in the list.",
      actor: analyst,
    };
    await expect(runner.resolve({ ...resolution, reason: "" })).rejects.toThrow(/how you know/);
    await runner.resolve(resolution);
    await expect(runner.resolve(resolution)).rejects.toMatchObject({ code: "run.refused" });
    const run = await runner.advance("night-1");
    expect(run).toMatchObject({
      status: "succeeded",
      steps: [{ output: "task 7", found: true }, { output: "task 7" }],
    });
    expect(performed).toBe(1);

    const events = await createRunLog(log).events("night-1");
    expect(events.find(({ type }) => type === "effect.resolved")).toMatchObject({
      actor: analyst,
      epoch: 0,
      data: { reason: "It is in the list." },
    });
  });

  test("performs a step again that a person found not to have happened", async () => {
    let performed = 0;
    const runner = runnerWith(
      start().step("load", {
        ...text,
        effect: "once",
        onDoubt,
        run: () => {
          performed += 1;
          if (performed === 1) throw new TypeError("something odd");
          return performed;
        },
      }),
    );
    await runner.request(request);
    await runner.advance("night-1");
    await runner.resolve({
      runId: "night-1",
      stepId: "load",
      finding: { as: "absent" },
      reason: "Nothing there.",
      actor: analyst,
    });
    expect(await runner.advance("night-1")).toMatchObject({ status: "succeeded", steps: [{ output: 2 }] });
  });

  test("moves a run by one worker at a time", async () => {
    const { promise: begun, resolve: begin } = deferred();
    const { promise: released, resolve: release } = deferred();
    const run = () => {
      begin();
      return released;
    };
    const procedure = start().step("slow", { ...text, effect: "repeatable", run });
    const [one, two] = [runnerWith(procedure), runnerWith(procedure, { worker: "worker two" })];
    await one.request(request);
    const advancing = one.advance("night-1");
    await begun;
    await expect(two.advance("night-1")).rejects.toMatchObject({ code: "claim.held" });
    release();
    expect(await advancing).toMatchObject({ status: "succeeded", resumptions: 0 });
  });

  test("aborts the step and writes nothing more when another worker has taken over", async () => {
    let stale: AbortSignal | undefined;
    const clock = { now: () => Date.UTC(2026, 0, 5) + moved, monotonic: () => moved, wait: forever };
    let moved = 0;
    const file = await openSqliteLog({ path: ":memory:", clock });
    const procedure = start().step("slow", {
      ...text,
      effect: "repeatable",
      run: ({ signal, attempt }) => {
        if (attempt === 2) return "taken over";
        stale = signal;
        return new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
      },
    });
    const guides = [guideWith(procedure)] as const;
    const sleeper = createRunner({ log: file, guides, worker: "sleeper", leaseMs: 60 });
    await sleeper.request(request);
    const sleeping = sleeper.advance("night-1");
    await expect.poll(() => stale).toBeDefined();
    moved = 61;
    const run = await createRunner({ log: file, guides, worker: "successor" }).advance("night-1");
    expect(run).toMatchObject({ status: "succeeded", resumptions: 1, steps: [{ output: "taken over" }] });
    await expect(sleeping).rejects.toMatchObject({ code: "claim.lost" });
    expect(stale?.aborted).toBe(true);
    const events = await createRunLog(file).events("night-1");
    expect(events.at(-1)).toMatchObject({ type: "run.finished", epoch: 2 });
    await file.close();
  });

  test("stops between steps when it is told to, and goes on there with the next call", async () => {
    const abort = new AbortController();
    const performed: string[] = [];
    const runner = runnerWith(
      start()
        .step("one", {
          ...text,
          effect: "once",
          onDoubt,
          run: () => {
            performed.push("one");
            abort.abort(new RangeError("stop"));
          },
        })
        .step("two", { ...text, effect: "once", onDoubt, run: () => void performed.push("two") }),
    );
    await runner.request(request);
    await expect(runner.advance("night-1", { signal: abort.signal })).rejects.toThrow("stop");
    expect(await runner.advance("night-1")).toMatchObject({ status: "succeeded", resumptions: 1 });
    expect(performed).toEqual(["one", "two"]);
  });

  test("finishes an old run under the guide it was asked for under, and refuses without it", async () => {
    const old = guideWith(start().step("load", { ...text, effect: "repeatable", run: () => "old" }));
    const current = guideWith(
      start().step("load", { ...text, title: "Another title", effect: "repeatable", run: () => "new" }),
    );
    await createRunner({ log, guides: [old], worker: "w" }).request(request);
    await expect(
      createRunner({ log, guides: [current], worker: "w" }).advance("night-1"),
    ).rejects.toMatchObject({
      code: "guide.unknown",
      details: { guideHash: old.hash },
    });
    const run = await createRunner({ log, guides: [current, old], worker: "w" }).advance("night-1");
    expect(run.steps[0]?.output).toBe("old");
    expect(await createRunLog(log).guideOf(run)).toEqual(old.document);
  });

  test("tells what happens while it happens", async () => {
    const progress = createRunProgress();
    const told: string[] = [];
    const listen = (name: keyof RunProgressEvents) => progress.on(name, () => told.push(name));
    (
      [
        "run:started",
        "step:started",
        "step:progress",
        "step:retrying",
        "step:finished",
        "run:finished",
      ] as const
    ).forEach(listen);
    let tries = 0;
    const runner = runnerWith(
      start().step("load", {
        ...text,
        effect: "repeatable",
        retry: { attempts: 2, delayMs: 0 },
        run: (step) => {
          step.progress({ done: 1, total: 2, unit: "rows" });
          tries += 1;
          if (tries === 1) throw new SpmError("remote.unavailable", "Nobody answers.", { operation: "load" });
        },
      }),
      { progress },
    );
    await runner.request(request);
    await runner.advance("night-1");
    expect(told).toEqual([
      "run:started",
      "step:started",
      "step:progress",
      "step:retrying",
      "step:progress",
      "step:finished",
      "run:finished",
    ]);
  });

  test("lets no secret into the log: not from an input, an output, an error or a label", async () => {
    const redactor = createRedactor();
    redactor.addSecret("canary-4711");
    const runner = runnerWith(
      start()
        .step("leak", {
          ...text,
          effect: "repeatable",
          run: () => ({ echo: "token canary-4711", password: "hunter2" }),
        })
        .step("fail", {
          ...text,
          effect: "repeatable",
          run: () => Promise.reject(new TypeError(`Y2FuYXJ5LTQ3MTE= and canary-4711`)),
        }),
      { redactor },
    );
    await runner.request({ ...request, labels: { note: "canary-4711" } });
    await runner.advance("night-1");
    const kept = JSON.stringify(await createRunLog(log).events("night-1"));
    expect(kept).not.toMatch(/canary-4711|hunter2|Y2FuYXJ5LTQ3MTE/);
    expect(kept).toContain("[redacted]");
  });
});

function forever(_ms: number, { signal }: { readonly signal?: AbortSignal | undefined } = {}): Promise<void> {
  return new Promise((_, reject) => signal?.addEventListener("abort", () => reject(signal.reason)));
}

function deferred() {
  let resolve = (): void => undefined;
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}
