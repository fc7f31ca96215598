import { type Clock, systemClock } from "../../clock.js";
import type { Guide } from "../../guide/guide.js";
import type { Log } from "../../log/log.js";
import type { StreamWriting } from "../../log/stream.js";
import { createRedactor, type Redactor } from "../../redact.js";
import type { Runner } from "../../run/runner.js";

export interface SlotWatchOptions {
  readonly log: Log;
  /** Asks for the runs of slots. */
  readonly runner: Pick<Runner, "request">;
  /** The guide whose schedules are watched. */
  readonly guide: Guide;
  /** Who looks: kept with every event. */
  readonly worker: string;
  /** @defaultValue the clock of this machine */
  readonly clock?: Clock | undefined;
  /** Takes secrets out of all that is kept. @defaultValue one that knows no secret */
  readonly redactor?: Redactor | undefined;
  /** A run that is asked for no later after its slot was in time. @defaultValue 60_000 */
  readonly inTimeMs?: number | undefined;
}

/** What every look needs, with the defaults in place. */
export interface SlotServices extends Omit<SlotWatchOptions, "worker" | "redactor"> {
  readonly clock: Clock;
  readonly inTimeMs: number;
  /** As the service itself. */
  readonly writing: StreamWriting;
}

/** The options with their defaults in place. */
export function toSlotServices({ worker, redactor, ...options }: SlotWatchOptions): SlotServices {
  return {
    ...options,
    clock: options.clock ?? systemClock,
    inTimeMs: options.inTimeMs ?? 60_000,
    writing: { actor: { kind: "service", id: worker }, redactor: redactor ?? createRedactor() },
  };
}
