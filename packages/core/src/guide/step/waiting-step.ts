import type { z } from "zod";
import type { Due } from "./due.js";
import type { AfterFailure, MayFail, StepText } from "./step-text.js";

/** What a wait knows when it is asked for how long it lasts. */
export interface WaitArguments<Input, Outputs> {
  readonly input: Input;
  readonly outputs: Outputs;
  /** When the wait begins, in milliseconds since 1970 by the log's clock. */
  readonly fromMs: number;
}

/** A step that waits for a moment; its output is the moment, in milliseconds since 1970. */
export type WaitForMoment<Input, Outputs, Then extends AfterFailure = AfterFailure> = StepText &
  MayFail<Then> & {
    /** The moment: a due time, or one that is worked out when the wait begins, said in words for the printed guide. */
    readonly until:
      | Due
      | {
          readonly words: string;
          /** In milliseconds since 1970; one that has passed ends the wait at once. */
          readonly moment: (wait: WaitArguments<Input, Outputs>) => number;
        };
  };

/** A step that waits until it is told something; its output is what it was told. */
export type WaitForSignal<Schema extends z.ZodType, Then extends AfterFailure = AfterFailure> = StepText &
  MayFail<Then> & {
    readonly until: {
      /** What is waited for, for the printed guide. */
      readonly words: string;
      /** What it has to be told. */
      readonly told: Schema;
    };
    /** By when it has to be told; it fails then. @defaultValue it waits without end */
    readonly due?: Due | undefined;
  };
