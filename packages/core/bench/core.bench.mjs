// Durable steps a second: the runner beside two bare commits a step, and beside openworkflow, on one file system and in
// one run. Runs on the built package; asserts nothing. Options: --rounds 7, --runs 100000 (memory over so many runs).
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { measureLimit, measureOurs, measurePeer } from "./core-contestants.mjs";
import { installBesideNode24 } from "./node-24.mjs";

const PEER = "openworkflow";

/** How much is done a round: enough for a second or so. */
const LOADS = [
  { parallel: 1, runs: 250 },
  { parallel: 32, runs: 1_500 },
];
const LIMIT_STEPS = 1_000;
const PEER_RUNS = 250;

const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "5" },
    runs: { type: "string", default: "5000" },
    // What the program tells itself when it goes on under Node 24.
    folder: { type: "string" },
    modules: { type: "string" },
    peer: { type: "string" },
  },
});

if (values.folder === undefined) prepare();
else await measure(values.folder, values.modules);

/** Installs the peer, and goes on in a process of its own that may collect its garbage when it wants to. */
function prepare() {
  const folder = mkdtempSync(join(tmpdir(), "spm-bench-core-"));
  try {
    const installed = installBesideNode24(join(folder, "peer"), PEER);
    const [node, told] =
      "problem" in installed
        ? [process.execPath, ["--peer", `left out: ${installed.problem}`]]
        : [installed.node, ["--modules", installed.modules, "--peer", `${PEER} ${installed.version}`]];
    const options = ["--rounds", values.rounds, "--runs", values.runs, "--folder", folder, ...told];
    const program = ["--expose-gc", "--no-warnings", process.argv[1] ?? "", ...options];
    process.exitCode = spawnSync(node, program, { stdio: "inherit" }).status ?? 1;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function measure(folder, modules) {
  let files = 0;
  const fresh = () => join(folder, `bench-${files++}.sqlite`);
  const figures = [];
  for (const load of LOADS) figures.push(await compare(load, fresh, modules));
  const [alone] = figures;
  const memory = await measureMemory(fresh(), Number(values.runs));
  console.log(
    `a run: ${alone.cost.events} events, ${alone.cost.bytes} bytes, ${alone.cost.writes} commits alone; ` +
      `memory over ${memory.runs} runs: ${memory.heapMb.join(", ")} MB of heap, ${memory.rssMb.join(", ")} MB in all`,
  );
  console.log(JSON.stringify({ bench: "core", node: process.version, peer: values.peer, figures, memory }));
}

async function compare({ parallel, runs }, fresh, modules) {
  const rounds = [];
  let cost;
  for (let round = 0; round <= Number(values.rounds); round += 1) {
    const limit = await measureLimit(fresh(), LIMIT_STEPS);
    const ours = await measureOurs(fresh(), { runs, parallel });
    const peer =
      modules === undefined ? undefined : await measurePeer(modules, fresh(), { runs: PEER_RUNS, parallel });
    cost = { events: ours.events, bytes: Math.round(ours.bytesPerRun), writes: ours.writesPerRun };
    // The first round is to warm up.
    if (round > 0) rounds.push({ limit, ours: ours.stepsPerSecond, peer });
  }
  const figure = {
    parallel,
    limit: Math.round(median(rounds.map(({ limit }) => limit))),
    ours: Math.round(median(rounds.map(({ ours }) => ours))),
    peer: modules === undefined ? undefined : Math.round(median(rounds.map(({ peer }) => peer))),
    // Of each round by itself: what else the machine does changes from one to the next.
    ofLimit: Number(median(rounds.map(({ ours, limit }) => ours / limit)).toFixed(2)),
    ofPeer: modules && Number(median(rounds.map(({ ours, peer }) => ours / peer)).toFixed(2)),
    cost,
  };
  console.log(
    `${parallel} at a time: ${figure.ours} steps a second, ${figure.ofLimit} of the limit of ${figure.limit}; ` +
      `${values.peer}${modules ? ` ${figure.peer}` : ""}`,
  );
  return figure;
}

/** What is left of the memory after each tenth of many runs. */
async function measureMemory(path, runs) {
  const [heapMb, rssMb] = [[], []];
  const onRun = (ended) => {
    if (ended % Math.ceil(runs / 10) !== 0) return;
    globalThis.gc?.();
    const { heapUsed, rss } = process.memoryUsage();
    heapMb.push(Math.round(heapUsed / 1e5) / 10);
    rssMb.push(Math.round(rss / 1e6));
  };
  await measureOurs(path, { runs, parallel: 32, onRun });
  return { runs, heapMb, rssMb };
}

function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
