import { type ExpectedInterval, formatFigure, type Judgement } from "@spm-ops/core";
import { type Expectation, expectInterval, type IntervalOptions, isFigure } from "./log-t-interval.js";

/** A figure of a run, and the same figure of earlier runs. */
export interface JudgedFigure {
  /** What it is a figure of: a procedure, step or feed, in the words of the guide. */
  readonly subject: string;
  /** Which figure: `durationMs`, `rowsRead`, `bytes`. A name that ends in `Ms` is a duration. */
  readonly measure: string;
  readonly value: number | undefined;
  /** Oldest first; only of runs that went well. What is no figure is left out, and the explanation says how many. */
  readonly history: readonly (number | undefined)[];
}

export interface JudgePolicy extends Omit<IntervalOptions, "offset"> {
  /**
   * How many of the newest past runs count. Fewer forget the past sooner, more make the interval steadier.
   *
   * @defaultValue 60
   */
  readonly newestRuns?: number | undefined;
}

/** Half a second: below that a duration says more about the scheduler than about the work. */
const DURATION_OFFSET_MS = 500;
const COUNT_OFFSET = 1;

const WHOLE = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });
const TWO_DIGITS = new Intl.NumberFormat("en-US", { maximumSignificantDigits: 2 });

/**
 * Judges a figure against the past, on both sides, from the first past run on.
 *
 * The verdict is `learning` only without any past figure; with one, the interval is wide (a factor of about 7) but it
 * is one. The promise holds for noise that is about as large as `priorSpread`, or smaller: such runs are called
 * too high at most one time in `1 / falseAlarmsPerSide`, and again too low. Operations twice as noisy exceed it while
 * there are fewer than about ten runs. Calendar effects (month ends) are not known here.
 *
 * @returns `undefined` when the value itself is missing, negative or not finite: there is nothing to judge.
 * @throws RangeError when the policy cannot work, as {@link expectInterval} does.
 * @example
 * judge({ subject: "orders/load", measure: "rowsRead", value: 12, history: [48_210, 50_102, 49_377] })?.verdict;
 * // "too-low"
 */
export function judge(
  { subject, measure, value, history }: JudgedFigure,
  { newestRuns = 60, ...interval }: JudgePolicy = {},
): Judgement | undefined {
  if (!(newestRuns >= 1)) throw new RangeError(`newestRuns is one or more, not ${newestRuns}.`);
  if (!isFigure(value)) return undefined;
  const figures = history.filter(isFigure);
  const offset = measure.endsWith("Ms") ? DURATION_OFFSET_MS : COUNT_OFFSET;
  const expectation = expectInterval(figures.slice(-newestRuns), { ...interval, offset });
  const verdict = toVerdict(value, expectation?.interval);
  return {
    subject,
    measure,
    value,
    verdict,
    expected: expectation?.interval,
    runs: expectation?.runs ?? 0,
    explanation: explain(
      { measure, value, verdict },
      {
        expectation,
        unusable: history.length - figures.length,
        falseAlarmsPerSide: interval.falseAlarmsPerSide,
      },
    ),
  };
}

function toVerdict(value: number, expected: ExpectedInterval | undefined): Judgement["verdict"] {
  if (expected === undefined) return "learning";
  if (value > expected.high) return "too-high";
  return value < expected.low ? "too-low" : "as-expected";
}

interface Basis {
  readonly expectation: Expectation | undefined;
  readonly unusable: number;
  readonly falseAlarmsPerSide: number | undefined;
}

/** One sentence with everything that is needed to check the verdict by hand. */
function explain(
  { measure, value, verdict }: Pick<Judgement, "measure" | "value" | "verdict">,
  { expectation, unusable, falseAlarmsPerSide = 0.0025 }: Basis,
): string {
  const figure = (amount: number) => formatFigure(measure, amount);
  const aside = inBrackets([
    ...((expectation?.anomalies ?? 0) > 0 ? [`${expectation?.anomalies} more set aside as anomalous`] : []),
    ...(unusable > 0 ? [`${unusable} more left out without a usable figure`] : []),
  ]);
  const subject = `${toWords(measure)} ${figure(value)}`;
  if (expectation === undefined) return `${subject}; there is no earlier run to compare with yet${aside}.`;

  const { interval, runs } = expectation;
  const chance = {
    "too-high": `above which a normal run lies ${oneIn(falseAlarmsPerSide)}`,
    "too-low": `below which a normal run lies ${oneIn(falseAlarmsPerSide)}`,
    "as-expected": `outside which a normal run lies ${oneIn(2 * falseAlarmsPerSide)}`,
    learning: "",
  }[verdict];
  const earlier = runs === 1 ? "1 earlier run" : `${runs} earlier runs`;
  return (
    `${subject} is ${times(value, interval.typical)} the typical ${figure(interval.typical)}; ` +
    `expected ${figure(interval.low)} to ${figure(interval.high)} from ${earlier}${aside}, ${chance}.`
  );
}

function times(value: number, typical: number): string {
  if (typical === 0) return value === 0 ? "equal to" : "more than";
  const ratio = value / typical;
  return `${(ratio >= 10 ? WHOLE : TWO_DIGITS).format(ratio)} times`;
}

function oneIn(chance: number): string {
  return `1 time in ${WHOLE.format(1 / chance)}`;
}

/** `rowsRead` as "Rows read", `durationMs` as "Duration". */
function toWords(measure: string): string {
  const words = measure.replace(/Ms$/, "").replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function inBrackets(remarks: readonly string[]): string {
  return remarks.length === 0 ? "" : ` (${remarks.join(", ")})`;
}
