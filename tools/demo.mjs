// Runs the reference service's night, ready to look at: npm run demo -- [--into FOLDER] [--data FOLDER]
import { join } from "node:path";
import { prepareOrExit } from "./prepare.mjs";
import { attach } from "./run-command.mjs";
import { root } from "./toolchain.mjs";

await prepareOrExit();
const program = join(root, "examples", "operations-service", "dist", "main.js");
process.exitCode = await attach([process.execPath, [program, ...process.argv.slice(2)]], {
  // npm runs scripts in the checkout's folder; a path that a person gives is meant from where they stand.
  cwd: process.env["INIT_CWD"] ?? process.cwd(),
});
