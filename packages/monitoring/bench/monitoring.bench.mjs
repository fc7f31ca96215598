// Microseconds a judgement for short, usual and long histories. Runs on the built package; asserts nothing.
import { performance } from "node:perf_hooks";
import { judge } from "../dist/index.js";

const ROUNDS = 20_000;

function historyOf(runs) {
  return Array.from({ length: runs }, (_, index) => 240_000 * Math.exp(0.25 * Math.sin(index * 12.9898)));
}

function measure(runs) {
  const history = historyOf(runs);
  const figure = { subject: "orders/load", measure: "durationMs", value: 250_000, history };
  const policy = { newestRuns: runs };
  for (let round = 0; round < ROUNDS / 10; round += 1) judge(figure, policy);
  const begun = performance.now();
  for (let round = 0; round < ROUNDS; round += 1) judge(figure, policy);
  return Number((((performance.now() - begun) * 1_000) / ROUNDS).toFixed(2));
}

const microsecondsPerJudgement = Object.fromEntries([5, 50, 500].map((runs) => [runs, measure(runs)]));
for (const [runs, microseconds] of Object.entries(microsecondsPerJudgement)) {
  console.log(`${runs} past runs: ${microseconds} microseconds a judgement`);
}
console.log(JSON.stringify({ bench: "monitoring", rounds: ROUNDS, microsecondsPerJudgement }));
