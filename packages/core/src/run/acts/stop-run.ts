import type { RunState } from "../run-state.js";
import type { RunnerServices } from "../runner-options.js";
import { actOnRun, type RunAct } from "./act-on-run.js";

/** The wish to end a run. */
export interface Cancellation extends RunAct {
  /** Whether what the run has done is undone, where the guide says how. @defaultValue false */
  readonly compensate?: boolean | undefined;
}

/** Asks for the end of a run: the step under way is cut off, unless it may be done only once; nothing more is begun. */
export function cancelRun(services: RunnerServices, act: Cancellation): Promise<RunState> {
  const { reason, compensate } = act;
  return actOnRun(services, { ...act, called: "cancel the run" }, ({ cancellation }) =>
    cancellation === undefined
      ? [{ type: "run.cancel-requested", data: { reason, compensate } }]
      : { refused: `it was cancelled already: ${cancellation.reason}` },
  );
}

/** Lets a run begin no step until it is released. The step under way goes on. */
export function holdRun(services: RunnerServices, act: RunAct): Promise<RunState> {
  return actOnRun(services, { ...act, called: "hold the run" }, ({ hold }) =>
    hold === undefined
      ? [{ type: "run.held", data: { reason: act.reason } }]
      : { refused: `it is held already: ${hold.reason}` },
  );
}

/** Ends the hold of a run. It moves on with the next `advance`. */
export function releaseRun(services: RunnerServices, act: RunAct): Promise<RunState> {
  return actOnRun(services, { ...act, called: "release the run" }, ({ hold }) =>
    hold === undefined
      ? { refused: "it is not held" }
      : [{ type: "run.released", data: { reason: act.reason } }],
  );
}
