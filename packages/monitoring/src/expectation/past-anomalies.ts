/** Robust standard deviations from the median beyond which a past run is no example of the usual. */
const FAR = 4.5;

/** The newest runs that, all far on one side, are a new level rather than anomalies. */
const RUNS_OF_A_NEW_LEVEL = 3;

/** Turns a median absolute deviation into the standard deviation of normal noise. */
const MAD_TO_DEVIATION = 1.4826;

export interface NoisePrior {
  /** How many runs the assumed noise counts for. */
  readonly priorRuns: number;
  /** The assumed standard deviation of the logarithm. */
  readonly priorSpread: number;
}

export interface PastRuns {
  /** The logarithms to learn from, in their order. */
  readonly usual: readonly number[];
  /** How many were left out as anomalies. */
  readonly anomalies: number;
}

/**
 * Sets past anomalies aside, so that they neither hide the next one nor widen the interval for months.
 *
 * A run is set aside when its logarithm is more than 4.5 robust standard deviations from the median of all. The
 * robust deviation is 1.4826 × the median absolute deviation, moderated by the prior (m² = (n₀ s₀² + n r²) / (n₀ + n))
 * and never below the prior's own, so that a few runs that happen to be close together do not exclude the next one.
 * Fewer than three runs cannot tell which of them is odd: nothing is set aside. Neither is it when the newest three
 * all would be, on one side: that is a new level, which has to be learned.
 *
 * @param logarithms oldest first.
 */
export function setAnomaliesAside(logarithms: readonly number[], prior: NoisePrior): PastRuns {
  const runs = logarithms.length;
  if (runs < 3) return { usual: logarithms, anomalies: 0 };
  const center = median(logarithms);
  const robust = MAD_TO_DEVIATION * median(logarithms.map((value) => Math.abs(value - center)));
  const { priorRuns, priorSpread } = prior;
  const moderated = Math.sqrt((priorRuns * priorSpread ** 2 + runs * robust ** 2) / (priorRuns + runs));
  const limit = FAR * Math.max(moderated, priorSpread);

  const newest = logarithms.slice(-RUNS_OF_A_NEW_LEVEL);
  const isNewLevel =
    newest.every((value) => value - center > limit) || newest.every((value) => center - value > limit);
  if (isNewLevel) return { usual: logarithms, anomalies: 0 };
  const usual = logarithms.filter((value) => Math.abs(value - center) <= limit);
  return { usual, anomalies: runs - usual.length };
}

function median(values: readonly number[]): number {
  const sorted = Float64Array.from(values).sort();
  const half = Math.floor(sorted.length / 2);
  const upper = sorted[half] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[half - 1] ?? upper)) / 2;
}
