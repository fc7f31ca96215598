import type { Clock } from "../clock.js";
import type { Claim } from "./claim.js";
import type { Log } from "./log.js";

/** A claim that is kept alive while it is needed. */
export interface HeldClaim {
  readonly claim: Claim;
  /** Aborts when the claim cannot be kept, or the caller's signal does: from then on nothing may be done under it. */
  readonly signal: AbortSignal;
  /** Stops renewing, and gives the claim back unless it is lost, or was given back with a write. */
  letGo(): Promise<void>;
  /** Tells that the claim was given back with a write. */
  wasReleased(): void;
}

export interface Holding {
  readonly leaseMs: number;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Told each time the claim was renewed; a failure of it counts as one of the renewal. */
  readonly onRenewed?: (() => Promise<void>) | undefined;
}

/** Why renewing ends: nobody is told it, and a reason of its own each time would cost a stack trace. */
const LET_GO = "let go";

/** Renews a claim three times a lease. Any failure to do so means that authority is lost. */
export function holdClaim(log: Log, claim: Claim, { leaseMs, clock, signal, onRenewed }: Holding): HeldClaim {
  const authority = new AbortController();
  const done = new AbortController();
  let isReleased = false;

  const renewing = (async () => {
    try {
      for (;;) {
        await clock.wait(leaseMs / 3, { signal: done.signal });
        await log.renew(claim, leaseMs);
        await onRenewed?.();
      }
    } catch (error) {
      if (!done.signal.aborted) authority.abort(error);
    }
  })();

  return {
    claim,
    signal: AbortSignal.any([signal, authority.signal]),
    async letGo() {
      done.abort(LET_GO);
      await renewing;
      if (!authority.signal.aborted && !isReleased) await log.release(claim);
    },
    wasReleased() {
      isReleased = true;
    },
  };
}
