import type { Clock } from "@spm-ops/core";
import { type ConditionalFaults, createSwitchboard, type Switchboard } from "../../simulator/faults.js";

/** How a job ends that is told to fail. */
export interface JobFailure {
  /** Batches that are done, and stay done, before it fails. @defaultValue 0 */
  readonly afterBatches?: number | undefined;
  /** What the job tells of it; queries tell nothing. @defaultValue that its batches took too long */
  readonly message?: string | undefined;
}

/** Conditions of the org that stay until they are changed. */
export interface Conditions {
  /** Of so many rows, one cannot get the lock of its parent; 0 for none. */
  lockedEvery: number;
  /** Jobs and their results are gone, as after seven days, or as for somebody without rights. */
  jobsGone: boolean;
  /** The allowance of calls is spent: 403 for everything behind the login. */
  callsSpent: boolean;
}

/** Troubles that can be switched on while the simulator runs. */
export interface SalesforceFaults extends ConditionalFaults<Conditions> {
  /** The next job that starts, of any kind, fails. */
  failJob(failure?: JobFailure): void;
}

const USUAL: Conditions = { lockedEvery: 0, jobsGone: false, callsSpent: false };
const TOO_LONG = "InternalServerError : Job failed because its batches were retried too often";

/** The troubles of a simulated org. */
export interface SalesforceTroubles {
  readonly faults: SalesforceFaults;
  readonly conditions: Conditions;
  readonly switchboard: Switchboard<Conditions>;
  /** The failure that waits for a job, and one less of it. */
  takeFailure(): Required<JobFailure> | undefined;
}

/** Creates the troubles of a simulated org, all of them switched off. */
export function createTroubles(clock: Clock, expireTokens: () => void): SalesforceTroubles {
  const failures: Required<JobFailure>[] = [];
  const onClear = () => {
    failures.length = 0;
  };
  const switchboard = createSwitchboard({ clock, expireTokens, usual: USUAL, onClear });
  return {
    conditions: switchboard.conditions,
    switchboard,
    takeFailure: () => failures.shift(),
    faults: {
      ...switchboard.faults,
      failJob: ({ afterBatches = 0, message = TOO_LONG } = {}) =>
        void failures.push({ afterBatches, message }),
    },
  };
}
