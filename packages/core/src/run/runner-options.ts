import { type Clock, systemClock } from "../clock.js";
import type { Guide } from "../guide/guide.js";
import type { Log } from "../log/log.js";
import { createRedactor, type Redactor } from "../redact.js";
import { createRunProgress, type RunProgress } from "./run-progress.js";
import type { Team } from "./team.js";

export interface RunnerOptions {
  readonly log: Log;
  /** The guide that new runs follow, and the earlier versions under which old runs may finish. */
  readonly guides: readonly [Guide, ...Guide[]];
  /** Who performs: shown beside a claim, kept with every event. */
  readonly worker: string;
  /** @defaultValue the clock of this machine */
  readonly clock?: Clock | undefined;
  /** Takes secrets out of all that is kept. @defaultValue one that knows no secret */
  readonly redactor?: Redactor | undefined;
  /** Told what happens. @defaultValue nobody is told */
  readonly progress?: RunProgress | undefined;
  /** Who holds which role of the guide: they may do, and sign, manual steps. @defaultValue nobody holds any */
  readonly team?: Team | undefined;
  /** How long a worker that has died keeps a run from others. @defaultValue 15_000 */
  readonly leaseMs?: number | undefined;
}

/** What every call of a runner needs, with the defaults in place. */
export type RunnerServices = {
  readonly [Option in keyof RunnerOptions]-?: NonNullable<RunnerOptions[Option]>;
} & {
  /** The versions of the guide that this runner knows to be in the log. */
  readonly published: Set<string>;
};

/** The options with their defaults in place. */
export function toRunnerServices(options: RunnerOptions): RunnerServices {
  return {
    log: options.log,
    guides: options.guides,
    worker: options.worker,
    clock: options.clock ?? systemClock,
    redactor: options.redactor ?? createRedactor(),
    progress: options.progress ?? createRunProgress(),
    team: options.team ?? {},
    leaseMs: options.leaseMs ?? 15_000,
    published: new Set(),
  };
}
