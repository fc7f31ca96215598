import type { RunAct } from "./acts/act-on-run.js";
import { overrideStep, type StepAct, type StepOverride, skipStep } from "./acts/decide-step.js";
import { type Rerun, rerun } from "./acts/rerun.js";
import { type DoubtResolution, resolveDoubt } from "./acts/resolve-doubt.js";
import { cancelRun, holdRun, releaseRun } from "./acts/stop-run.js";
import { moveRun } from "./move-run.js";
import { type RunRequest, requestRun } from "./request-run.js";
import type { RunState } from "./run-state.js";
import { type RunnerOptions, toRunnerServices } from "./runner-options.js";

/**
 * Performs the procedures of a guide, and keeps all that happens in the run log.
 *
 * What people do to a run needs a reason and stands in the log with their name. What cannot be is SpmError
 * `run.refused`, stands there too, and changes nothing.
 */
export interface Runner {
  /**
   * Asks for a run; it does not move yet.
   *
   * @throws SpmError `run.refused` when the input does not fit the procedure, `run.unknown` without the procedure.
   */
  request(request: RunRequest): Promise<RunState>;
  /**
   * Moves a run until it has ended or is in doubt. Takes up a run that another worker has left, where it left it.
   *
   * @throws SpmError `claim.held` while another worker moves it, `claim.lost` when another one has taken over,
   * `guide.unknown` when it is pinned to a version of the guide that is not here.
   */
  advance(runId: string, call?: { readonly signal?: AbortSignal | undefined }): Promise<RunState>;
  /** Keeps what a person found out about a step in doubt. The run moves on with the next `advance`. */
  resolve(resolution: DoubtResolution): Promise<RunState>;
  /** Asks for the end of a run. A step under way is cut off within a third of the lease, unless it may be done only once. */
  cancel(act: RunAct): Promise<RunState>;
  /** Lets a run begin no further step until it is released. */
  hold(act: RunAct): Promise<RunState>;
  /** Ends a hold. The run moves on with the next `advance`. */
  release(act: RunAct): Promise<RunState>;
  /** Leaves out a step whose output the guide lets later steps do without. */
  skip(act: StepAct): Promise<RunState>;
  /** Sets the output of a step instead of performing it, or after it has failed. */
  override(act: StepOverride): Promise<RunState>;
  /** Asks for a new run that repeats an ended one from a step on, reusing the results before it. */
  rerun(request: Rerun): Promise<RunState>;
}

/** Creates the runner of a process. It holds nothing but what it is given: all that is known of a run is in the log. */
export function createRunner(options: RunnerOptions): Runner {
  const services = toRunnerServices(options);
  return {
    request: (request) => requestRun(services, request),
    advance: (runId, call) => moveRun(services, runId, call),
    resolve: (resolution) => resolveDoubt(services, resolution),
    cancel: (act) => cancelRun(services, act),
    hold: (act) => holdRun(services, act),
    release: (act) => releaseRun(services, act),
    skip: (act) => skipStep(services, act),
    override: (act) => overrideStep(services, act),
    rerun: (request) => rerun(services, request),
  };
}
