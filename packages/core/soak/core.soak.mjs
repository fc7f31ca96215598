// Kills a worker again and again while it performs runs, and proves what is left: npm run soak core -- --minutes 1 --seed 7
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { createRunLog, openSqliteLog } from "@spm-ops/core";

const { values } = parseArgs({
  options: {
    minutes: { type: "string", default: "1" },
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
  },
});
const minutes = Number(values.minutes);
let state = Number(values.seed);
const random = () => {
  state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
  return state / 0x7fffffff;
};

const program = join(dirname(fileURLToPath(import.meta.url)), "worker.mjs");
const folder = mkdtempSync(join(tmpdir(), "spm-soak-"));
const kept = new Map();
const violations = [];
const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

function start(...flags) {
  const child = spawn(process.execPath, [program, folder, ...flags], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const lines = [];
  createInterface({ input: child.stdout }).on("line", (line) => {
    lines.push(line);
    const [word, kind, id, seq, hash] = line.split(" ");
    if (word === "kept" && hash?.length === 64) kept.set(`${kind}/${id}/${seq}`, hash);
  });
  return { child, lines, ended: once(child, "close") };
}

/** Waits until a worker has said something. */
async function said({ lines }, word) {
  for (let tries = 0; tries < 600; tries += 1) {
    const line = lines.find((each) => each.startsWith(word));
    if (line !== undefined) return line;
    await wait(25);
  }
  throw new Error(`the worker never said "${word}"; it said: ${lines.slice(-5).join(" | ")}`);
}

/** Kills a worker at a random moment, for as long as there is time. */
async function killAgainAndAgain(untilMs) {
  let kills = 0;
  while (performance.now() < untilMs) {
    const worker = start();
    await wait(80 + random() * 700);
    worker.child.kill("SIGKILL");
    await worker.ended;
    kills += 1;
  }
  const last = start("--finish");
  const [code] = await last.ended;
  if (code !== 0) violations.push(`the last worker ended with ${code}`);
  return kills;
}

/** A worker that slept past its claim wakes up after another one has finished its run. */
async function wakeTheDead() {
  const sleeper = start("--zombie");
  await said(sleeper, "waiting");
  sleeper.child.kill("SIGSTOP");
  await wait(600);
  const successor = start("--zombie");
  if ((await said(successor, "ended")) !== "ended succeeded")
    violations.push("the successor did not finish the run");
  await successor.ended;
  sleeper.child.kill("SIGCONT");
  if ((await said(sleeper, "lost")) !== "lost claim.lost")
    violations.push("the stale worker did not lose its claim");
  if (!sleeper.lines.includes("aborted claim.lost"))
    violations.push("the stale worker's signal did not abort");
  await sleeper.ended;
}

async function verify() {
  const log = await openSqliteLog({ path: join(folder, "log.sqlite") });
  const runLog = createRunLog(log);
  const present = new Map();
  const runs = [];
  for await (const run of runLog.list()) {
    runs.push(run);
    await runLog.verify(run.runId);
    for (const event of await runLog.events(run.runId)) present.set(`run/${run.runId}/${event.seq}`, event);
    const epochs = (await runLog.events(run.runId)).map(({ epoch }) => epoch).filter((epoch) => epoch > 0);
    if (epochs.some((epoch, at) => at > 0 && epoch < epochs[at - 1]))
      violations.push(`${run.runId}: a stale worker wrote`);
    if (run.status !== "succeeded") violations.push(`${run.runId} is ${run.status}`);
  }
  await log.close();
  for (const [place, hash] of kept) {
    if (place.startsWith("run/") && present.get(place)?.hash !== hash)
      violations.push(`${place} was acknowledged and is gone`);
  }
  const once = lines("once.txt");
  for (const { runId } of runs) {
    const times = once.filter((key) => key === `${runId}/pay`).length;
    if (times !== 1) violations.push(`${runId} paid ${times} times`);
    if (!lines("keyed.txt").includes(`${runId}/send`)) violations.push(`${runId} sent nothing`);
  }
  return { runs: runs.length, events: present.size, acknowledged: kept.size };
}

const lines = (name) =>
  existsSync(join(folder, name)) ? readFileSync(join(folder, name), "utf8").split("\n") : [];

try {
  const kills = await killAgainAndAgain(performance.now() + minutes * 60_000);
  await wakeTheDead();
  const result = { seed: Number(values.seed), minutes, kills, ...(await verify()), violations };
  for (const violation of violations) console.error(violation);
  console.log(JSON.stringify(result));
  process.exitCode = violations.length === 0 ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
