/** Scores are counted in bins of this width, up to this far. */
const BIN = 0.01;
const FARTHEST = 10;
/** Bins of one side. */
export const BINS = FARTHEST / BIN;

/** The bin of a score. Those at or above zero are counted from 0 upward, those below from −1 downward. */
export function toBin(score: number): number {
  const bin = Math.min(Math.floor(Math.abs(score) / BIN), BINS - 1);
  return score < 0 ? -1 - bin : bin;
}

/** How many scores lie where, on both sides. */
export interface ScoreCounts {
  readonly size: number;
  /** Counts bins once more, or once less. */
  count(bins: readonly number[], by: 1 | -1): void;
  /** How many lie at or beyond a score, on its side; within a bin in proportion. */
  beyond(score: number): number;
}

/** Creates counts of nothing. Sums are made at the first question after a change. */
export function createScoreCounts(): ScoreCounts {
  const up = new Float64Array(BINS);
  const down = new Float64Array(BINS);
  let size = 0;
  let sums: { readonly up: Float64Array; readonly down: Float64Array } | undefined;
  return {
    get size() {
      return size;
    },
    count(bins, by) {
      for (const bin of bins) {
        const side = bin < 0 ? down : up;
        const at = bin < 0 ? -bin - 1 : bin;
        side[at] = (side[at] ?? 0) + by;
      }
      size += by * bins.length;
      sums = undefined;
    },
    beyond(score) {
      sums ??= { up: sumFromEnd(up), down: sumFromEnd(down) };
      const side = score < 0 ? sums.down : sums.up;
      const position = Math.min(Math.abs(score) / BIN, BINS);
      const bin = Math.floor(position);
      const here = side[bin] ?? 0;
      return here - (position - bin) * (here - (side[bin + 1] ?? 0));
    },
  };
}

function sumFromEnd(counts: Float64Array): Float64Array {
  const sums = new Float64Array(counts.length + 1);
  for (let bin = counts.length - 1; bin >= 0; bin -= 1) sums[bin] = (sums[bin + 1] ?? 0) + (counts[bin] ?? 0);
  return sums;
}
