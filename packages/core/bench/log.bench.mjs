// Pages of runs out of a log of a million, and a start on it, beside a scan of the same table. Runs on the built package;
// asserts nothing. Options: --runs 1000000 (default), --looks 200 (how often each page is asked for).
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { parseArgs } from "node:util";
import { createRunLog, openSqliteLog } from "../dist/index.js";
import { createdAt, fillLog, idOf } from "./log-of-runs.mjs";

const PAGE = 50;
const SCANS = 5;

const { values } = parseArgs({
  options: {
    runs: { type: "string", default: "1000000" },
    looks: { type: "string", default: "200" },
  },
});
const [runs, looks] = [Number(values.runs), Number(values.looks)];

const folder = mkdtempSync(join(tmpdir(), "spm-bench-log-"));
try {
  const path = join(folder, "log.sqlite");
  const filledMs = await timeOf(() => fillLog(path, runs));
  const sizeMb = Math.round(statSync(path).size / 1e6);
  const filledS = Math.round(filledMs / 1_000);
  console.log(`${runs} runs written in ${filledS} s, ${sizeMb} MB`);
  const opening = await measureOpening(path);
  console.log(`opened in ${opening.ms} ms, ${opening.bytesRead ?? "unknown"} bytes read`);
  const pages = await measurePages(path);
  const scan = await measureScan(path);
  console.log(`newest ${PAGE} of a status, sorted out of a scan: ${scan.medianMs} ms`);
  console.log(
    JSON.stringify({ bench: "log", node: process.version, runs, sizeMb, filledS, opening, pages, scan }),
  );
} finally {
  rmSync(folder, { recursive: true });
}

async function measureOpening(path) {
  const before = bytesRead();
  const ms = await timeOf(async () => {
    const log = await openSqliteLog({ path });
    await log.find({ kind: "run", id: idOf(runs - 1) });
    await log.close();
  });
  const after = bytesRead();
  return { ms: round(ms), bytesRead: before === undefined ? undefined : after - before };
}

async function measurePages(path) {
  const log = await openSqliteLog({ path });
  const runLog = createRunLog(log);
  const last = runs - PAGE;
  const newest = { first: "newest", limit: PAGE };
  const questions = {
    "newest 50": () => runLog.list(newest),
    "newest 50 of a procedure": () => runLog.list({ ...newest, procedureId: "month-end" }),
    "newest 50 of a status": () => runLog.list({ ...newest, status: ["failed"] }),
    "newest 50 of three statuses": () =>
      runLog.list({ ...newest, status: ["failed", "succeeded", "requested"] }),
    "newest 50 of a procedure and a status": () =>
      runLog.list({ ...newest, procedureId: "nightly-load", status: ["requested"] }),
    "newest 50 before a moment": () => runLog.list({ ...newest, requestedBeforeMs: createdAt(runs / 2) }),
    [`page ${runs / PAGE}, by cursor`]: () =>
      runLog.list({ limit: PAGE, after: { runId: idOf(last - 1), requestedAt: createdAt(last - 1) } }),
    "50 longest due, heads": () => log.list({ kind: "run", dueByMs: Number.MAX_SAFE_INTEGER, limit: PAGE }),
    "newest 50, heads": () => log.list({ kind: "run", ...newest }),
  };
  const figures = [];
  for (const [name, ask] of Object.entries(questions)) {
    const figure = { name, rows: 0, ...(await repeat(looks, async () => countRows(ask()))) };
    console.log(`${name}: ${figure.medianMs} ms at the median, ${figure.p95Ms} ms at the 95th percentile`);
    figures.push({ ...figure, rows: await countRows(ask()) });
  }
  await log.close();
  return figures;
}

/** The honest peer: the very table, asked in the same words, without its indexes. */
async function measureScan(path) {
  const builtIn = process.getBuiltinModule("node:sqlite");
  const Database = builtIn?.DatabaseSync ?? (await import("libsql")).default;
  const database = new Database(path);
  const select = database.prepare(
    // The plus signs take a condition off its index.
    `SELECT * FROM stream WHERE +kind = 'run' AND +status = 'failed' ORDER BY +created_at DESC, +id DESC LIMIT ${PAGE}`,
  );
  const figure = await repeat(SCANS, async () => select.all());
  database.close();
  return figure;
}

async function countRows(list) {
  let rows = 0;
  for await (const _row of list) rows += 1;
  return rows;
}

async function repeat(times, work) {
  const taken = [];
  for (let time = 0; time < times; time += 1) taken.push(await timeOf(work));
  taken.sort((a, b) => a - b);
  const at = (share) => round(taken[Math.min(taken.length - 1, Math.floor(taken.length * share))]);
  return { bestMs: round(taken[0]), medianMs: at(0.5), p95Ms: at(0.95) };
}

async function timeOf(work) {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}

/** What this process has read from files, where the system tells (Linux). */
function bytesRead() {
  try {
    return Number(/^rchar: (\d+)/m.exec(readFileSync("/proc/self/io", "utf8"))?.[1]);
  } catch {
    return undefined;
  }
}

function round(ms) {
  return Math.round(ms * 1_000) / 1_000;
}
