import type { Clock } from "@spm-ops/core";
import { openRateWindow } from "../../simulator/rate-limit.js";

/** How many requests a contract allows. */
export type SimulatedTier = "standard" | "enterprise";

const LIMITS: Readonly<Record<SimulatedTier, { readonly perSecond: number; readonly perHour: number }>> = {
  standard: { perSecond: 5, perHour: 1_500 },
  enterprise: { perSecond: 15, perHour: 6_000 },
};

/** Counts the requests of tokens. */
export interface Rate {
  /** Whether one more is allowed, which is counted then. */
  takes(token: string): boolean;
}

/** Creates the count of a tier; without one everything is allowed. A request that one window refuses may count in the other. */
export function createRate(tier: SimulatedTier | undefined, clock: Clock): Rate {
  if (tier === undefined) return { takes: () => true };
  const { perSecond, perHour } = LIMITS[tier];
  const open = () => [
    openRateWindow({ requests: perSecond, windowMs: 1_000 }, clock),
    openRateWindow({ requests: perHour, windowMs: 3_600_000 }, clock),
  ];
  const windows = new Map<string, ReturnType<typeof open>>();
  return {
    takes(token) {
      const ofToken = windows.get(token) ?? open();
      windows.set(token, ofToken);
      return ofToken.every((window) => window.take() === undefined);
    },
  };
}
