import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Installs Node 24 and one package, from npm, into a folder of their own: the peer may need what this runtime lacks.
 *
 * @param {string} folder
 * @param {string} name the package
 * @returns {{ node: string, modules: string, version: string } | { problem: string }}
 */
export function installBesideNode24(folder, name) {
  const options = ["--silent", "--no-audit", "--no-fund", "--prefix", folder];
  const { status, stderr, error } = spawnSync("npm", ["install", ...options, "node@24", name], {
    encoding: "utf8",
    timeout: 300_000,
  });
  if (status !== 0)
    return { problem: `npm could not install it: ${error?.message ?? stderr.trim().slice(-300)}` };
  const modules = join(folder, "node_modules");
  const { version } = JSON.parse(readFileSync(join(modules, name, "package.json"), "utf8"));
  return { node: join(modules, "node", "bin", "node"), modules, version };
}
