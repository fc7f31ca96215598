import { type ComingRun, type Forecast, forecastRun, type OwnColumns, shareOf } from "./forecast.js";
import { openEffects, openLevel } from "./open-effects.js";
import { packedIndex } from "./packed-matrix.js";
import { learnRows } from "./rows-given.js";
import type { SeriesState } from "./series-state.js";
import { nearScore } from "./surprise.js";

/** How a run is learned from. */
export type Lesson =
  /** As any run: one that surprises too much moves the model only so far. */
  | "usual"
  /** A person says that it is as it should be, on days like this: it is learned in full. */
  | "expected"
  /** A person, or a release, says that it is so from now on: the level is open again. */
  | "new-level";

/** Surprises are cut at so many scales, so that one odd run moves the model no further than a large normal one. */
const CLIP = 2.5;
/** The mean square of a standard normal that is cut there. */
const CLIPPED_SQUARE = 0.9776;
/** In the first runs, and when a new level is believed, nearly all is learned. */
const OPEN_CLIP = 6;
const OPEN_RUNS = 3;
/** How much of the noise's certainty survives a run. */
const NOISE_DISCOUNT = 0.99;
/** Page's test: what is taken off each surprise, and the sum at which a new level is believed. */
const DRIFT_ALLOWANCE = 0.75;
const DRIFT_LIMIT = 5;
/** How fast the width of a side is learned: half of it in 150 surprises on that side. */
const SPREAD_RATE = 1 - 0.5 ** (1 / 150);
/**
 * The same for the days around the end of a period. Cut less, because these are the days whose surprises may all be
 * large: they are done by hand, or the calendar has them a day off.
 */
const CLOSING_RATE = 1 - 0.5 ** (1 / 60);
const CLOSING_CLIP = 3.5;

/** A run that has ended, beside what was expected of it. */
export interface TaughtRun {
  readonly run: ComingRun;
  readonly forecast: Forecast;
  readonly logarithm: number;
  readonly own: OwnColumns;
}

/**
 * Learns from a run, by one step of the robust dynamic linear model, which changes the state.
 *
 * Source: West and Harrison 1997, chapter 4 (unknown variance, discounting); surprises clipped after Gelper, Fried and
 * Croux 2010; new levels by Page 1954.
 */
export function learnRun(state: SeriesState, taught: TaughtRun, lesson: Lesson = "usual"): void {
  const { run, forecast, logarithm } = taught;
  const drift = toDrift(state, nearScore(forecast, logarithm));
  const isNewLevel = lesson === "new-level" || drift.isOver;
  const doubted = doubt(state, taught, isNewLevel ? "new-level" : lesson);
  const distance = (logarithm - doubted.location) / doubted.scale;
  const degrees = NOISE_DISCOUNT * state.degrees + 1;
  const noise = state.noise * (1 + (clipped(distance, CLIP) ** 2 / CLIPPED_SQUARE - 1) / degrees);
  const isOpen = isNewLevel || state.runs < OPEN_RUNS;
  const most = lesson === "usual" ? (isOpen ? OPEN_CLIP : CLIP) : Number.POSITIVE_INFINITY;
  move(state, doubted, { distance: clipped(distance, most), ratio: noise / state.noise });
  learnSpreads(state, taught);
  state.residual = Math.abs(distance) > CLIP ? 0 : residualOf(state, taught);
  state.runs += 1;
  state.lastDay = run.design.day;
  state.noise = noise;
  state.degrees = degrees;
  state.driftUp = isNewLevel ? 0 : drift.up;
  state.driftDown = isNewLevel ? 0 : drift.down;
  state.rows = learnRows(state.rows, run.rowsGiven);
}

/**
 * What is expected of the run once the state is doubted as the lesson says.
 *
 * A new level is one of the level alone; what is expected on days like this is one of the effects of the day.
 */
function doubt(state: SeriesState, { run, forecast, own }: TaughtRun, lesson: Lesson): Forecast {
  if (lesson === "usual") return forecast;
  const ofDay = run.design.columns.filter((column) => column !== 0 && column !== own.memoryColumn);
  if (lesson === "new-level" || ofDay.length === 0) openLevel(state);
  else openEffects(state, ofDay);
  return forecastRun(state, run, own);
}

interface Step {
  /** How far the run lies from what was expected, in scales. */
  readonly distance: number;
  /** The new noise in terms of the old. */
  readonly ratio: number;
}

/** Of one move, and used again by the next: a list for every run is garbage that costs more than what it holds. */
const gain: number[] = [];

/** Moves what is known of the effects towards what the run showed. */
function move({ means, covariance }: SeriesState, forecast: Forecast, { distance, ratio }: Step): void {
  const { scale, wandered } = forecast;
  const square = scale * scale;
  for (let row = 0; row < means.length; row += 1) gain[row] = shareOf(row, covariance, forecast);
  for (let row = 0; row < means.length; row += 1) {
    const shared = gain[row] ?? 0;
    means[row] = (means[row] ?? 0) + (shared / scale) * distance;
    const ofLevel = wandered * (row === 0 ? wandered : 1);
    for (let column = 0; column <= row; column += 1) {
      const at = packedIndex(row, column);
      const before = (covariance[at] ?? 0) * (column === 0 ? ofLevel : 1);
      covariance[at] = (before - (shared * (gain[column] ?? 0)) / square) * ratio;
    }
  }
}

function toDrift({ driftUp, driftDown }: SeriesState, score: number) {
  const step = clipped(score, CLIP);
  const up = Math.max(0, driftUp + step - DRIFT_ALLOWANCE);
  const down = Math.max(0, driftDown - step - DRIFT_ALLOWANCE);
  return { up, down, isOver: up > DRIFT_LIMIT || down > DRIFT_LIMIT };
}

/** What the effects leave of a run: a part of it comes again in the next. */
function residualOf({ means }: SeriesState, { forecast, logarithm, own }: TaughtRun): number {
  const { columns, amounts } = forecast;
  let rest = logarithm;
  for (let at = 0; at < columns.length; at += 1) {
    const column = columns[at] ?? 0;
    if (column !== own.memoryColumn) rest -= (means[column] ?? 0) * (amounts[at] ?? 0);
  }
  return rest;
}

/** The widths after one more surprise. Of the day and of the side, each is learned from what the other leaves. */
function learnSpreads(state: SeriesState, { run, forecast, logarithm }: TaughtRun): void {
  const distance = (logarithm - forecast.location) / forecast.scale;
  const { isMonthEnd } = run.design;
  const ofDay = distance / Math.sqrt(distance > 0 ? state.spreadUp : state.spreadDown);
  const ofSide = isMonthEnd ? distance / Math.sqrt(state.spreadClosing) : distance;
  if (distance > 0) state.spreadUp = towards(state.spreadUp, ofSide);
  else state.spreadDown = towards(state.spreadDown, ofSide);
  if (isMonthEnd)
    state.spreadClosing += CLOSING_RATE * (clipped(ofDay, CLOSING_CLIP) ** 2 - state.spreadClosing);
}

/** The width of a side after one more surprise on it. */
function towards(spread: number, distance: number): number {
  return spread + SPREAD_RATE * (clipped(distance, CLIP) ** 2 / CLIPPED_SQUARE - spread);
}

function clipped(value: number, most: number): number {
  return Math.max(-most, Math.min(most, value));
}
