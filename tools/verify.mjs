// Runs every gate: npm run verify [-- --only types,lint | --except test]; one line each, the output of those that failed.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { buildWorkspace, installDependencies } from "./prepare.mjs";
import { capture } from "./run-command.mjs";
import { packPackages } from "./tarballs.mjs";
import { installed } from "./toolchain.mjs";

/** @typedef {{ passed: boolean, output: string }} Verdict */

/** @type {Readonly<Record<string, () => Promise<Verdict>>>} */
const GATES = {
  lint: () => capture(installed("biome", ["check", "--error-on-warnings", "."])),
  types: () =>
    inTurn([installed("tsc", ["-p", "tsconfig.json"]), installed("tsc", ["-p", "tools/tsconfig.json"])]),
  test: () => capture(installed("vitest", ["run", "--coverage"])),
  build: async () => {
    await build();
    return { passed: true, output: "" };
  },
  publint: () => onTarballs((tarball) => installed("publint", ["run", tarball, "--strict"])),
  attw: () => onTarballs((tarball) => installed("attw", [tarball, "--profile", "node16"])),
  packed: async () => {
    await build();
    return capture([process.execPath, ["tools/packed.mjs"]]);
  },
  knip: () => capture(installed("knip", ["--no-config-hints", "--no-progress"])),
};

const { values } = parseArgs({ options: { only: { type: "string" }, except: { type: "string" } } });
const only = values.only?.split(",") ?? Object.keys(GATES);
const except = values.except?.split(",") ?? [];
const chosen = only.filter((name) => !except.includes(name));
const unknown = [...only, ...except].filter((name) => !Object.hasOwn(GATES, name));
if (unknown.length > 0) {
  console.error(`There is no gate called ${unknown.join(", ")}. Gates: ${Object.keys(GATES).join(", ")}.`);
  process.exit(1);
}

/** @type {Promise<void> | undefined} */
let built;
let failed = 0;
for (const name of chosen) {
  const startedAt = performance.now();
  const { passed, output } = await judge(name);
  const elapsed = ((performance.now() - startedAt) / 1_000).toFixed(1);
  if (!passed) console.log(output.trimEnd());
  console.log(`${passed ? "passed" : "FAILED"}  ${name.padEnd(8)} ${elapsed} s`);
  failed += passed ? 0 : 1;
}
console.log(`${chosen.length - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

/** A gate that cannot be run has failed; the others still run. @param {string} name @returns {Promise<Verdict>} */
async function judge(name) {
  try {
    await installDependencies();
    return await (GATES[name]?.() ?? { passed: false, output: "" });
  } catch (error) {
    return { passed: false, output: error instanceof Error ? error.message : String(error) };
  }
}

/** Builds once for all gates that need it; a failure is shown once. */
async function build() {
  if (built === undefined) {
    built = buildWorkspace();
    return built;
  }
  return built.catch(() => Promise.reject(new Error("Not tried, because the build failed.")));
}

/** Runs commands one after the other, all of them. @param {Parameters<typeof capture>[0][]} commandLines */
async function inTurn(commandLines) {
  /** @type {Verdict} */
  const verdict = { passed: true, output: "" };
  for (const commandLine of commandLines) {
    const { passed, output } = await capture(commandLine);
    verdict.passed &&= passed;
    if (!passed) verdict.output += output;
  }
  return verdict;
}

/** Runs a command on each package as it would be published. @param {(tarball: string) => Parameters<typeof capture>[0]} commandLine */
async function onTarballs(commandLine) {
  await build();
  const folder = mkdtempSync(join(tmpdir(), "spm-ops-tarballs-"));
  try {
    const tarballs = await packPackages(folder);
    return await inTurn([...tarballs.values()].map(commandLine));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
