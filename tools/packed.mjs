// Uses the packages as strangers do: packed, installed in an empty project, imported, required and type-checked.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { PACKAGE_CALLS } from "./packed-calls.mjs";
import { capture } from "./run-command.mjs";
import { packPackages } from "./tarballs.mjs";
import { readManifest } from "./toolchain.mjs";
import { workspacePackages } from "./workspace-packages.mjs";

/** What the strangers' project has besides; in the versions that this workspace has installed. */
const BESIDES = ["typescript", "vitest", "@types/node"];

const packages = workspacePackages("packages");
/** Test kits register tests, so outside a test runner they can only be type-checked. */
const specifiers = packages.flatMap((each) => each.specifiers);
const loadable = specifiers.filter((specifier) => !specifier.endsWith("/testing"));

const project = mkdtempSync(join(tmpdir(), "spm-ops-packed-"));
try {
  process.exitCode = (await usePackages()) ? 0 : 1;
} finally {
  rmSync(project, { recursive: true, force: true });
}

async function usePackages() {
  const tarballs = await packPackages(join(project, "tarballs"));
  writeProject(tarballs);
  // What works without install scripts works wherever they are forbidden.
  const install = ["install", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
  return (
    (await step("installed", ["npm", install])) &&
    (await all([
      step("imported", [process.execPath, ["use.mjs"]]),
      step("required", [process.execPath, ["use.cjs"]]),
      step("types, node16", ["npx", ["--no-install", "tsc", "-p", "node16"]]),
      step("types, bundler", ["npx", ["--no-install", "tsc", "-p", "bundler"]]),
    ]))
  );
}

/** @param {ReadonlyMap<string, string>} tarballs */
function writeProject(tarballs) {
  const besides = BESIDES.map((name) => [name, readManifest(`node_modules/${name}/package.json`).version]);
  const local = [...tarballs].map(([name, path]) => [name, `file:${path}`]);
  const typed = {
    strict: true,
    noEmit: true,
    types: ["node"],
    target: "ES2023",
    lib: ["ES2023"],
    skipLibCheck: false,
  };
  const files = {
    "package.json": JSON.stringify({
      private: true,
      dependencies: Object.fromEntries([...local, ...besides]),
    }),
    "use.mjs": useScript(loadable, importLine),
    "use.cjs": useScript(loadable, requireLine),
    "node16/tsconfig.json": JSON.stringify({ compilerOptions: { ...typed, module: "node16" } }),
    "node16/use.mts": useScript(specifiers, importLine),
    "node16/use.cts": useScript(
      specifiers,
      (specifier, name) => `import ${name} = require(${JSON.stringify(specifier)});`,
    ),
    "bundler/tsconfig.json": JSON.stringify({
      compilerOptions: { ...typed, module: "ESNext", moduleResolution: "bundler" },
    }),
    "bundler/use.ts": useScript(specifiers, importLine),
  };
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(project, path)), { recursive: true });
    writeFileSync(join(project, path), text);
  }
}

/** @param {string} specifier @param {string} name */
function importLine(specifier, name) {
  return `import * as ${name} from ${JSON.stringify(specifier)};`;
}

/** @param {string} specifier @param {string} name */
function requireLine(specifier, name) {
  return `const ${name} = require(${JSON.stringify(specifier)});`;
}

/**
 * A program that takes in each subpath under its own name, refuses empty ones, and calls each package once.
 *
 * @param {readonly string[]} taken
 * @param {(specifier: string, name: string) => string} line
 */
function useScript(taken, line) {
  const checks = taken.map(
    (specifier) =>
      `if (Object.keys(${nameOf(specifier)}).length === 0) throw new Error(${JSON.stringify(`${specifier} offers nothing`)});`,
  );
  const calls = packages.map(({ name }) => {
    const call = PACKAGE_CALLS[name];
    if (call === undefined) throw new Error(`tools/packed-calls.mjs has no call of ${name}.`);
    return `if (!(${call(nameOf(name))})) throw new Error(${JSON.stringify(`the call of ${name} gave a wrong answer`)});`;
  });
  return [...taken.map((specifier) => line(specifier, nameOf(specifier))), ...checks, ...calls, ""].join(
    "\n",
  );
}

/** `@spm-ops/connectors/anaplan` becomes `connectors_anaplan`. @param {string} specifier */
function nameOf(specifier) {
  return specifier.replace(/^@[^/]+\//, "").replaceAll(/\W/g, "_");
}

/**
 * @param {string} title
 * @param {readonly [command: string, args: readonly string[]]} commandLine
 */
async function step(title, commandLine) {
  const { passed, output } = await capture(commandLine, { cwd: project });
  console.log(`${title}: ${passed ? "fine" : `failed\n${output.trimEnd()}`}`);
  return passed;
}

/** Waits for all, also after one has failed. @param {readonly Promise<boolean>[]} steps */
async function all(steps) {
  return (await Promise.all(steps)).every(Boolean);
}
