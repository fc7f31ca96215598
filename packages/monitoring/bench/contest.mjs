import { createExpectations } from "../dist/index.js";
import { runsInOrder } from "./generator/fleet.mjs";
import { generatedCalendar } from "./generator/generated-calendar.mjs";
import { createPeerMemory } from "./peers.mjs";

const DAY_MS = 86_400_000;

/** A day later than it was: month ends are missed by a day. */
const dayLater = (date) => new Date(Date.parse(date) + DAY_MS).toISOString().slice(0, 10);

/**
 * Judges every figure of a fleet in the order of its days, by the expectations and by all others, and writes down how
 * odd each found it.
 *
 * @param {readonly object[]} operations
 * @param {{ isCalendarWrong?: boolean, withPeers?: boolean }} [options]
 */
export function holdContest(operations, { isCalendarWrong = false, withPeers = true } = {}) {
  const calendar = generatedCalendar(isCalendarWrong ? [] : undefined);
  const expectations = createExpectations({ calendar, leastFactor: 1 });
  const peers = withPeers ? createPeerMemory() : undefined;
  const judged = [];
  for (const { operation, run } of runsInOrder(operations)) {
    for (const measure of operation.hasRows ? ["rows", "duration"] : ["duration"]) {
      const found = judgeFigure({ expectations, peers, isCalendarWrong }, { operation, run, measure });
      if (found !== undefined) judged.push(found);
    }
  }
  return judged;
}

function judgeFigure({ expectations, peers, isCalendarWrong }, { operation, run, measure }) {
  if (run.state === "failed") return undefined;
  const isRows = measure === "rows";
  if (isRows && run.state === "killed") return undefined;
  const value = isRows ? run.rows : run.durationMs;
  const name = { subject: operation.id, measure: isRows ? "rowsRead" : "durationMs" };
  if (run.isReleased[isRows ? 1 : 0]) expectations.announceChange(name);
  const judgement = expectations.take({
    ...name,
    runId: String(run.at),
    date: isCalendarWrong ? dayLater(run.date) : run.date,
    kind: run.kind,
    value,
    rowsGiven: isRows ? undefined : run.rows,
    end: run.state === "killed" ? "cut-off" : "finished",
  });
  if (run.state === "killed") return undefined;
  const scores = peers?.take(`${operation.id} ${measure}`, run, value) ?? [];
  return toRecord({ operation, run, isRows }, judgement, scores);
}

function toRecord({ operation, run, isRows }, judgement, scores) {
  if (judgement === undefined || judgement.chance === undefined) return undefined;
  const isHigh = judgement.expected !== undefined && judgement.value > judgement.expected.typical;
  const hasShifted = isRows ? run.isRowsAfterShift : run.isAfterShift || run.isRowsAfterShift;
  return {
    series: `${operation.id} ${isRows}`,
    isRows,
    runs: judgement.runs,
    isMonthEnd: run.fromMonthEnd !== undefined,
    // Both sides together: the chance of being at least as odd on either.
    chance: judgement.rule === undefined ? 2 * judgement.chance : 0,
    side: isHigh ? "too-high" : "too-low",
    truth: isRows ? run.truth.rows : run.truth.duration,
    scores,
    anomaly: isRows ? run.rowsAnomaly : run.anomaly,
    // Neither right nor wrong: the level has just moved unannounced, or a duration is odd because its rows are.
    isOpen: hasShifted || run.state !== "succeeded" || (!isRows && run.rowsAnomaly !== undefined),
  };
}
