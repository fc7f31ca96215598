import { performance } from "node:perf_hooks";
import { createExpectations } from "../dist/index.js";
import { generateFleet } from "./generator/fleet.mjs";

const OPERATIONS = 10_000;
const round = (figure) => Math.round(figure * 100) / 100;

/** What a judgement costs, and what 10,000 operations take in memory and for one forecast of each. */
export function measureCost() {
  const [operation] = generateFleet({ seed: 1, daily: 1, weekly: 0, monthly: 0 });
  const names = Array.from({ length: OPERATIONS }, (_, at) => ({
    subject: `operation-${at}`,
    measure: "durationMs",
  }));
  globalThis.gc?.();
  const before = process.memoryUsage();
  const expectations = createExpectations();
  const runs = operation.runs.slice(0, 20);
  const begun = performance.now();
  for (const { date, durationMs, at } of runs) {
    for (const name of names) expectations.take({ ...name, runId: String(at), date, value: durationMs });
  }
  const judgements = runs.length * names.length;
  const microsecondsAJudgement = round(((performance.now() - begun) * 1_000) / judgements);
  globalThis.gc?.();
  const after = process.memoryUsage();
  const memory = after.heapUsed + after.arrayBuffers - before.heapUsed - before.arrayBuffers;
  const tick = performance.now();
  for (const name of names) expectations.expect({ ...name, date: "2026-03-31" });
  const millisecondsATick = round(performance.now() - tick);
  const figures = { judgements, microsecondsAJudgement, millisecondsATick, megabytes: round(memory / 1e6) };
  console.log(
    `${OPERATIONS} operations: ${microsecondsAJudgement} µs a judgement, ${millisecondsATick} ms to expect one run of each, ${figures.megabytes} MB`,
  );
  return figures;
}
