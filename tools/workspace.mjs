// Runs the pinned pnpm on this workspace: node tools/workspace.mjs exec biome check .
import { attach } from "./run-command.mjs";
import { pnpm } from "./toolchain.mjs";

process.exitCode = await attach(pnpm(process.argv.slice(2)));
