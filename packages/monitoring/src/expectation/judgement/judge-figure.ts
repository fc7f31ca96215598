import type { Judgement } from "@spm-ops/core";
import type { CalibratedChance } from "../calibration/calibration.js";
import { toFigureKind } from "../figure.js";
import type { Predictive } from "../model/predictive.js";
import type { SeriesRecord } from "../series/series-record.js";
import type { ExplainedJudgement } from "./explained-judgement.js";
import { type LeastDifference, toLeastInterval } from "./least-difference.js";

/** What a verdict is found by. */
export interface VerdictBasis {
  readonly record: SeriesRecord;
  readonly predictive: Predictive | undefined;
  readonly calibrated: CalibratedChance | undefined;
  /** The chance at which a figure is called odd, on each side. */
  readonly promise: number;
  readonly least: LeastDifference;
}

type Verdict = Pick<ExplainedJudgement, "rule"> & { readonly verdict: Judgement["verdict"] };

/** Runs that have to have had something before none is odd by rule; chance could say so only after hundreds. */
const NEVER_EMPTY_RUNS = 3;

/** Rules first, as they hold from the first run on; then the chance, where the difference is worth a word. */
export function judgeValue(value: number, basis: VerdictBasis): Verdict {
  return byRule(value, basis) ?? { verdict: byChance(value, basis), rule: undefined };
}

function byRule(value: number, { record }: VerdictBasis): Verdict | undefined {
  const { least, most, mayBeEmpty = false } = record.declared ?? {};
  if (least !== undefined && value < least) return { verdict: "too-low", rule: "below-least" };
  if (most !== undefined && value > most) return { verdict: "too-high", rule: "above-most" };
  const runs = record.state?.runs ?? 0;
  const isVolume = toFigureKind(record.name.measure) === "volume";
  if (isVolume && value === 0 && !mayBeEmpty && runs >= NEVER_EMPTY_RUNS && record.zeros === 0)
    return { verdict: "too-low", rule: "empty" };
  return undefined;
}

function byChance(
  value: number,
  { record, predictive, calibrated, promise, least }: VerdictBasis,
): Judgement["verdict"] {
  if (predictive === undefined || calibrated === undefined) return "learning";
  if (calibrated.chance > promise) return "as-expected";
  const { low, high } = toLeastInterval(record.name.measure, predictive.typical, least);
  if (value > high) return "too-high";
  return value < low ? "too-low" : "as-expected";
}
