import { existsSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { capture } from "./run-command.mjs";
import { clearStamp, digestOf, isFresh, sourcesOf, writeStamp } from "./stamp.mjs";
import { pnpm, readManifest, root } from "./toolchain.mjs";
import { workspacePackages } from "./workspace-packages.mjs";

/** Each build holds one core for some seconds; more at once only take turns. */
const BUILDS_AT_ONCE = 2;

let announced = false;

/**
 * Makes a checkout ready to run: dependencies installed, packages and examples built.
 *
 * Does nothing that is already done; a second call takes a fraction of a second.
 */
export async function prepare() {
  await installDependencies();
  await buildWorkspace();
}

/** Installs what the lockfile says, unless that has been done. */
export async function installDependencies() {
  checkNode();
  const manifests = [...workspacePackages("packages"), ...workspacePackages("examples")].map(({ path }) =>
    join(path, "package.json"),
  );
  const files = ["package.json", "pnpm-lock.yaml", "pnpm-workspace.yaml"].map((name) => join(root, name));
  const digest = digestOf([...files, ...manifests], [process.version]);
  if (isFresh("install", digest) && existsSync(join(root, "node_modules", ".modules.yaml"))) return;
  clearStamp("install");
  await work("Installing dependencies", pnpm(["install", "--frozen-lockfile"]), {
    advice:
      "Correct what is said above, or the connection to the package registry, then start the same command again.",
    // Without a terminal pnpm would stop rather than ask whether it may replace an older node_modules.
    environment: { CI: "true" },
  });
  writeStamp("install", digest);
}

/** Builds each package and example whose sources, or those of what it is built on, have changed. */
export async function buildWorkspace() {
  const everything = [...workspacePackages("packages"), ...workspacePackages("examples")];
  const settings = digestOf(
    ["tsconfig.base.json", "tools/library-build.ts", "pnpm-lock.yaml"].map((name) => join(root, name)),
  );
  const takeTurn = createTurns(BUILDS_AT_ONCE);
  /** @type {Map<string, Promise<string>>} each package's digest, once it is built */
  const builds = new Map();

  /** @param {string} name @returns {Promise<string>} */
  const buildOnce = (name) => {
    const started = builds.get(name) ?? build(name);
    builds.set(name, started);
    return started;
  };

  /** @param {string} name */
  const build = async (name) => {
    const found = everything.find((each) => each.name === name);
    if (found === undefined) throw new Error(`Nothing in this workspace is called ${name}.`);
    const needs = await Promise.all(found.needs.map(buildOnce));
    const digest = digestOf(sourcesOf(found.path), [settings, ...needs]);
    const stamp = `build-${found.folder.replace("/", "-")}`;
    if (!found.builds || (isFresh(stamp, digest) && existsSync(join(found.path, "dist")))) return digest;
    clearStamp(stamp);
    await takeTurn(() =>
      work(`Building ${name}`, ["npm", ["run", "--silent", "build"]], {
        cwd: found.path,
        advice: `Correct what is said above in ${found.folder}, then start the same command again.`,
      }),
    );
    writeStamp(stamp, digest);
    return digest;
  };

  const ends = await Promise.allSettled(everything.map(({ name }) => buildOnce(name)));
  for (const end of ends) if (end.status === "rejected") throw end.reason;
}

function checkNode() {
  const [, lowest = "0"] = /(\d[\d.]*)/.exec(readManifest("package.json").engines.node) ?? [];
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  const [needMajor = 0, needMinor = 0] = lowest.split(".").map(Number);
  if (major > needMajor || (major === needMajor && minor >= needMinor)) return;
  throw new Error(
    `This needs Node ${lowest} or later; ${process.execPath} is ${process.version}. Install a newer one.`,
  );
}

/**
 * Runs a command, says so in one line, and fails with the command's whole output.
 *
 * @param {string} title
 * @param {readonly [command: string, args: readonly string[]]} commandLine
 * @param {{ advice: string, cwd?: string, environment?: Record<string, string> }} options
 */
async function work(title, commandLine, { advice, ...options }) {
  if (!announced) process.stderr.write("Preparing this checkout; the first time takes a minute or two.\n");
  announced = true;
  const startedAt = performance.now();
  const { passed, output } = await capture(commandLine, options);
  const elapsed = `${((performance.now() - startedAt) / 1_000).toFixed(1)} s`;
  // On stderr, so that the standard output of the command that follows stays its own.
  process.stderr.write(`${title} … ${passed ? elapsed : `failed after ${elapsed}`}\n`);
  if (!passed) throw new Error(`${output.trimEnd()}\n\n${title} failed. ${advice}`);
}

/**
 * Lets only so many pieces of work go on at the same time.
 *
 * @param {number} atOnce
 */
function createTurns(atOnce) {
  let free = atOnce;
  /** @type {(() => void)[]} */
  const waiting = [];
  /** @param {() => Promise<void>} piece */
  return async (piece) => {
    if (free > 0) free -= 1;
    else await new Promise((resolve) => waiting.push(() => resolve(undefined)));
    try {
      await piece();
    } finally {
      const next = waiting.shift();
      if (next === undefined) free += 1;
      else next();
    }
  };
}

/**
 * Prepares for an entry point; a failure is told in words, without a stack, and ends the process with 1.
 */
export async function prepareOrExit() {
  try {
    await prepare();
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  }
}

if (realpathSync(process.argv[1] ?? ".") === realpathSync(fileURLToPath(import.meta.url)))
  await prepareOrExit();
