import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import type { AnyProcedure } from "../../guide/procedure.js";
import type { Log } from "../../log/log.js";
import { openSqliteLog } from "../../log/sqlite/sqlite-log.js";
import { createRunLog } from "../run-log.js";
import { createRunner } from "../runner.js";
import { analyst, guideWith, request, start, text } from "../runner-fixture.js";

let log: Log;
beforeEach(async () => {
  log = await openSqliteLog({ path: ":memory:" });
});
afterEach(() => log.close());

const repeatable = { ...text, effect: "repeatable" } as const;
const posted = { ...text, until: { words: "it is posted", told: z.string() } };
const old = start()
  .step("load", { ...repeatable, run: () => 1 })
  .waitFor("posted", posted)
  .step("report", { ...repeatable, run: () => "old" });
const why = { runId: "night-1", reason: "The report has moved.", actor: analyst };

async function waitingUnder(newer: AnyProcedure) {
  const before = guideWith(old);
  const after = guideWith(newer);
  await createRunner({ log, guides: [before], worker: "old" }).perform(request);
  return { before, after, runner: createRunner({ log, guides: [after, before], worker: "new" }) };
}

describe("migrate", () => {
  test("lets a run that waits go on by another version, and keeps that it does", async () => {
    const { before, after, runner } = await waitingUnder(
      start()
        .step("load", { ...repeatable, run: () => 1 })
        .waitFor("posted", posted)
        .step("compare", { ...repeatable, run: () => "new" })
        .step("report", { ...repeatable, run: ({ outputs }) => outputs.compare }),
    );
    expect(await runner.migrate({ ...why, guideHash: after.hash })).toMatchObject({ guideHash: after.hash });
    await runner.tell({ runId: "night-1", stepId: "posted", told: "yes", actor: analyst });
    const run = await runner.advance("night-1");
    expect(run).toMatchObject({ status: "succeeded" });
    expect(run.steps.map(({ stepId }) => stepId)).toEqual(["load", "posted", "compare", "report"]);
    const events = await createRunLog(log).events("night-1");
    expect(events.find(({ type }) => type === "run.migrated")).toMatchObject({
      actor: analyst,
      data: { fromGuideHash: before.hash, guideHash: after.hash, reason: why.reason },
    });
    expect(await createRunLog(log).guideOf(run)).toEqual(after.document);
  });

  test("otherwise a run finishes under the version that it began with", async () => {
    const { before, runner } = await waitingUnder(start().step("other", { ...repeatable, run: () => 1 }));
    await runner.tell({ runId: "night-1", stepId: "posted", told: "yes", actor: analyst });
    expect(await runner.advance("night-1")).toMatchObject({ status: "succeeded", guideHash: before.hash });
  });

  const load = start().step("load", { ...repeatable, run: () => 1 });
  test.each<[string, AnyProcedure]>([
    ["that version has no step load, which was done", start().waitFor("posted", posted)],
    [
      "posted was waiting and is automated in that version",
      load.step("posted", { ...repeatable, run: () => 1 }),
    ],
    [
      "that version has its steps in another order",
      start()
        .waitFor("posted", posted)
        .step("load", { ...repeatable, run: () => 1 }),
    ],
    [
      "that version has check before a step that was done",
      load.step("check", { ...repeatable, run: () => 1 }).waitFor("posted", posted),
    ],
  ])("is refused where %s", async (refusal, newer) => {
    const { after, runner } = await waitingUnder(newer);
    await expect(runner.migrate({ ...why, guideHash: after.hash })).rejects.toThrow(refusal);
    const events = await createRunLog(log).events("night-1");
    expect(events.at(-1)).toMatchObject({ type: "act.refused", data: { why: refusal } });
  });

  test("is refused to the same version, to one that is not here, and while a step is under way", async () => {
    const { before, runner } = await waitingUnder(load);
    await expect(runner.migrate({ ...why, guideHash: before.hash })).rejects.toThrow(
      "follows that version already",
    );
    await expect(runner.migrate({ ...why, guideHash: "0".repeat(64) })).rejects.toMatchObject({
      code: "guide.unknown",
    });
    const busy = start().step("load", {
      ...repeatable,
      run: ({ signal }) =>
        new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason))),
    });
    const newer = start().step("load", { ...repeatable, title: "Load anew", run: () => 1 });
    const guides = [guideWith(busy), guideWith(newer)] as const;
    const stop = new AbortController();
    const other = createRunner({ log, guides, worker: "third" });
    const ended = expect(
      other.perform({ ...request, runId: "night-2" }, { signal: stop.signal }),
    ).rejects.toThrow("stop");
    const migrating = () => other.migrate({ ...why, runId: "night-2", guideHash: guides[1].hash });
    await expect.poll(() => migrating().catch((error: Error) => error.message)).toMatch(/moved by third/);
    stop.abort(new RangeError("stop"));
    await ended;
    await expect(migrating()).rejects.toThrow("load is running, so the run is not between two steps");
  });
});
