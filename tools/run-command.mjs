import { spawn } from "node:child_process";
import { constants } from "node:os";
import { root } from "./toolchain.mjs";

/** On Windows npm, npx and the installed tools are scripts, which only a shell starts. */
const shell = process.platform === "win32";

/**
 * Runs a command to its end and keeps what it prints.
 *
 * @param {readonly [command: string, args: readonly string[]]} commandLine
 * @param {{ cwd?: string, environment?: Record<string, string> }} [options]
 * @returns {Promise<{ passed: boolean, output: string }>}
 */
export function capture([command, args], { cwd = root, environment = {} } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      shell,
      env: { ...process.env, ...environment },
      stdio: ["ignore", "pipe", "pipe"],
    });
    /** @type {Buffer[]} */
    const chunks = [];
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => chunks.push(chunk));
    child.on("error", reject);
    child.on("close", (code) =>
      resolve({ passed: code === 0, output: Buffer.concat(chunks).toString("utf8") }),
    );
  });
}

/**
 * Runs a command on this terminal and answers with its exit code, as a shell tells it (128 + signal).
 *
 * @param {readonly [command: string, args: readonly string[]]} commandLine
 * @param {{ cwd?: string }} [options]
 * @returns {Promise<number>}
 */
export function attach([command, args], { cwd = root } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, shell, stdio: "inherit" });
    /** @param {NodeJS.Signals} signal */
    const passOn = (signal) => {
      // A terminal sends Ctrl-C to the child itself; twice would mean "at once" to it.
      if (signal !== "SIGINT" || !process.stdin.isTTY) child.kill(signal);
    };
    const signals = /** @type {const} */ (["SIGINT", "SIGTERM"]);
    for (const signal of signals) process.on(signal, passOn);
    child.on("error", reject);
    child.on("close", (code, signal) => {
      for (const each of signals) process.off(each, passOn);
      resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
    });
  });
}
