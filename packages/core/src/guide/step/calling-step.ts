import type { AfterFailure, MayFail, StepText } from "./step-text.js";

/**
 * A step that performs another procedure of the guide as a run of its own, and waits for it to end.
 *
 * Its output is what the steps of that run returned, by their ids. It fails when that run does.
 */
export type CallingStepDefinition<
  Input,
  Outputs,
  Called,
  CalledInput,
  Then extends AfterFailure = AfterFailure,
> = StepText &
  MayFail<Then> & {
    readonly procedure: Called;
    /** What the called procedure is given; it has to fit its input. */
    readonly input: (call: { readonly input: Input; readonly outputs: Outputs }) => CalledInput;
  };
