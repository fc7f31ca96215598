// Kills workers and people again and again while they perform runs, and proves what is left: npm run soak core -- --minutes 1 --seed 7
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { createRunLog, foldStream, messageKind, openSqliteLog, verifyLog } from "@spm-ops/core";

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

const programs = dirname(fileURLToPath(import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "spm-soak-"));
const kept = new Map();
const violations = [];
const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

function start(program, ...flags) {
  const child = spawn(process.execPath, [join(programs, program), folder, ...flags], {
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
    const both = [start("worker.mjs"), start("person.mjs")];
    for (const each of both) await said(each, "ready");
    for (const { child, ended } of random() < 0.5 ? both : both.reverse()) {
      await wait(random() * 600);
      child.kill("SIGKILL");
      await ended;
      kills += 1;
    }
  }
  const people = start("person.mjs");
  const last = start("worker.mjs", "--finish");
  const [code] = await last.ended;
  people.child.kill("SIGKILL");
  await people.ended;
  if (code !== 0) violations.push(`the last worker ended with ${code}`);
  return kills;
}

/** A worker that slept past its claim wakes up after another one has finished its run. */
async function wakeTheDead() {
  const sleeper = start("worker.mjs", "--zombie");
  await said(sleeper, "waiting");
  sleeper.child.kill("SIGSTOP");
  await wait(600);
  const successor = start("worker.mjs", "--zombie");
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
  const present = new Map();
  let events = 0;
  const runs = [];
  const messages = [];
  for await (const { stream } of log.changes()) {
    const chain = await log.read(stream);
    events += chain.length;
    for (const { seq, hash } of chain) present.set(`${stream.kind}/${stream.id}/${seq}`, hash);
    const epochs = chain.map(({ epoch }) => epoch).filter((epoch) => epoch > 0);
    if (epochs.some((epoch, at) => at > 0 && epoch < epochs[at - 1]))
      violations.push(`${stream.kind}/${stream.id}: a stale worker wrote`);
    if (stream.kind === "run") runs.push(await createRunLog(log).get(stream.id));
    if (stream.kind === "message") messages.push(foldStream(messageKind, chain));
  }
  for (const { stream, seq, problem } of (await verifyLog(log)).problems)
    violations.push(`${stream} ${seq} ${problem}`);
  await log.close();
  for (const [place, hash] of kept)
    if (present.get(place) !== hash) violations.push(`${place} was acknowledged and is gone`);
  for (const run of runs) verifyRun(run);
  for (const { id, status } of messages)
    if (status !== "sent" || !lines("mail.txt").includes(`message/${id}`))
      violations.push(`${id} is ${status}`);
  return { runs: runs.length, messages: messages.length, events, acknowledged: kept.size };
}

function verifyRun({ runId, procedureId, input, status }) {
  const fails = procedureId === "month" && input.fails;
  if (status !== (fails ? "failed" : "succeeded")) violations.push(`${runId} is ${status}`);
  const times = (key) => lines("once.txt").filter((line) => line === key).length;
  if (times(`${runId}/pay`) !== 1) violations.push(`${runId} paid ${times(`${runId}/pay`)} times`);
  const undone = times(`${runId}/pay.compensation`);
  if (undone !== (fails ? 1 : 0)) violations.push(`${runId} was undone ${undone} times`);
  if (procedureId === "night" && !lines("keyed.txt").includes(`${runId}/send`))
    violations.push(`${runId} sent nothing`);
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
