// Keeps how this version writes its runs, for later versions to read: node packages/core/golden/make-golden.mjs
// Run it once for each version that changes what is written, on what is built. It adds to the version's file what is not
// there yet, and changes nothing that is.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import {
  createRunLog,
  createRunner,
  defineGuide,
  defineProcedure,
  openSqliteLog,
  SpmError,
} from "@spm-ops/core";
import { z } from "zod";
import { performEveryKind } from "./every-kind.mjs";

const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
const target = new URL(`./${version}.json`, import.meta.url);
const kept = existsSync(target) ? JSON.parse(readFileSync(target, "utf8")) : { version, runs: [] };

const text = { title: "A step", instructions: ["Do it by hand."] };
const analyst = { kind: "person", id: "analyst" };
let now = Date.UTC(2026, 0, 5, 22);
const clock = {
  now: () => (now += 1_000),
  monotonic: () => now,
  wait: (_ms, { signal } = {}) =>
    new Promise((_, reject) => signal?.addEventListener("abort", () => reject(signal.reason))),
};
const lost = () =>
  Promise.reject(new SpmError("remote.unknown", "The reply was lost.", { operation: "start" }));
const gone = () =>
  Promise.reject(new SpmError("remote.not-found", "No such export.", { operation: "export" }));

/** How each step of a run behaves; the words stay the same, hence the guide. */
function guideOf({ load = () => "task 7", report = () => "report" } = {}) {
  const night = defineProcedure({ id: "night", title: "The night", input: z.object({ rows: z.number() }) })
    .step("receive", {
      ...text,
      effect: "repeatable",
      run: ({ input, volume }) => {
        volume({ files: 1, rowsRead: input.rows, amounts: { USD: "10005534.00" } });
        return { path: "/inbox/orders.csv", note: "Zoë \u{1F4B6}" };
      },
    })
    .step("validate", {
      ...text,
      effect: "repeatable",
      onFailure: { instructions: ["Go on."], then: "continue" },
      accept: ({ findings }) => (findings > 2 ? `${findings} findings` : undefined),
      run: ({ input }) => ({ findings: input.rows % 5 }),
    })
    .step("load", { ...text, effect: "once", onDoubt: { instructions: ["Look."] }, run: load })
    .step("report", { ...text, effect: "keyed", retry: { attempts: 2, delayMs: 0 }, run: report })
    .whenFailed("tell", { ...text, effect: "repeatable", run: () => "told" });
  return defineGuide({ title: "Guide", client: "Example", procedures: [night] });
}

const log = await openSqliteLog({ path: ":memory:", clock });
const runnerOf = (behaviour) =>
  createRunner({ log, guides: [guideOf(behaviour)], worker: "worker one", clock });
const ask = (runId, rows) => ({ procedureId: "night", runId, input: { rows }, labels: { origin: "golden" } });

async function perform(runId, rows, behaviour) {
  const runner = runnerOf(behaviour);
  await runner.request(ask(runId, rows));
  await runner.advance(runId);
  return runner;
}

await perform("succeeded", 5);
await perform("refused-and-on", 4);
await perform("failed", 5, { report: gone });
const act = { reason: "Agreed by telephone.", actor: analyst };
const doubtful = await perform("resolved", 5, { load: lost });
const finding = { as: "happened", output: "task 8" };
await doubtful.resolve({ ...act, runId: "resolved", stepId: "load", finding });
await runnerOf().advance("resolved");
const overridden = await perform("overridden", 5, { load: lost });
await overridden.override({ ...act, runId: "overridden", stepId: "load", output: "task 9" });
await runnerOf().advance("overridden");
const runner = runnerOf();
await runner.request(ask("skipped-held-cancelled", 5));
await runner.skip({ ...act, runId: "skipped-held-cancelled", stepId: "validate" });
await runner.hold({ ...act, runId: "skipped-held-cancelled" });
await runner.release({ ...act, runId: "skipped-held-cancelled" });
await runner.cancel({ ...act, runId: "skipped-held-cancelled" });
await runner.advance("skipped-held-cancelled");
await runner.cancel({ ...act, runId: "skipped-held-cancelled" }).catch(() => undefined);
await runner.rerun({ ...act, runId: "failed", newRunId: "rerun", fromStepId: "report" });
await runner.advance("rerun");

await performEveryKind({ log, clock, pass: (ms) => (now += ms) });

const runLog = createRunLog(log);
const { runs, streams = [] } = kept;
for await (const state of runLog.list()) {
  if (runs.some((run) => run.state.runId === state.runId)) continue;
  runs.push({ state, events: await runLog.events(state.runId) });
}
for (const kind of ["concurrency", "message", "schedule", "slot"]) {
  for await (const { stream, status, subject } of log.list({ kind })) {
    if (streams.some((each) => each.kind === kind && each.id === stream.id)) continue;
    streams.push({ ...stream, status, subject, events: await log.read(stream) });
  }
}
writeFileSync(target, `${JSON.stringify({ ...kept, runs, streams }, undefined, 1)}\n`);
await log.close();
console.log(`${version}.json holds ${runs.length} runs and ${streams.length} streams of other kinds.`);
