import type { z } from "zod";
import type { EffectWork } from "../effect/perform-effect.js";
import type { AfterFailure, FailureText, StepArguments, StepDefinition, StepText } from "./step.js";

/** A step of a procedure, with its types erased: as the runner sees it. */
export interface Step extends StepText, Pick<EffectWork, "retry" | "timeoutMs" | "accept"> {
  readonly id: string;
  readonly effect: EffectWork["contract"];
  readonly onFailure?: FailureText | undefined;
  run(step: StepArguments<unknown, unknown>): unknown;
  find?(step: StepArguments<unknown, unknown>): ReturnType<NonNullable<EffectWork["find"]>>;
}

/** What a procedure is before it has steps. */
export interface ProcedureText<InputSchema extends z.ZodType> {
  /** Lower-case words joined by `-`: it stands in the log for ever. */
  readonly id: string;
  readonly title: string;
  /** Why it is done, for the printed guide. */
  readonly purpose?: string | undefined;
  /** When it is due, in words. */
  readonly due?: string | undefined;
  readonly input: InputSchema;
}

/** A refused id is a type that says why. */
type FreshId<Id extends string, Taken> = Id extends keyof Taken ? `${Id} is taken by an earlier step` : Id;

/** A step that may fail while the run goes on leaves its output open. */
type OutputAfter<Output, Then extends AfterFailure> = "continue" extends Then ? Output | undefined : Output;

type Outcome<Id extends string, Output, Then extends AfterFailure> = {
  readonly [Each in Id]: OutputAfter<Awaited<Output>, Then>;
};

/** A procedure whatever its input and outputs are: as a guide collects it and the runner performs it. */
export interface AnyProcedure extends ProcedureText<z.ZodType> {
  readonly steps: readonly Step[];
  /** Performed in order when a step has failed for good and the run stops. */
  readonly failureSteps: readonly Step[];
}

/** One task of a guide: an immutable list of steps, each of which sees the outputs of those before it, and no others. */
export interface Procedure<Input, Outputs> extends AnyProcedure {
  /** The same procedure with one more step at its end. */
  step<const Id extends string, Output, const Then extends AfterFailure = "stop">(
    id: FreshId<Id, Outputs>,
    definition: StepDefinition<Input, Outputs, Output, Then>,
  ): Procedure<Input, Outputs & Outcome<Id, Output, Then>>;
  /** The same procedure with one more step to take when it fails. Any earlier output may be missing by then. */
  whenFailed<const Id extends string, Output>(
    id: FreshId<Id, Outputs>,
    definition: StepDefinition<Input, Partial<Outputs>, Output>,
  ): Procedure<Input, Outputs>;
}

/** The outputs of no step, to which outputs are added. */
type NoOutputs = Record<never, never>;

/**
 * Declares a task of a guide.
 *
 * @example
 * const nightlyLoad = defineProcedure({ id: "nightly-load", title: "Load the night's orders", input: z.object({}) })
 *   .step("receive", { title: "Wait for the order file", instructions: ["Open the site."], effect: "repeatable", run: () => 3 })
 *   .step("count", { title: "Count", instructions: ["Count."], effect: "repeatable", run: ({ outputs }) => outputs.receive + 1 });
 */
export function defineProcedure<InputSchema extends z.ZodType>(
  text: ProcedureText<InputSchema>,
): Procedure<z.output<InputSchema>, NoOutputs> {
  return createProcedure(text, [], []);
}

function createProcedure<Input, Outputs>(
  text: ProcedureText<z.ZodType>,
  steps: readonly Step[],
  failureSteps: readonly Step[],
): Procedure<Input, Outputs> {
  return Object.freeze({
    ...text,
    steps,
    failureSteps,
    step(id: string, definition: Omit<Step, "id">) {
      return createProcedure(text, [...steps, { ...definition, id }], failureSteps);
    },
    whenFailed(id: string, definition: Omit<Step, "id">) {
      return createProcedure(text, steps, [...failureSteps, { ...definition, id }]);
    },
  }) as Procedure<Input, Outputs>;
}
