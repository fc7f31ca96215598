import type { z } from "zod";
import type { EffectWork } from "../effect/perform-effect.js";
import type { StepArguments, StepDefinition, StepPolicy } from "./step/automated-step.js";
import type { CallingStepDefinition } from "./step/calling-step.js";
import type { Due } from "./step/due.js";
import type { Expectation } from "./step/expectation.js";
import type { CheckArguments, Escalation, ManualStepDefinition, SignOff } from "./step/manual-step.js";
import type { Reconciliation } from "./step/reconciliation.js";
import type { AfterFailure, FailureText, StepText } from "./step/step-text.js";
import type { WaitArguments, WaitForMoment, WaitForSignal } from "./step/waiting-step.js";

/** What all kinds of steps have. */
interface StepBasis extends StepText {
  readonly id: string;
  readonly onFailure?: FailureText | undefined;
}

/** Something that is done to the outside world, with its types erased. */
interface ErasedEffect extends StepPolicy {
  readonly effect: EffectWork["contract"];
  run(step: StepArguments<unknown, unknown>): unknown;
  find?(step: StepArguments<unknown, unknown>): ReturnType<NonNullable<EffectWork["find"]>>;
}

/** How a step is undone, with its types erased. */
export interface Compensation extends ErasedEffect {
  readonly instructions: readonly string[];
}

/** An automated step with its types erased: as the runner sees it. */
export interface AutomatedStep extends StepBasis, ErasedEffect {
  readonly kind: "automated";
  readonly expect?: Expectation | undefined;
  readonly reconcile?: readonly Reconciliation[] | undefined;
  accept?(output: unknown): string | undefined;
  readonly compensate?: Compensation | undefined;
}

/** A step that people do, with its types erased. */
export interface ManualStep extends StepBasis {
  readonly kind: "manual";
  readonly role: string;
  readonly form: z.ZodType;
  readonly signOff?: SignOff | undefined;
  check?(asked: CheckArguments<unknown, unknown, unknown>): Promise<string | undefined> | string | undefined;
  readonly due?: Due | undefined;
  readonly escalate?: readonly Escalation[] | undefined;
  readonly whenOverdue?: "wait" | "fail" | { readonly submit: unknown } | undefined;
}

/** A step that waits for a moment or for a signal, with its types erased. */
export interface WaitingStep extends StepBasis {
  readonly kind: "waiting";
  readonly until:
    | Due
    | { readonly words: string; moment(wait: WaitArguments<unknown, unknown>): number }
    | { readonly words: string; readonly told: z.ZodType };
  readonly due?: Due | undefined;
}

/** A step that performs another procedure, with its types erased. */
export interface CallingStep extends StepBasis {
  readonly kind: "calling";
  readonly procedure: AnyProcedure;
  input(call: { readonly input: unknown; readonly outputs: unknown }): unknown;
}

/** A step of a procedure, of any kind. */
export type Step = AutomatedStep | ManualStep | WaitingStep | CallingStep;

/** Which runs of a procedure may not be under way together, and what becomes of one that finds another. */
export interface Concurrency<Input> {
  /** The same key: one at a time. For the printed guide it is said in `words`. */
  readonly key: (input: Input) => string;
  /** What may be under way only once, such as `one load per environment`. */
  readonly words: string;
  /**
   * `queue`: it waits for its turn. `refuse`: it ends as refused. `cancel-other`: those before it are cancelled, and it
   * waits for their end. @defaultValue "queue"
   */
  readonly whenBusy?: "queue" | "refuse" | "cancel-other" | undefined;
}

/** What a procedure is before it has steps. */
export interface ProcedureText<InputSchema extends z.ZodType> {
  /** Lower-case words joined by `-`: it stands in the log for ever. */
  readonly id: string;
  readonly title: string;
  /** Why it is done, for the printed guide. */
  readonly purpose?: string | undefined;
  /** When it is due, in words, where no schedule says it. */
  readonly due?: string | undefined;
  readonly input: InputSchema;
  /** The controls, by their ids in the guide, that its runs are evidence for. */
  readonly controls?: readonly string[] | undefined;
  /** @defaultValue any number of runs at a time */
  readonly concurrency?: Concurrency<z.output<InputSchema>> | undefined;
}

/** A refused id is a type that says why. */
type FreshId<Id extends string, Taken> = Id extends keyof Taken ? `${Id} is taken by an earlier step` : Id;

