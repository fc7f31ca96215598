// Simulates histories of guides that nobody wrote, one after the other: npm run soak simulation -- --minutes 10 --seed 7
// A history that leaves something untrue in the log is told with its seed, which as --seed repeats it exactly.
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { startVitest } from "vitest/node";

const { values } = parseArgs({
  options: {
    minutes: { type: "string", default: "1" },
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
  },
});

const simulation = { minutes: Number(values.minutes), seed: Number(values.seed) };
const root = fileURLToPath(new URL("../../..", import.meta.url));
const vitest = await startVitest("test", ["packages/core/src/proof/simulation.test.ts"], {
  ...{ root, watch: false, provide: { simulation } },
});
await vitest.close();
