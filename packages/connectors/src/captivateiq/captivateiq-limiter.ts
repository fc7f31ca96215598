import { createLimiter, joinLimiters, type Limiter } from "../http/limiter.js";
import type { CaptivateiqSettings } from "./captivateiq-options.js";

const HOUR_MS = 3_600_000;

/** What the vendor lets a token do, by tier. */
const TIERS: Readonly<
  Record<CaptivateiqSettings["tier"], { readonly perSecond: number; readonly perHour: number }>
> = {
  standard: { perSecond: 5, perHour: 1_500 },
  enterprise: { perSecond: 15, perHour: 6_000 },
};

/** The limiter of a tier. The options' `limits` change what goes at once and in short intervals, never the hour. */
export function createTierLimiter({ tier, limits }: Pick<CaptivateiqSettings, "tier" | "limits">): Limiter {
  const { perSecond, perHour } = TIERS[tier];
  return joinLimiters(
    createLimiter({
      concurrency: Number.POSITIVE_INFINITY,
      requestsPerInterval: perHour,
      intervalMs: HOUR_MS,
    }),
    createLimiter({ requestsPerInterval: perSecond, ...limits }),
  );
}
