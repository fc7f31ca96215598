import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Log } from "../../log/log.js";
import { openSqliteLog } from "../../log/sqlite/sqlite-log.js";
import { createRunLog } from "../run-log.js";
import { createRunner } from "../runner.js";
import { guideWith, onDoubt, request, runnerOn, start, text } from "../runner-fixture.js";

let log: Log;
beforeEach(async () => {
  log = await openSqliteLog({ path: ":memory:" });
});
afterEach(() => log.close());

describe("advance", () => {
  test("moves a run by one worker at a time", async () => {
    const { promise: begun, resolve: begin } = deferred();
    const { promise: released, resolve: release } = deferred();
    const run = () => {
      begin();
      return released;
    };
    const procedure = start().step("slow", { ...text, effect: "repeatable", run });
    const [one, two] = [runnerOn(log, procedure), runnerOn(log, procedure, { worker: "worker two" })];
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
    const slept = expect(sleeper.advance("night-1")).rejects.toMatchObject({ code: "claim.lost" });
    await expect.poll(() => stale).toBeDefined();
    moved = 61;
    const run = await createRunner({ log: file, guides, worker: "successor" }).advance("night-1");
    expect(run).toMatchObject({ status: "succeeded", resumptions: 1, steps: [{ output: "taken over" }] });
    await slept;
    expect(stale?.aborted).toBe(true);
    const events = await createRunLog(file).events("night-1");
    expect(events.at(-1)).toMatchObject({ type: "run.finished", epoch: 2 });
    await file.close();
  });

  test("stops between steps when it is told to, and goes on there with the next call", async () => {
    const abort = new AbortController();
    const performed: string[] = [];
    const runner = runnerOn(
      log,
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
