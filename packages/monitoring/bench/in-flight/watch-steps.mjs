import { createExpectations, toRemainingTime } from "../../dist/index.js";
import { runsInOrder, trueDurationMs } from "../generator/fleet.mjs";
import { generatedCalendar } from "../generator/generated-calendar.mjs";
import { ALARM_PEERS } from "./alarm-peers.mjs";

/** How long the step had run, in typical durations, when it was asked when it would be done. */
export const ASKED_AT = [0, 0.5, 1, 1.5, 2];
/** By when, in typical durations after that. */
const LONGEST_DEADLINE = 1.5;

/**
 * Lets every step of a fleet run: when it begins all methods set their alarms, while it runs it is asked when it will be
 * done, and when it ends all learn from it.
 *
 * @param {readonly object[]} operations
 * @param {{ between: (low: number, high: number) => number }} random of its own, for the deadlines
 */
export function watchSteps(operations, random) {
  const expectations = createExpectations({ calendar: generatedCalendar(), leastFactor: 1 });
  const past = new Map(operations.map(({ id }) => [id, []]));
  const steps = [];
  const forecasts = [];
  for (const { operation, run } of runsInOrder(operations)) {
    if (run.state === "failed") continue;
    const name = { subject: operation.id, measure: "durationMs" };
    const coming = { ...name, date: run.date, kind: run.kind, rowsGiven: run.rows };
    if (run.isReleased[0]) expectations.announceChange(name);
    const expected = expectations.expect(coming);
    const judgement = expectations.take({
      ...{ ...coming, runId: String(run.at), value: run.durationMs },
      end: run.state === "killed" ? "cut-off" : "finished",
    });
    if (run.state === "killed") continue;
    const durations = past.get(operation.id);
    if (expected !== undefined) {
      const record = toRecord({ operation, run }, { expected, judgement, durations });
      steps.push(record);
      if (!record.isOpen) forecasts.push(...askHowLong(record, expected, random));
    }
    durations.push(run.durationMs);
  }
  return { steps, forecasts };
}

function toRecord({ operation, run }, { expected, judgement, durations }) {
  const { durationMs, anomaly } = run;
  const isLong = durationMs > expected.interval.typical;
  return {
    durationMs,
    anomaly,
    trueMs: trueDurationMs(operation, run),
    // Neither right nor wrong: the level has just moved unannounced, or the rows are odd.
    isOpen: run.isAfterShift || run.isRowsAfterShift || run.rowsAnomaly !== undefined,
    isMonthEnd: run.fromMonthEnd !== undefined,
    alarmsMs: [expected.interval.high, ...ALARM_PEERS.map(({ alarmMs }) => alarmMs(durations))],
    oddities: [
      isLong ? -(judgement?.chance ?? 1) : -1,
      ...ALARM_PEERS.map(({ oddity }) => oddity(durations, durationMs)),
    ],
  };
}

/** What was said of a deadline at several moments at which the step was still running, and what came of it. */
function askHowLong({ durationMs, anomaly }, { predictive }, random) {
  return ASKED_AT.flatMap((askedAt) => {
    const elapsedMs = askedAt * predictive.typical;
    const deadlineMs = elapsedMs + random.between(0, LONGEST_DEADLINE) * predictive.typical;
    if (durationMs <= elapsedMs) return [];
    const { likelyMs, chanceDoneBy } = toRemainingTime(predictive, elapsedMs);
    return [
      {
        ...{ askedAt, isNormal: anomaly === undefined, chance: chanceDoneBy(deadlineMs) },
        isDone: durationMs <= deadlineMs,
        isDoneByLikely: durationMs <= likelyMs,
      },
    ];
  });
}
