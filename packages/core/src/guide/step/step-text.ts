/** What people read about a step: in the printed guide, and when it happens. */
export interface StepText {
  readonly title: string;
  /** What to do by hand, in order, when the service cannot. */
  readonly instructions: readonly string[];
  readonly onSuccess?: { readonly instructions: readonly string[] } | undefined;
}

/**
 * What becomes of the run when a step fails: it ends; it goes on without the step's output; or what was done before is
 * compensated, the latest first, and then it ends.
 */
export type AfterFailure = "stop" | "continue" | "compensate";

/** What to do when a step fails, and what the run does then. */
export interface FailureText<Then extends AfterFailure = AfterFailure> {
  readonly instructions: readonly string[];
  /** Whom to call: a role of the guide. */
  readonly call?: string | undefined;
  /** @defaultValue "stop" */
  readonly then?: Then | undefined;
}

/** What every kind of step may say about its failure. */
export interface MayFail<Then extends AfterFailure> {
  readonly onFailure?: FailureText<Then> | undefined;
}
