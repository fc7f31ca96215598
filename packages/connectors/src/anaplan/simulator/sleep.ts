import type { Clock } from "@spm-ops/core";
import type { Conditions } from "./faults.js";
import type { Durations } from "./task-timing.js";

/** A model that the vendor unloads when nobody works in it. */
export interface Sleep {
  /** Comes back when the model is loaded; the first call that meets it asleep makes the vendor load it. */
  awake(): Promise<void>;
  /** Loads the model, sooner than a call would. */
  open(): void;
  /** Unloads the model, whoever works in it. */
  close(): void;
  /** The vendor's word for where the model is. */
  word(): "Open" | "Opening" | "Closed";
}

export interface SleepOptions {
  readonly conditions: Conditions;
  readonly clock: Clock;
  readonly durations: Durations;
  /** Ends the wait of all calls. */
  readonly signal: AbortSignal;
}

const LOOK_MS = 20;

/** Lets a model sleep when its conditions say so. */
export function createSleep({ conditions, clock, durations, signal }: SleepOptions): Sleep {
  const { openMs = 50, reloadMs = 90_000 } = durations;
  let opensAt: number | undefined;

  const isAsleep = (): boolean => {
    if (opensAt !== undefined && clock.monotonic() >= opensAt) conditions.asleep = false;
    if (!conditions.asleep) opensAt = undefined;
    return conditions.asleep;
  };
  const load = (durationMs: number) => {
    if (isAsleep()) opensAt = Math.min(opensAt ?? Number.POSITIVE_INFINITY, clock.monotonic() + durationMs);
  };

  return {
    async awake() {
      load(reloadMs);
      while (isAsleep()) await clock.wait(LOOK_MS, { signal });
    },
    open: () => load(openMs),
    close() {
      conditions.asleep = true;
    },
    word() {
      if (!isAsleep()) return "Open";
      return opensAt === undefined ? "Closed" : "Opening";
    },
  };
}
