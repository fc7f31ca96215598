import type { Design } from "../effect/effect.js";
import { type PackedMatrix, packedIndex } from "./packed-matrix.js";
import type { RowsGiven, SeriesState } from "./series-state.js";

/** What the next run should bring, before it is known: Student's t on the logarithmic scale. */
export interface Forecast {
  readonly location: number;
  /** Of the distribution, for a run like this one; noise and what is not known of the effects. */
  readonly scale: number;
  readonly degrees: number;
  /** By how much each side is wider than that. */
  readonly widerUp: number;
  readonly widerDown: number;
  /** Runs that it rests on. */
  readonly runs: number;
  readonly terms: readonly Term[];
  /** What the run shares with each effect: how much a surprise moves it. */
  readonly gain: readonly number[];
}

/** One effect in a forecast: its factor is exp(mean × amount). */
interface Term {
  readonly column: number;
  readonly amount: number;
  readonly mean: number;
}

/** A run that is to come, as the model sees it. */
export interface ComingRun {
  readonly design: Design;
  readonly rowsGiven?: number | undefined;
}

/** Part of the level's certainty that survives one run of a daily operation; half of it is gone after 23. */
const LEVEL_DISCOUNT = 0.97;
/** Days between runs up to which an operation counts as daily, and how much faster a rarer one forgets. */
const DAILY_GAP = 3;
const RARER = 0.7;

/** What is expected of a coming run. Source: West and Harrison 1997, chapter 4, with component discounting. */
export function forecastRun(state: SeriesState, run: ComingRun, rowsColumn: number): Forecast {
  const { means, covariance, noise } = state;
  const { columns, amounts, variance } = withRows(state, run, rowsColumn);
  const discount = levelDiscount(state.lastDay, run.design.day);
  const gain = shareOf(covariance, { columns, amounts, discount, size: means.length });
  let location = 0;
  let square = noise + variance;
  const terms: Term[] = [];
  for (let at = 0; at < columns.length; at += 1) {
    const column = columns[at] ?? 0;
    const amount = amounts[at] ?? 0;
    const mean = means[column] ?? 0;
    location += mean * amount;
    square += (gain[column] ?? 0) * amount;
    terms.push({ column, amount, mean });
  }
  return {
    location,
    scale: Math.sqrt(square),
    degrees: state.degrees,
    widerUp: Math.sqrt(state.spreadUp),
    widerDown: Math.sqrt(state.spreadDown),
    runs: state.runs,
    terms,
    gain,
  };
}

interface Sharing {
  readonly columns: readonly number[];
  readonly amounts: readonly number[];
  readonly discount: number;
  readonly size: number;
}

/** The covariance of each effect with the run. Only the level wanders from run to run, so only its row and column grow. */
function shareOf(covariance: PackedMatrix, { columns, amounts, discount, size }: Sharing): readonly number[] {
  const gain = new Array<number>(size).fill(0);
  const wandered = 1 / Math.sqrt(discount);
  for (let at = 0; at < columns.length; at += 1) {
    const column = columns[at] ?? 0;
    const amount = (amounts[at] ?? 0) * (column === 0 ? wandered : 1);
    for (let row = 0; row < size; row += 1) {
      const element = row >= column ? packedIndex(row, column) : packedIndex(column, row);
      gain[row] = (gain[row] ?? 0) + (covariance[element] ?? 0) * amount;
    }
  }
  gain[0] = (gain[0] ?? 0) * wandered;
  return gain;
}

/** How much of the level's certainty survives until a day. */
export function levelDiscount(lastDay: number | undefined, day: number): number {
  const gap = lastDay === undefined ? 1 : Math.max(1, day - lastDay);
  return LEVEL_DISCOUNT ** (1 + RARER * Math.log2(Math.max(1, gap / DAILY_GAP)));
}

/** The rows that a run was given are one more effect; where they are not known, their usual number is, less surely. */
function withRows(
  { rows, means, covariance }: SeriesState,
  { design: { columns, amounts }, rowsGiven }: ComingRun,
  rowsColumn: number,
): { readonly columns: readonly number[]; readonly amounts: readonly number[]; readonly variance: number } {
  if (rows === undefined) return { columns, amounts, variance: 0 };
  const isKnown = rowsGiven !== undefined;
  const amount = (isKnown ? toRowsLogarithm(rowsGiven) : rows.mean) - rows.middle;
  const slope = means[rowsColumn] ?? 0;
  const slopeVariance = covariance[packedIndex(rowsColumn, rowsColumn)] ?? 0;
  return {
    columns: [...columns, rowsColumn],
    amounts: [...amounts, amount],
    variance: isKnown ? 0 : (slope * slope + slopeVariance) * rows.variance,
  };
}

function toRowsLogarithm(rows: number): number {
  return Math.log(rows + 1);
}

/** A tenth of the way to what the run had; the first run is the middle. */
export function learnRows(rows: RowsGiven | undefined, rowsGiven: number | undefined): RowsGiven | undefined {
  if (rowsGiven === undefined) return rows;
  const logarithm = toRowsLogarithm(rowsGiven);
  if (rows === undefined) return { middle: logarithm, mean: logarithm, variance: 0.25 };
  const difference = logarithm - rows.mean;
  return {
    middle: rows.middle,
    mean: rows.mean + ROWS_RATE * difference,
    variance: (1 - ROWS_RATE) * (rows.variance + ROWS_RATE * difference * difference),
  };
}

const ROWS_RATE = 0.1;
