import type { Uptime } from "./measure-uptime.js";

/** How a period stands against what was agreed. Shares are of the agreed time: service time that is not excused. */
export interface ErrorBudget {
  /** Seen up, of what was seen; nothing when nothing was. */
  readonly availability: number | undefined;
  /** If all that is unknown was down, and if all of it was up. */
  readonly between: { readonly lowest: number; readonly highest: number } | undefined;
  /** How long it may be down. */
  readonly budgetMs: number;
  readonly usedMs: number;
  /** Negative when the objective is missed. */
  readonly leftMs: number;
  /** Share of the budget that is used; nothing when there is none. */
  readonly burn: number | undefined;
  readonly isMet: boolean;
}

/**
 * Compares an uptime with an objective: the share of the agreed time in which it has to be up, such as 0.995.
 *
 * Only what was seen down uses the budget; what is unknown is told beside it. For a month under way measure up to now:
 * the budget grows with the time that has passed, so that `burn` above 1 means that the objective is missed at this pace.
 *
 * @throws RangeError for an objective that is not above 0 and at most 1.
 */
export function compareWithObjective(
  { upMs, downMs, unknownMs }: Pick<Uptime, "upMs" | "downMs" | "unknownMs">,
  objective: number,
): ErrorBudget {
  if (!(objective > 0 && objective <= 1)) throw new RangeError("an objective is above 0 and at most 1");
  const agreedMs = upMs + downMs + unknownMs;
  const seenMs = upMs + downMs;
  // Rounded: 1 − 0.999 is not 0.001, and nobody agrees on parts of a millisecond.
  const budgetMs = Math.round((1 - objective) * agreedMs);
  return {
    availability: seenMs === 0 ? undefined : upMs / seenMs,
    between: agreedMs === 0 ? undefined : { lowest: upMs / agreedMs, highest: (upMs + unknownMs) / agreedMs },
    budgetMs,
    usedMs: downMs,
    leftMs: budgetMs - downMs,
    burn: budgetMs === 0 ? undefined : downMs / budgetMs,
    isMet: downMs <= budgetMs,
  };
}
