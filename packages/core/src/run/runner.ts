import { createErrorRedaction } from "../redact-error.js";
import type { RunAct } from "./acts/act-on-run.js";
import { overrideStep, type StepAct, type StepOverride, skipStep } from "./acts/decide-step.js";
import { claimStep, returnStep } from "./acts/manual/claim-step.js";
import type { ManualStepAct } from "./acts/manual/manual-act.js";
import { type FormRejection, type FormSignature, rejectForm, signForm } from "./acts/manual/sign-form.js";
import { type FormSubmission, submitForm } from "./acts/manual/submit-form.js";
import { type Migration, migrateRun } from "./acts/migrate-run.js";
import { type Rerun, rerun } from "./acts/rerun.js";
import { type DoubtResolution, resolveDoubt } from "./acts/resolve-doubt.js";
import { type Cancellation, cancelRun, holdRun, releaseRun } from "./acts/stop-run.js";
import { type StepMessage, tellStep } from "./acts/tell-step.js";
import { moveRun } from "./move/move-run.js";
import { performRun, type RunRequest, requestRun } from "./request-run.js";
import type { RunState } from "./run-state.js";
import { type RunnerOptions, type RunnerServices, toRunnerServices } from "./runner-options.js";
import { assertTeamCanSign } from "./team.js";

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
   * @throws SpmError `run.refused` when the input does not fit the procedure, which is kept too; `run.unknown` without
   * the procedure.
   */
  request(request: RunRequest): Promise<RunState>;
  /** Asks for a run and moves it, as `request` and `advance` do, with fewer writes. */
  perform(request: RunRequest, call?: { readonly signal?: AbortSignal | undefined }): Promise<RunState>;
  /**
   * Moves a run until it has ended, waits or is in doubt. Takes up a run that another worker has left, where it left it.
   *
   * @throws SpmError `claim.held` while another worker moves it, `claim.lost` when another one has taken over,
   * `guide.unknown` when it is pinned to a version of the guide that is not here.
   */
  advance(runId: string, call?: { readonly signal?: AbortSignal | undefined }): Promise<RunState>;
  /** Keeps what a person found out about a step in doubt. The run moves on with the next `advance`. */
  resolve(resolution: DoubtResolution): Promise<RunState>;
  /** Asks for the end of a run. A step under way is cut off within a third of the lease, unless it may be done only once. */
  cancel(act: Cancellation): Promise<RunState>;
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
  /** Takes a manual step on: nobody else submits its form until it is given back. */
  claim(act: ManualStepAct): Promise<RunState>;
  /** Gives back a manual step that was claimed. */
  giveBack(act: ManualStepAct): Promise<RunState>;
  /** Submits the form of a manual step, also before the run has come to it. */
  submit(submission: FormSubmission): Promise<RunState>;
  /** Signs the form of a manual step. */
  sign(signature: FormSignature): Promise<RunState>;
  /** Sends the form of a manual step back; what was signed is void. */
  reject(rejection: FormRejection): Promise<RunState>;
  /** Tells a waiting step what it waits for, also before the run has come to it. */
  tell(message: StepMessage): Promise<RunState>;
  /** Lets a run that is between two steps follow another version of its guide. */
  migrate(migration: Migration): Promise<RunState>;
}

/**
 * Creates the runner of a process. It holds nothing but what it is given: all that is known of a run is in the log.
 *
 * @throws SpmError `config.invalid` for a team in which nobody could give a signature that the current guide asks for.
 */
export function createRunner(options: RunnerOptions): Runner {
  const services = toRunnerServices(options);
  if (options.team !== undefined) assertTeamCanSign(options.team, options.guides[0]);
  const redacted = createErrorRedaction(services.redactor);
  /** A call on the services of this runner; no error that comes out of it holds a secret. */
  const on = <Given extends readonly unknown[]>(
    act: (services: RunnerServices, ...given: Given) => Promise<RunState>,
  ) => redacted((...given: Given) => act(services, ...given));
  return {
    request: on(requestRun),
    advance: on(moveRun),
    resolve: on(resolveDoubt),
    cancel: on(cancelRun),
    hold: on(holdRun),
    release: on(releaseRun),
    skip: on(skipStep),
    override: on(overrideStep),
    rerun: on(rerun),
    perform: on(performRun),
    claim: on(claimStep),
    giveBack: on(returnStep),
    submit: on(submitForm),
    sign: on(signForm),
    reject: on(rejectForm),
    tell: on(tellStep),
    migrate: on(migrateRun),
  };
}
