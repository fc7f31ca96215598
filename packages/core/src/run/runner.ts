import { moveRun } from "./move-run.js";
import { type RunRequest, requestRun } from "./request-run.js";
import { type DoubtResolution, resolveDoubt } from "./resolve-doubt.js";
import type { RunState } from "./run-state.js";
import { type RunnerOptions, toRunnerServices } from "./runner-options.js";

/** Performs the procedures of a guide, and keeps all that happens in the run log. */
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
}

/** Creates the runner of a process. It holds nothing but what it is given: all that is known of a run is in the log. */
export function createRunner(options: RunnerOptions): Runner {
  const services = toRunnerServices(options);
  return {
    request: (request) => requestRun(services, request),
    advance: (runId, call) => moveRun(services, runId, call),
    resolve: (resolution) => resolveDoubt(services, resolution),
  };
}
