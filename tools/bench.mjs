// Runs measurements: npm run bench -- NAME …; each prints its figures as one JSON object on its last line.
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { prepareOrExit } from "./prepare.mjs";
import { attach } from "./run-command.mjs";
import { workspacePackages } from "./workspace-packages.mjs";

const SUFFIX = ".bench.mjs";
const programs = new Map(
  workspacePackages("packages").flatMap(({ path }) => {
    const folder = join(path, "bench");
    const files = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith(SUFFIX)) : [];
    return files.map((file) => /** @type {const} */ ([file.slice(0, -SUFFIX.length), join(folder, file)]));
  }),
);

const names = process.argv.slice(2);
const unknown = names.filter((name) => !programs.has(name));
if (names.length === 0 || unknown.length > 0) {
  if (unknown.length > 0) console.error(`There is no measurement called ${unknown.join(", ")}.`);
  console.error(`Measurements: ${[...programs.keys()].join(", ") || "none yet"}.`);
  process.exitCode = 1;
} else {
  await prepareOrExit();
  for (const name of names) {
    const program = programs.get(name) ?? "";
    process.exitCode = (await attach([process.execPath, [program]])) || process.exitCode;
  }
}
