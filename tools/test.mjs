// Runs the tests: npm test -- [what vitest takes, for example a path]
import { prepareOrExit } from "./prepare.mjs";
import { attach } from "./run-command.mjs";
import { installed } from "./toolchain.mjs";

await prepareOrExit();
process.exitCode = await attach(installed("vitest", ["run", ...process.argv.slice(2)]));