/** A step that may fail while the run goes on leaves its output open. */
type OutputAfter<Output, Then extends AfterFailure> = "continue" extends Then ? Output | undefined : Output;

type Outcome<Id extends string, Output, Then extends AfterFailure> = {
  readonly [Each in Id]: OutputAfter<Awaited<Output>, Then>;
};

/** A procedure whatever its input and outputs are: as a guide collects it and the runner performs it. */
export interface AnyProcedure extends Omit<ProcedureText<z.ZodType>, "concurrency"> {
  readonly concurrency?: (Omit<Concurrency<unknown>, "key"> & { key(input: unknown): string }) | undefined;
  readonly steps: readonly Step[];
  /** Performed in order when a step has failed for good and the run stops. */
  readonly failureSteps: readonly AutomatedStep[];
}

/** One task of a guide: an immutable list of steps, each of which sees the outputs of those before it, and no others. */
export interface Procedure<Input, Outputs> extends AnyProcedure {
  /** What a run of it is given, and what its steps return: for the compiler only. */
  readonly typed?: { readonly input: Input; readonly outputs: Outputs } | undefined;
  /** The same procedure with one more step at its end. */
  step<const Id extends string, Output, const Then extends AfterFailure = "stop">(
    id: FreshId<Id, Outputs>,
    definition: StepDefinition<Input, Outputs, Output, Then>,
  ): Procedure<Input, Outputs & Outcome<Id, Output, Then>>;
  /** The same procedure with a step at its end that people do. */
  manual<const Id extends string, FormSchema extends z.ZodType, const Then extends AfterFailure = "stop">(
    id: FreshId<Id, Outputs>,
    definition: ManualStepDefinition<Input, Outputs, FormSchema, Then>,
  ): Procedure<Input, Outputs & Outcome<Id, z.output<FormSchema>, Then>>;
  /** The same procedure with a step at its end that waits for a moment. */
  waitUntil<const Id extends string, const Then extends AfterFailure = "stop">(
    id: FreshId<Id, Outputs>,
    definition: WaitForMoment<Input, Outputs, Then>,
  ): Procedure<Input, Outputs & Outcome<Id, number, Then>>;
  /** The same procedure with a step at its end that waits until it is told something. */
  waitFor<const Id extends string, Schema extends z.ZodType, const Then extends AfterFailure = "stop">(
    id: FreshId<Id, Outputs>,
    definition: WaitForSignal<Schema, Then>,
  ): Procedure<Input, Outputs & Outcome<Id, z.output<Schema>, Then>>;
  /** The same procedure with a step at its end that performs another procedure. */
  call<const Id extends string, CalledInput, CalledOutputs, const Then extends AfterFailure = "stop">(
    id: FreshId<Id, Outputs>,
    definition: CallingStepDefinition<
      Input,
      Outputs,
      Procedure<CalledInput, CalledOutputs>,
      NoInfer<CalledInput>,
      Then
    >,
  ): Procedure<Input, Outputs & Outcome<Id, CalledOutputs, Then>>;
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
 *   .manual("approve", { title: "Approve", instructions: ["Compare the totals."], role: "analyst", form: z.object({ total: z.string() }) })
 *   .step("count", { title: "Count", instructions: ["Count."], effect: "repeatable", run: ({ outputs }) => outputs.receive + 1 });
 */
export function defineProcedure<InputSchema extends z.ZodType>(
  text: ProcedureText<InputSchema>,
): Procedure<z.output<InputSchema>, NoOutputs> {
  return createProcedure(text as AnyProcedureText, [], []);
}

type AnyProcedureText = Omit<AnyProcedure, "steps" | "failureSteps">;

function createProcedure<Input, Outputs>(
  text: AnyProcedureText,
  steps: readonly Step[],
  failureSteps: readonly AutomatedStep[],
): Procedure<Input, Outputs> {
  const add = (kind: Step["kind"]) => (id: string, definition: object) =>
    createProcedure(text, [...steps, { ...definition, kind, id } as Step], failureSteps);
  return Object.freeze({
    ...text,
    steps,
    failureSteps,
    step: add("automated"),
    manual: add("manual"),
    waitUntil: add("waiting"),
    waitFor: add("waiting"),
    call: add("calling"),
    whenFailed: (id: string, definition: object) =>
      createProcedure(text, steps, [
        ...failureSteps,
        { ...definition, kind: "automated", id } as AutomatedStep,
      ]),
  }) as Procedure<Input, Outputs>;
}
