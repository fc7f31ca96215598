import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ROWS_TO_A_FAULT, writeOrders } from "./files-orders.mjs";

/** What the contestants need and nobody else; installed for the measurement only. */
const PACKAGES = ["papaparse@5.7.1", "udsv@0.7.3", "@duckdb/node-api@1.5.6-r.1"];
const OURS = "validateFile";
const NEEDS_PACKAGES = ["papaParseByHand", "udsvByHand", "duckDb"];
const NAMES = [OURS, "limit", "csvParseWithZod", ...NEEDS_PACKAGES];
const program = fileURLToPath(new URL("files-contestants.mjs", import.meta.url));

/**
 * Megabytes a second of a typed validation with digest and check of the encoding, beside others on the same file.
 *
 * @param {{ rows: number, rounds: number }} options
 */
export async function measureValidation({ rows, rounds }) {
  const folder = mkdtempSync(join(tmpdir(), "spm-bench-files-"));
  try {
    const path = join(folder, "orders.csv");
    await writeOrders(path, rows);
    const problem = installPackages(folder);
    if (problem !== undefined) console.log(`without ${NEEDS_PACKAGES.join(", ")}: ${problem}`);
    const names = NAMES.filter((name) => problem === undefined || !NEEDS_PACKAGES.includes(name));
    const load = loadavg()[0];
    const figures = measureAll(names, { path, folder, rounds, rows });
    return { rows, bytes: statSync(path).size, rounds, cpus: cpus().length, loadBefore: load, ...figures };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Every contestant once a round, so that a busy minute of the machine is nobody's alone. */
function measureAll(names, { path, folder, rounds, rows }) {
  const seen = new Map(names.map((name) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const name of names) seen.get(name).push(runContestant(name, { path, folder, rows }));
  }
  const bytes = statSync(path).size;
  const contestants = Object.fromEntries(
    [...seen].map(([name, all]) => [
      name,
      {
        megabytesPerSecond: median(all.map(({ ms }) => bytes / 1_000 / ms)),
        peakMegabytes: Math.max(...all.map(({ peakMb }) => peakMb)),
      },
    ]),
  );
  const ours = contestants[OURS].megabytesPerSecond;
  const ratios = Object.fromEntries(
    names.map((name) => [name, round2(ours / contestants[name].megabytesPerSecond)]),
  );
  for (const name of names) {
    const { megabytesPerSecond, peakMegabytes } = contestants[name];
    console.log(
      `${name}: ${megabytesPerSecond} MB/s, ${peakMegabytes} MB at most; ${OURS} is ${ratios[name]} times that`,
    );
  }
  return { contestants, ratios };
}

function runContestant(name, { path, folder, rows }) {
  const { stdout, stderr, status } = spawnSync(process.execPath, [program, name, path, folder], {
    encoding: "utf8",
    timeout: 600_000,
  });
  if (status !== 0) throw new Error(`${name} failed: ${stderr.trim().slice(-500)}`);
  const figures = JSON.parse(stdout.trim().split("\n").at(-1));
  const faults = Math.floor((rows + ROWS_TO_A_FAULT - 4_322) / ROWS_TO_A_FAULT);
  const right = name === "limit" || (figures.rows === rows && figures.rejected === faults);
  if (!right)
    console.log(`${name} counted ${figures.rows} rows and ${figures.rejected} faults of ${faults}.`);
  return figures;
}

function installPackages(folder) {
  const options = ["--silent", "--no-audit", "--no-fund", "--prefix", folder];
  const { status, stderr, error } = spawnSync("npm", ["install", ...options, ...PACKAGES], {
    encoding: "utf8",
    timeout: 300_000,
  });
  return status === 0 ? undefined : (error?.message ?? stderr.trim().slice(-300));
}

function median(figures) {
  const sorted = [...figures].sort((a, b) => a - b);
  return round2(sorted[Math.floor(sorted.length / 2)] ?? 0);
}

function round2(figure) {
  return Number(figure.toFixed(2));
}
