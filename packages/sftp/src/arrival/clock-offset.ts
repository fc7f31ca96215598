/** A file that grew between two looks: when by our clock, and what the site's clock said of it. */
export interface SeenWrite {
  /** When the listing that did not show it yet was asked for, in milliseconds since 1970. */
  readonly afterAt: number;
  /** When the listing that showed it had ended, in milliseconds since 1970. */
  readonly beforeAt: number;
  /** What the site told. */
  readonly modifiedAt: number;
}

/** How far a site's clock is ahead of ours. */
export interface ClockOffset {
  /** Added to our time it gives the site's; negative when the site is behind. */
  readonly offsetMs: number;
  /** The offset is known to within so much either way. */
  readonly uncertaintyMs: number;
  /** On how many writes that agree it rests. */
  readonly writes: number;
}

/** Servers of version 3 of the protocol tell whole seconds, cut off. */
const GRANULARITY_MS = 1_000;

/**
 * Estimates a site's clock from files that were seen growing.
 *
 * Each write bounds the offset from both sides. The estimate is the middle of the narrowest range that most of them
 * share, so that a sender that sets the times of its files does not mislead it while others are honest.
 *
 * @returns nothing without a write.
 */
export function estimateClockOffset(writes: readonly SeenWrite[]): ClockOffset | undefined {
  const edges = writes
    .flatMap(({ afterAt, beforeAt, modifiedAt }) => [
      { at: modifiedAt - beforeAt, step: 1 },
      { at: modifiedAt + GRANULARITY_MS - afterAt, step: -1 },
    ])
    .sort((a, b) => a.at - b.at || b.step - a.step);
  let open = 0;
  let best: { lowAt: number; highAt: number; writes: number } | undefined;
  for (const [index, { at, step }] of edges.entries()) {
    open += step;
    const highAt = edges[index + 1]?.at;
    if (step === 1 && highAt !== undefined && open > (best?.writes ?? 0)) {
      best = { lowAt: at, highAt, writes: open };
    }
  }
  if (best === undefined) return undefined;
  const { lowAt, highAt } = best;
  return {
    offsetMs: Math.round((lowAt + highAt) / 2),
    uncertaintyMs: Math.ceil((highAt - lowAt) / 2),
    writes: best.writes,
  };
}
