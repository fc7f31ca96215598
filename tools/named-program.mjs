import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { prepareOrExit } from "./prepare.mjs";
import { attach } from "./run-command.mjs";
import { workspacePackages } from "./workspace-packages.mjs";

/**
 * Runs programs of the packages by their names, one after the other, on what is built: `<kind>/<name>.<kind>.mjs` in the folder of a package.
 *
 * @param {"bench" | "soak"} kind
 * @param {readonly string[]} names
 * @param {readonly string[]} [programArguments]
 */
export async function runNamed(kind, names, programArguments = []) {
  const suffix = `.${kind}.mjs`;
  const programs = new Map(
    workspacePackages("packages").flatMap(({ path }) => {
      const folder = join(path, kind);
      const files = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith(suffix)) : [];
      return files.map((file) => /** @type {const} */ ([file.slice(0, -suffix.length), join(folder, file)]));
    }),
  );
  const unknown = names.filter((name) => !programs.has(name));
  if (names.length === 0 || unknown.length > 0) {
    if (unknown.length > 0) console.error(`There is no ${kind} called ${unknown.join(", ")}.`);
    console.error(`There is: ${[...programs.keys()].join(", ") || "none yet"}.`);
    process.exitCode = 2;
    return;
  }
  await prepareOrExit();
  for (const name of names) {
    const program = programs.get(name) ?? "";
    process.exitCode = (await attach([process.execPath, [program, ...programArguments]])) || process.exitCode;
  }
}
