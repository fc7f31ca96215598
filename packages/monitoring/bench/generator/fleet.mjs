import { businessDays } from "./business-days.mjs";
import { drawOperation, nextOf } from "./operation.mjs";
import { createRandom } from "./random.mjs";

const ANOMALIES = 0.008;
/** Runs after an unannounced shift, in which an alert is about the shift. */
export const SHIFT_RUNS = 20;

/**
 * A fleet of operations over some years of business days, with what was put into it written on each run.
 *
 * @param {{ seed: number, daily?: number, weekly?: number, monthly?: number, days?: number }} options
 */
export function generateFleet({ seed, daily = 600, weekly = 150, monthly = 150, days = 400 }) {
  const random = createRandom(seed);
  const calendar = businessDays(Math.max(days, 800));
  const isSlow = new Map(calendar.map(({ day }) => [day, random.chance(0.004)]));
  const dailyDays = calendar.slice(-days);
  const weeklyDays = calendar.filter(({ isLastOfWeek }) => isLastOfWeek).slice(-80);
  const monthlyDays = calendar.filter(({ isLastOfMonth }) => isLastOfMonth).slice(-36);
  const operations = [];
  const add = (count, kind, runDays) => {
    for (let at = 0; at < count; at += 1)
      operations.push(generateOperation(random, { id: `${kind}-${at}`, runDays, isSlow }));
  };
  add(daily, "daily", dailyDays);
  add(weekly, "weekly", weeklyDays);
  add(monthly, "monthly", monthlyDays);
  return operations;
}

/** The runs of all operations in the order of their days, each with its operation. */
export function runsInOrder(operations) {
  return operations
    .flatMap((operation) => operation.runs.map((run) => ({ operation, run })))
    .sort((one, other) => one.run.day - other.run.day);
}

/** What a run would have brought without noise and without an anomaly: nobody can know it better. */
export function trueDurationMs({ sigma }, { durationMs, truth }) {
  return durationMs * Math.exp(-sigma * truth.duration);
}

/** The same of rows, for runs without an anomaly in them. */
export function trueRows({ rowsSigma }, { rows, truth }) {
  return rows * Math.exp(-rowsSigma * truth.rows);
}

function generateOperation(random, { id, runDays, isSlow }) {
  const operation = drawOperation(random, id, runDays.length);
  const runs = runDays.map((day, at) =>
    generateRun(random, operation, { day, at, begin: runDays[0].day, isSlow }),
  );
  const { hasRows, duration, rows } = operation;
  const shifts = { duration: toShift(duration), rows: hasRows ? toShift(rows) : undefined };
  return { id, hasRows, sigma: duration.sigma, rowsSigma: rows.sigma, shifts, runs };
}

function generateRun(random, operation, { day, at, begin, isSlow }) {
  const { duration, rows, elasticity, hasRows } = operation;
  const when = { day, at, daysSinceBegin: day.day - begin };
  let rowsLog = nextOf(rows, random, when);
  const run = { ...day, at, anomaly: undefined, state: "succeeded", kind: "scheduled" };
  if (hasRows && random.chance(ANOMALIES)) {
    run.rowsAnomaly = drawRowsAnomaly(random);
    rowsLog += run.rowsAnomaly.log;
  }
  let durationLog = nextOf(duration, random, when) + (hasRows ? elasticity * Math.max(rowsLog, -6) : 0);
  if (random.chance(ANOMALIES) || (isSlow.get(day.day) && random.chance(0.05))) {
    run.anomaly = drawDurationAnomaly(random);
    durationLog += run.anomaly.log;
  }
  // What the noise alone would show to someone who knows all the rest: no method can see more.
  run.truth = {
    duration: duration.noise + (run.anomaly?.log ?? 0) / duration.sigma,
    rows: rows.noise + (run.rowsAnomaly?.log ?? 0) / rows.sigma,
  };
  if (random.chance(0.03)) run.kind = "ad-hoc";
  if (random.chance(0.02)) run.state = "failed";
  else if (random.chance(0.01)) run.state = "killed";
  run.durationMs = operation.typicalMs * Math.exp(durationLog);
  if (run.state !== "succeeded") run.durationMs *= random.between(0.05, 0.9);
  if (hasRows) run.rows = Math.round(operation.typicalRows * Math.exp(rowsLog));
  run.isAfterShift = isAfter(duration, at);
  run.isRowsAfterShift = isAfter(rows, at);
  run.isReleased = [duration, rows].map(({ shiftAt, isAnnounced }) => isAnnounced && shiftAt === at);
  return run;
}

function toShift({ shiftAt, shift, isAnnounced }) {
  return shiftAt === undefined ? undefined : { at: shiftAt, factor: Math.exp(shift), isAnnounced };
}

function isAfter({ shiftAt, isAnnounced }, at) {
  return shiftAt !== undefined && !isAnnounced && at >= shiftAt && at < shiftAt + SHIFT_RUNS;
}

function drawDurationAnomaly(random) {
  const isLong = random.chance(0.5);
  const factor = isLong ? random.logBetween(1.5, 8) : random.logBetween(0.05, 0.6);
  return { side: isLong ? "too-high" : "too-low", factor, log: Math.log(factor) };
}

function drawRowsAnomaly(random) {
  const kind = random.uniform();
  const factor = kind < 0.15 ? 0 : kind < 0.6 ? random.logBetween(0.05, 0.7) : random.logBetween(1.4, 10);
  return { side: factor > 1 ? "too-high" : "too-low", factor, log: factor === 0 ? -40 : Math.log(factor) };
}
