import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of the checkout. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** @param {string} path relative to the checkout */
export function readManifest(path) {
  return JSON.parse(readFileSync(join(root, path), "utf8"));
}

/**
 * The command line that runs pnpm in the version which package.json pins; nothing has to be installed for it.
 *
 * @param {readonly string[]} args
 * @returns {readonly [command: string, args: readonly string[]]}
 */
export function pnpm(args) {
  const [pinned] = readManifest("package.json").packageManager.split("+");
  return ["npx", ["--yes", pinned, ...args]];
}

/**
 * The command line of a tool that the workspace has installed.
 *
 * @param {string} name
 * @param {readonly string[]} args
 * @returns {readonly [command: string, args: readonly string[]]}
 */
export function installed(name, args) {
  return [join(root, "node_modules", ".bin", name), args];
}
