import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { defineGuide } from "../guide/guide.js";
import type { AnyProcedure } from "../guide/procedure.js";
import { createHandClock, type HandClock } from "../hand-clock-fixture.js";
import type { Log } from "../log/log.js";
import { openSqliteLog } from "../log/sqlite/sqlite-log.js";
import { createRunner } from "../run/runner.js";
import { onDoubt, request, start, text } from "../run/runner-fixture.js";
import { SpmError } from "../spm-error.js";
import { person } from "./simulated-people-fixture.js";

let log: Log;
let clock: HandClock;
beforeEach(async () => {
  clock = createHandClock(Date.UTC(2026, 0, 5));
  log = await openSqliteLog({ path: ":memory:", clock });
});
afterEach(() => log.close());

const ada = person("ada");
const ben = person("ben");
const cleo = person("cleo");
const team = { analyst: ["ada", "ben"], supervisor: ["ada", "cleo"] };
const runId = "night-1";

function runnerOf(
  procedure: AnyProcedure,
  worker = "worker one",
  { on = log, by = clock }: { readonly on?: Log; readonly by?: HandClock } = {},
) {
  const contacts = Object.keys(team).map((role) => ({ role, reach: `${role}@example.test` }));
  const guide = defineGuide({ title: "Guide", client: "Example", contacts, procedures: [procedure] });
  return createRunner({ log: on, guides: [guide], worker, clock: by, team, leaseMs: 3_000 });
}

describe("what a person decides while a worker moves the run", () => {
  test("counts for a step that waits to be tried again: it is not performed after it was overridden", async () => {
    let performed = 0;
    const runner = runnerOf(
      start().step("load", {
        ...text,
        effect: "once",
        onDoubt,
        retry: { attempts: 2, delayMs: 2_000 },
        run: () => {
          performed += 1;
          throw new SpmError("remote.unavailable", "Nobody answers.", { operation: "load" });
        },
      }),
    );
    await runner.request(request);
    const moved = runner.advance(runId);
    await clock.pass(0);
    await runner.override({ runId, stepId: "load", output: "by hand", reason: "done by hand", actor: ada });
    const run = await clock.passUntil(moved);
    expect(performed).toBe(1);
    expect(run).toMatchObject({ status: "succeeded", steps: [{ output: "by hand" }] });
  });

  test("counts for a run that is about to open a step: what was overridden is not waited for", async () => {
    const procedure = start().waitFor("word", {
      ...text,
      until: { words: "the word", told: z.string() },
    });
    const people = runnerOf(procedure);
    await people.request(request);
    const act = { runId, stepId: "word", output: "by hand", reason: "known already", actor: ada };
    const late: Log = {
      ...log,
      async append(stream, append) {
        if (append.events.some(({ type }) => type === "step.opened"))
          await people.override(act).catch(() => undefined);
        return log.append(stream, append);
      },
    };
    const run = await runnerOf(procedure, "worker two", { on: late }).advance(runId);
    expect(run).toMatchObject({ status: "succeeded", steps: [{ output: "by hand" }] });
  });

  test("does not hide what a dead worker has begun: it is found out, and undone with the rest", async () => {
    const world: string[] = [];
    const procedure = start().step("pay", {
      ...text,
      effect: "once",
      find: async ({ key }) =>
        world.includes(key) ? { state: "happened", output: key } : { state: "absent" },
      run: ({ key }) => {
        world.push(key);
        return new Promise<string>(() => undefined);
      },
      compensate: { instructions: ["Take it back."], effect: "keyed", run: ({ key }) => world.push(key) },
    });
    // Its worker hangs for ever, and does not even renew its claim.
    const dead = runnerOf(procedure, "worker one", { by: createHandClock(0) });
    await dead.request(request);
    void dead.advance(runId);
    await clock.pass(0);
    await clock.pass(10_000);
    const runner = runnerOf(procedure, "worker two");
    await runner.cancel({ runId, reason: "enough", actor: ada, compensate: true });
    const run = await clock.passUntil(runner.advance(runId));
    expect(run).toMatchObject({
      status: "cancelled",
      steps: [
        { stepId: "pay", status: "succeeded", found: true },
        { stepId: "pay.compensation", status: "succeeded" },
      ],
    });
    expect(world).toEqual([`${runId}/pay`, `${runId}/pay.compensation`]);
  });
});

test("an early signature of somebody who then prepares what it must be independent of does not count", async () => {
  const form = z.strictObject({ total: z.string() });
  const filled = { total: "1.00" };
  const runner = runnerOf(
    start()
      .manual("compare", { ...text, role: "analyst", form })
      .manual("approve", {
        ...{ ...text, role: "analyst", form },
        signOff: { need: 1, by: ["supervisor"], notSameAs: ["compare"] },
      }),
  );
  const approve = { runId, stepId: "approve" };
  await runner.request(request);
  await runner.submit({ ...approve, actor: ben, form: filled });
  await runner.sign({ ...approve, actor: ada });
  await runner.advance(runId);
  await runner.submit({ runId, stepId: "compare", actor: ada, form: filled });
  expect(await runner.advance(runId)).toMatchObject({
    status: "waiting",
    steps: [{ stepId: "approve", status: "waiting", manual: { signatures: [] } }, { stepId: "compare" }],
  });
  await runner.submit({ ...approve, actor: ben, form: filled });
  await expect(runner.sign({ ...approve, actor: ada })).rejects.toMatchObject({ code: "run.refused" });
  await runner.sign({ ...approve, actor: cleo });
  expect(await runner.advance(runId)).toMatchObject({ status: "succeeded" });
});
