// Kills the demo again and again with SIGKILL, starts it again, and has it prove that nothing was lost or done twice:
// node tools/killed-demo.mjs [--kills 6] [--seed N] [--data FOLDER] [--program FILE]
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { parseArgs } from "node:util";
import { capture } from "./run-command.mjs";
import { root } from "./toolchain.mjs";

const { values } = parseArgs({
  options: {
    kills: { type: "string", default: "6" },
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
    data: { type: "string" },
    program: { type: "string", default: join(root, "examples", "operations-service", "dist", "main.js") },
  },
});
const wanted = Number(values.kills);
const random = createRandom(Number(values.seed));
const program = resolve(values.program);
const given = values.data === undefined ? [] : ["--data", resolve(values.data)];

const folder = mkdtempSync(join(tmpdir(), "spm-ops-killed-"));
try {
  process.exitCode = (await tryKills()) ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function tryKills() {
  console.log(`${wanted} kills, --seed ${values.seed}`);
  const undisturbed = await runNight(join(folder, "undisturbed"));
  console.log(`undisturbed: finished after ${undisturbed.elapsedMs} ms`);
  if (!(await isFine(join(folder, "undisturbed"), undisturbed))) return false;

  let kills = 0;
  for (let night = 1; kills < wanted; night += 1) {
    // A night that ends before it is killed is checked as well, and the remaining kills fall into another one.
    const into = join(folder, `night-${night}`);
    const killsBefore = kills;
    let end = await runNight(into, { killAfterMs: nextMoment(undisturbed.elapsedMs) });
    while (end.killed) {
      kills += 1;
      console.log(`night ${night}: kill ${kills} after ${end.elapsedMs} ms`);
      end = await runNight(into, kills < wanted ? { killAfterMs: nextMoment(undisturbed.elapsedMs) } : {});
    }
    console.log(`night ${night}: finished after ${end.elapsedMs} ms more, ${kills - killsBefore} kills`);
    if (!(await isFine(into, end))) return false;
    if (night > wanted * 3) {
      console.log(`The demo ended before it could be killed ${wanted} times.`);
      return false;
    }
  }
  return true;
}

/**
 * A moment between nothing done and a good part of the night, so that all kills together reach its end.
 *
 * @param {number} nightMs
 */
function nextMoment(nightMs) {
  return Math.round(nightMs * (0.05 + 0.6 * random()));
}

/**
 * @param {string} into
 * @param {{ killAfterMs?: number }} [options]
 * @returns {Promise<{ killed: boolean, code: number | null, elapsedMs: number, output: string }>}
 */
async function runNight(into, { killAfterMs } = {}) {
  const startedAt = performance.now();
  const child = spawn(process.execPath, [program, "--into", into, ...given], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += String(chunk)));
  /** @type {Promise<[number | null, NodeJS.Signals | null]>} */
  const closed = new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => resolve([code, signal]));
  });
  const ended = new AbortController();
  if (killAfterMs !== undefined) {
    wait(killAfterMs, undefined, { signal: ended.signal }).then(
      () => child.kill("SIGKILL"),
      () => undefined,
    );
  }
  const [code, signal] = await closed;
  ended.abort();
  return { killed: signal === "SIGKILL", code, elapsedMs: Math.round(performance.now() - startedAt), output };
}

/**
 * Whether a finished night says that it ended well, and its data folder proves it.
 *
 * @param {string} into
 * @param {{ code: number | null, output: string }} end
 */
async function isFine(into, { code, output }) {
  if (code !== 0) {
    console.log(`${output.trimEnd()}\nThe demo ended with ${code}.`);
    return false;
  }
  const proof = await capture([process.execPath, [program, "verify", into]]);
  const lastLine = proof.output.trimEnd().split("\n").at(-1) ?? "";
  console.log(
    proof.passed ? `verified: ${lastLine}` : `${proof.output.trimEnd()}\nThe data folder does not verify.`,
  );
  return proof.passed;
}

/**
 * Repeatable random numbers from 0 to 1 (mulberry32), so that a failure can be tried again.
 *
 * @param {number} seed
 */
function createRandom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
