import type { Clock } from "../clock.js";
import type { EffectContract, Found } from "../effect/effect-contract.js";
import type { RetryPolicy } from "../retry.js";
import type { Volume } from "../volume.js";

/** What people read about a step: in the printed guide, and when it happens. */
export interface StepText {
  readonly title: string;
  /** What to do by hand, in order, when the service cannot. */
  readonly instructions: readonly string[];
  readonly onSuccess?: { readonly instructions: readonly string[] } | undefined;
  /** How a person finds out whether it happened. Required for a `once` step without `find`. */
  readonly onDoubt?: { readonly instructions: readonly string[] } | undefined;
}

/** What becomes of the run when a step fails: it ends, or goes on without the step's output. */
export type AfterFailure = "stop" | "continue";

/** What to do when a step fails, and what the run does then. */
export interface FailureText<Then extends AfterFailure = AfterFailure> {
  readonly instructions: readonly string[];
  /** Whom to call: a role of the guide. */
  readonly call?: string | undefined;
  /** @defaultValue "stop" */
  readonly then?: Then | undefined;
}

/** How far a step has come; a convenience for screens, never kept. */
export interface StepProgress {
  readonly done: number;
  /** Absent when nobody knows how much there is. */
  readonly total?: number | undefined;
  /** What is counted: `bytes`, `rows`, `files`. */
  readonly unit: string;
  readonly note?: string | undefined;
}

/** What a step is given when it is performed. */
export interface StepArguments<Input, Outputs> {
  readonly runId: string;
  readonly input: Input;
  /** What the steps before this one returned, by their ids. */
  readonly outputs: Outputs;
  /** The same for every attempt at this step of this run, also after a crash. Hand it to the outside world. */
  readonly key: string;
  /** From 1. */
  readonly attempt: number;
  /** When the first intent to perform this step was written, in milliseconds since 1970 by the log's clock. */
  readonly intendedAt: number;
  /** Aborts when the step times out, the service stops, or another worker has taken over the run. */
  readonly signal: AbortSignal;
  readonly clock: Clock;
  progress(report: StepProgress): void;
  /** States what was moved. Later calls replace the fields that they name. */
  volume(moved: Volume): void;
}

/** Performs a step and returns its output, which must be JSON. */
export type StepRun<Input, Outputs, Output> = (
  step: StepArguments<Input, Outputs>,
) => Promise<Output> | Output;

/** The effect of a step: what may be done in doubt, and, for a `once` step, how to find out. */
export type StepEffect<Input, Outputs, Output> =
  | { readonly effect: Exclude<EffectContract, "once"> }
  | {
      readonly effect: Extract<EffectContract, "once">;
      readonly find?: ((step: StepArguments<Input, Outputs>) => Promise<Found<Output>>) | undefined;
    };

/** An automated step as it is declared. */
export type StepDefinition<Input, Outputs, Output, Then extends AfterFailure = AfterFailure> = StepText &
  StepEffect<Input, Outputs, Output> & {
    readonly onFailure?: FailureText<Then> | undefined;
    /** Tries in all and the waits between them. @defaultValue one try */
    readonly retry?: RetryPolicy | undefined;
    /** How long one attempt may take. @defaultValue no limit */
    readonly timeoutMs?: number | undefined;
    /**
     * Says why an output is not good enough, or nothing when it is.
     *
     * The step is then `refused`: it happened, its output is kept, and the run goes the way of `onFailure`. Write it
     * after `run`, from which the compiler takes the type of the output.
     */
    readonly accept?: ((output: Output) => string | undefined) | undefined;
    readonly run: StepRun<Input, Outputs, Output>;
  };
