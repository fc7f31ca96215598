import type { Clock } from "../../clock.js";
import type { EffectContract, Found } from "../../effect/effect-contract.js";
import type { NewAttachment } from "../../log/attachment.js";
import type { RetryPolicy } from "../../retry.js";
import type { Volume } from "../../volume.js";
import type { Expectation } from "./expectation.js";
import type { Reconciliation } from "./reconciliation.js";
import type { AfterFailure, MayFail, StepText } from "./step-text.js";

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
  /**
   * Keeps bytes with the step, without the secrets in them: they stand in the log by their digest, and go into its
   * evidence.
   *
   * @throws SpmError `file.refused` above the log's limit.
   */
  attach(attachment: NewAttachment): Promise<void>;
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

/** How an effect is tried, and what a person does who has to find out what became of it. */
export interface StepPolicy {
  /** How a person finds out whether it happened. Required for a `once` step without `find`. */
  readonly onDoubt?: { readonly instructions: readonly string[] } | undefined;
  /** Tries in all and the waits between them. @defaultValue one try */
  readonly retry?: RetryPolicy | undefined;
  /** How long one attempt may take. @defaultValue no limit */
  readonly timeoutMs?: number | undefined;
}

/** How what a step did is undone: an effect of its own, performed when a later step fails with `then: "compensate"`. */
export type CompensationDefinition<Input, Outputs, Output> = StepPolicy &
  StepEffect<Input, Outputs & { readonly compensated: Output }, unknown> & {
    /** What a person does to undo it. */
    readonly instructions: readonly string[];
    /** Undoes the step; what the step returned is `outputs.compensated`. */
    readonly run: StepRun<Input, Outputs & { readonly compensated: Output }, unknown>;
  };

/** An automated step as it is declared. */
export type StepDefinition<Input, Outputs, Output, Then extends AfterFailure = AfterFailure> = StepText &
  StepPolicy &
  MayFail<Then> &
  StepEffect<Input, Outputs, Output> & {
    /** How long it should take and how much it should move. Declared, printed, and judged by monitoring. */
    readonly expect?: Expectation | undefined;
    /** What it moves, held against what an earlier step moved. One that does not reconcile is refused. */
    readonly reconcile?: readonly Reconciliation<keyof Outputs & string>[] | undefined;
    readonly run: StepRun<Input, Outputs, Output>;
    /**
     * Says why an output is not good enough, or nothing when it is.
     *
     * The step is then `refused`: it happened, its output is kept, and the run goes the way of `onFailure`. Write it
     * after `run`, from which the compiler takes the type of the output.
     */
    readonly accept?: ((output: Output) => string | undefined) | undefined;
    /** How it is undone. Write it after `run`. @defaultValue it is not */
    readonly compensate?: CompensationDefinition<Input, Outputs, Output> | undefined;
  };
