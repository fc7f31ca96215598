import { defineBusinessCalendar } from "../../core/dist/index.js";
import { createExpectations } from "../dist/index.js";
import { HOLIDAYS } from "./generator/business-days.mjs";
import { PEERS } from "./peers.mjs";

const YEARS = [2023, 2024, 2025, 2026, 2027];
const DAY_MS = 86_400_000;

function calendarWith(holidays) {
  const days = YEARS.flatMap((year) => holidays.map((day) => ({ date: `${year}-${day}`, title: "Holiday" })));
  return defineBusinessCalendar({ id: "generated", title: "Generated", holidays: days });
}

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
  const calendar = calendarWith(isCalendarWrong ? [] : HOLIDAYS);
  const expectations = createExpectations({ calendar, leastFactor: 1 });
  const runs = operations
    .flatMap((operation) => operation.runs.map((run) => ({ operation, run })))
    .sort((one, other) => one.run.day - other.run.day);
  const seen = new Map();
  const judged = [];
  for (const { operation, run } of runs) {
    for (const measure of operation.hasRows ? ["rows", "duration"] : ["duration"]) {
      const found = judgeFigure(
        { expectations, seen, isCalendarWrong, withPeers },
        { operation, run, measure },
      );
      if (found !== undefined) judged.push(found);
    }
  }
  return judged;
}

function judgeFigure({ expectations, seen, isCalendarWrong, withPeers }, { operation, run, measure }) {
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
  const series = seen.get(`${operation.id} ${measure}`) ?? { values: [], weekdays: [], closings: [] };
  seen.set(`${operation.id} ${measure}`, series);
  const scores = withPeers ? PEERS.map(({ score }) => score(series, run, value)) : [];
  series.values.push(value);
  series.weekdays.push(run.weekday);
  series.closings.push(run.fromMonthEnd !== undefined);
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
