import { statSync } from "node:fs";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { pathToFileURL } from "node:url";
import { z } from "zod";
import { createRunner, defineGuide, defineProcedure, openSqliteLog } from "../dist/index.js";

/** The steps of a run: each is empty, and may be done only once. */
const STEPS = ["receive", "validate", "load", "report"];

const step = {
  title: "An empty step",
  instructions: ["Nothing is to be done."],
  effect: "once",
  onDoubt: { instructions: ["Look whether nothing was done."] },
  run: () => null,
};
const procedure = STEPS.reduce(
  (steps, id) => steps.step(id, step),
  defineProcedure({ id: "bench", title: "Empty steps", input: z.object({}) }),
);
const guide = defineGuide({ title: "Bench", client: "Bench", procedures: [procedure] });

/** @param {number} sinceMs by the monotonic clock @param {number} steps */
function stepsPerSecond(sinceMs, steps) {
  return (steps * 1_000) / (performance.now() - sinceMs);
}

/**
 * The limit: what a durable step costs at least, two commits of one row each, synced, one after the other.
 *
 * @param {string} path @param {number} steps
 */
export async function measureLimit(path, steps) {
  const database = await openDatabase(path);
  database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE fact (text TEXT)");
  const insert = database.prepare("INSERT INTO fact (text) VALUES (?)");
  const begun = performance.now();
  for (let commit = 0; commit < 2 * steps; commit += 1) insert.run("a step of a run");
  const figure = stepsPerSecond(begun, steps);
  database.close();
  return figure;
}

/** The SQLite that the log uses on this runtime too. */
async function openDatabase(path) {
  const builtIn = process.getBuiltinModule("node:sqlite");
  if (builtIn !== undefined) return new builtIn.DatabaseSync(path);
  const { default: Database } = await import("libsql");
  return new Database(path);
}

/**
 * The runner of this package, from the request of each run to its end.
 *
 * @param {string} path @param {{ runs: number, parallel: number, onRun?: (ended: number) => void }} load
 */
export async function measureOurs(path, { runs, parallel, onRun }) {
  const log = await openSqliteLog({ path });
  const writes = countWrites(log);
  const runner = createRunner({ log: writes.log, guides: [guide], worker: "bench" });
  const perform = (runId) => runner.perform({ procedureId: procedure.id, runId, input: {} });
  // The first run of a runner also keeps the guide.
  await perform("first");
  writes.reset();
  const begun = performance.now();
  let ended = 0;
  const ids = Array.from({ length: runs }, (_, index) => `run-${index}`);
  await inParallel(ids, parallel, async (runId) => {
    const { status } = await perform(runId);
    if (status !== "succeeded") throw new Error(`${runId} has ended as ${status}`);
    ended += 1;
    onRun?.(ended);
  });
  const figure = stepsPerSecond(begun, runs * STEPS.length);
  const events = (await log.read({ kind: "run", id: "run-0" })).length;
  const writesPerRun = writes.count() / runs;
  await log.close();
  return { stepsPerSecond: figure, events, writesPerRun, bytesPerRun: statSync(path).size / runs };
}

/** Counts the calls that write: with one run at a time, each is a commit. */
function countWrites(log) {
  const writing = ["append", "appendAll", "appendClaiming", "claim", "renew", "release"];
  let count = 0;
  const counted = writing.map((name) => [
    name,
    (...parameters) => {
      count += 1;
      return log[name](...parameters);
    },
  ]);
  return {
    log: { ...log, ...Object.fromEntries(counted) },
    count: () => count,
    reset: () => {
      count = 0;
    },
  };
}

async function inParallel(items, parallel, work) {
  let next = 0;
  const one = async () => {
    while (next < items.length) await work(items[next++]);
  };
  await Promise.all(Array.from({ length: parallel }, one));
}

/**
 * OpenWorkflow on its SQLite store. Its worker is asked for its next turn at once, so that no pause between two looks
 * counts against it; its runs are asked for before the clock starts.
 *
 * @param {string} modules @param {string} path @param {{ runs: number, parallel: number }} load
 */
export async function measurePeer(modules, path, { runs, parallel }) {
  const load = (file) => import(pathToFileURL(join(modules, "openworkflow", "dist", file)).href);
  const [{ OpenWorkflow }, { BackendSqlite }] = [await load("index.js"), await load("sqlite.js")];
  const backend = BackendSqlite.connect(path);
  const client = new OpenWorkflow({ backend });
  const workflow = client.defineWorkflow({ name: "bench" }, async ({ step: durable }) => {
    for (const name of STEPS) await durable.run({ name }, async () => null);
  });
  const handles = [];
  for (let run = 0; run < runs; run += 1) handles.push(await workflow.run({}));
  const worker = client.newWorker({ concurrency: parallel });
  const begun = performance.now();
  for (let claimed = 0; claimed < runs || worker.activeExecutions.size > 0; ) {
    claimed += await worker.tick();
    await new Promise(setImmediate);
  }
  const figure = stepsPerSecond(begun, runs * STEPS.length);
  await handles[runs - 1]?.result();
  await backend.stop();
  return figure;
}
