import type { Design } from "../effect/effect.js";
import { type PackedMatrix, packedAt } from "./packed-matrix.js";
import { toRowsEffect } from "./rows-given.js";
import type { SeriesState } from "./series-state.js";

/**
 * What the next run should bring, before it is known: Student's t on the logarithmic scale.
 *
 * It shares nothing with the state that it was made of, and so stays what it is when that learns more.
 */
export interface Forecast extends ForecastTerms {
  readonly location: number;
  /** Of the distribution, for a run like this one; noise and what is not known of the effects. */
  readonly scale: number;
  readonly degrees: number;
  /** By how much each side is wider than that. */
  readonly widerUp: number;
  readonly widerDown: number;
  /** Runs that it rests on. */
  readonly runs: number;
  /** By how much less certain the level has become since the newest run, as a factor of its deviation. */
  readonly wandered: number;
}

/** The effects in a forecast, the level first: the factor of each is exp(mean × amount). */
export interface ForecastTerms {
  readonly columns: readonly number[];
  readonly amounts: readonly number[];
  /** Of these columns, as they were then. */
  readonly means: readonly number[];
}

/** A run that is to come, as the model sees it. */
export interface ComingRun {
  readonly design: Design;
  readonly rowsGiven?: number | undefined;
}

/** The columns of which a series knows its own amount. */
export interface OwnColumns {
  readonly rowsColumn: number;
  readonly memoryColumn: number;
}

/** Part of the level's certainty that survives one run of a daily operation; half of it is gone after 23. */
const LEVEL_DISCOUNT = 0.97;
/** Days between runs up to which an operation counts as daily, and how much faster a rarer one forgets. */
const DAILY_GAP = 3;
const RARER = 0.7;

/** What is expected of a coming run. Source: West and Harrison 1997, chapter 4, with component discounting. */
export function forecastRun(state: SeriesState, run: ComingRun, own: OwnColumns): Forecast {
  const { design, rowsGiven } = run;
  const rows = toRowsEffect(state, rowsGiven, own.rowsColumn);
  // Most series have no rows: their forecasts share the columns of the day, the last of which is the memory.
  const columns = rows === undefined ? design.columns : [...design.columns, own.rowsColumn];
  const amounts = design.amounts.slice();
  amounts[amounts.length - 1] = state.residual;
  if (rows !== undefined) amounts.push(rows.amount);
  const ofDay = design.isMonthEnd ? state.spreadClosing : 1;
  const wandered = levelWandering(state.lastDay, design.day);
  const means = columns.map((column) => state.means[column] ?? 0);
  let location = 0;
  let square = state.noise + (rows?.variance ?? 0);
  for (let at = 0; at < columns.length; at += 1) {
    const amount = amounts[at] ?? 0;
    location += (means[at] ?? 0) * amount;
    square += shareOf(columns[at] ?? 0, state.covariance, { columns, amounts, wandered }) * amount;
  }
  return {
    location,
    scale: Math.sqrt(square),
    degrees: state.degrees,
    widerUp: Math.sqrt(state.spreadUp * ofDay),
    widerDown: Math.sqrt(state.spreadDown * ofDay),
    runs: state.runs,
    columns,
    amounts,
    means,
    wandered,
  };
}

/**
 * The covariance of an effect with a run: how much a surprise moves it.
 *
 * Only the level wanders from run to run, so only its row and column of the matrix grow.
 */
export function shareOf(
  effect: number,
  covariance: PackedMatrix,
  { columns, amounts, wandered }: Pick<Forecast, "columns" | "amounts" | "wandered">,
): number {
  let share = 0;
  for (let at = 0; at < columns.length; at += 1) {
    const column = columns[at] ?? 0;
    const amount = (amounts[at] ?? 0) * (column === 0 ? wandered : 1);
    share += packedAt(covariance, effect, column) * amount;
  }
  return effect === 0 ? share * wandered : share;
}

function levelWandering(lastDay: number | undefined, day: number): number {
  const gap = lastDay === undefined ? 1 : Math.max(1, day - lastDay);
  const discount = LEVEL_DISCOUNT ** (1 + RARER * Math.log2(Math.max(1, gap / DAILY_GAP)));
  return 1 / Math.sqrt(discount);
}
