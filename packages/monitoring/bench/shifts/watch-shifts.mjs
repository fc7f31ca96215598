import { createExpectations } from "../../dist/index.js";
import { runsInOrder, SHIFT_RUNS, trueDurationMs, trueRows } from "../generator/fleet.mjs";
import { generatedCalendar } from "../generator/generated-calendar.mjs";
import { createPeerMemory } from "../peers.mjs";

/**
 * Judges every figure of a fleet in order, and writes down of each how far its series is from its shift, what was told,
 * how far the expectation lay from the truth, and how far one run has moved the base.
 *
 * @param {readonly object[]} operations
 */
export function watchShifts(operations) {
  const expectations = createExpectations({ calendar: generatedCalendar() });
  const peers = createPeerMemory();
  const bases = new Map();
  const records = [];
  for (const { operation, run } of runsInOrder(operations)) {
    if (run.state === "failed") continue;
    for (const measure of operation.hasRows ? ["rows", "duration"] : ["duration"]) {
      if (measure === "rows" && run.state === "killed") continue;
      const figure = judgeFigure({ expectations, peers }, { operation, run, measure });
      if (run.state === "killed") continue;
      const { series, base } = figure;
      const last = bases.get(series);
      // What the run before has moved shows in what is expected of this one.
      if (last !== undefined) last.moved = Math.log(base / last.base);
      bases.set(series, figure);
      records.push(figure);
    }
  }
  return records;
}

function judgeFigure({ expectations, peers }, { operation, run, measure }) {
  const isRows = measure === "rows";
  const name = { subject: operation.id, measure: isRows ? "rowsRead" : "durationMs" };
  const value = isRows ? run.rows : run.durationMs;
  const coming = { ...name, date: run.date, kind: run.kind, rowsGiven: isRows ? undefined : run.rows };
  if (run.isReleased[isRows ? 1 : 0]) expectations.announceChange(name);
  const expected = expectations.expect(coming);
  const end = run.state === "killed" ? "cut-off" : "finished";
  const judgement = expectations.take({ ...coming, runId: String(run.at), value, end });
  const series = `${operation.id} ${measure}`;
  const anomaly = isRows ? run.rowsAnomaly : (run.anomaly ?? run.rowsAnomaly);
  const truth = isRows ? trueRows(operation, run) : trueDurationMs(operation, run);
  const typical = expected?.interval.typical;
  return {
    ...{ series, shift: operation.shifts[measure], runs: expected?.runs ?? 0 },
    ...{ runsLeft: operation.runs.length - run.at, at: run.at },
    isAnomaly: anomaly !== undefined,
    // Of a duration also when its rows have shifted: that moves what its rows explain.
    isQuiet: Object.values(operation.shifts).every((shift) => isFarFrom(shift, run.at)),
    isOdd: judgement?.verdict === "too-high" || judgement?.verdict === "too-low",
    scores: end === "finished" ? peers.take(series, run, value) : [],
    miss: typical === undefined || anomaly !== undefined ? undefined : Math.abs(Math.log(typical / truth)),
    base: expected?.composition?.base ?? typical,
    surprise: Math.log(value / typical),
    moved: 0,
  };
}

function isFarFrom(shift, at) {
  return shift === undefined || at < shift.at || at > shift.at + SHIFT_RUNS;
}
