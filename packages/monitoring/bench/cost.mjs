import { createExpectations } from "../dist/index.js";
import { generateFleet } from "./generator/fleet.mjs";

const OPERATIONS = 10_000;
const RUNS = 20;
const round = (figure) => Math.round(figure * 100) / 100;

/** What something takes of the processor, which tells more than the clock where others run beside it. */
function spend(work) {
  const begun = process.cpuUsage();
  const result = work();
  const { user, system } = process.cpuUsage(begun);
  return { result, microseconds: user + system };
}

function memoryInUse() {
  globalThis.gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

/** What a judgement costs, and what 10,000 operations take in memory, for one forecast of each, and as a snapshot. */
export function measureCost() {
  const fleet = generateFleet({ seed: 1, daily: OPERATIONS, weekly: 0, monthly: 0, days: RUNS });
  // Whoever asks has the figure; to make it is no part of a judgement.
  const days = Array.from({ length: RUNS }, (_, at) => fleet.map((operation) => toFigure(operation, at)));
  const before = memoryInUse();
  const expectations = createExpectations();
  let judging = 0;
  for (const figures of days) {
    judging += spend(() => {
      for (const figure of figures) expectations.take(figure);
    }).microseconds;
  }
  const megabytes = round((memoryInUse() - before) / 1e6);
  const tick = spend(() => {
    for (const { subject, measure } of days[0]) expectations.expect({ subject, measure, date: "2026-03-31" });
  });
  const judgements = RUNS * OPERATIONS;
  const figures = {
    judgements,
    cpuMicrosecondsAJudgement: round(judging / judgements),
    cpuMillisecondsATick: round(tick.microseconds / 1_000),
    megabytes,
    snapshot: measureSnapshot(expectations),
  };
  tell(figures);
  return figures;
}

function toFigure({ id, runs }, at) {
  const { date, durationMs } = runs[at];
  return { subject: id, measure: "durationMs", runId: String(at), date, value: durationMs };
}

function measureSnapshot(expectations) {
  const taking = spend(() => JSON.stringify(expectations.snapshot()));
  const parsing = spend(() => JSON.parse(taking.result));
  const takingUp = spend(() => createExpectations({}, parsing.result));
  return {
    megabytes: round(taking.result.length / 1e6),
    cpuMillisecondsToTake: round(taking.microseconds / 1_000),
    cpuMillisecondsToParse: round(parsing.microseconds / 1_000),
    cpuMillisecondsToGoOn: round(takingUp.microseconds / 1_000),
  };
}

function tell({ cpuMicrosecondsAJudgement, cpuMillisecondsATick, megabytes, snapshot }) {
  console.log(
    `${OPERATIONS} operations: ${cpuMicrosecondsAJudgement} µs of the processor a judgement, ${cpuMillisecondsATick} ms to expect one run of each, ${megabytes} MB`,
  );
  console.log(
    `  a snapshot of ${snapshot.megabytes} MB: ${snapshot.cpuMillisecondsToTake} ms to take and write, ${snapshot.cpuMillisecondsToParse} ms to read, ${snapshot.cpuMillisecondsToGoOn} ms to go on from`,
  );
}
