import type { z } from "zod";
import type { Actor } from "../../actor.js";
import type { Due } from "./due.js";
import type { AfterFailure, MayFail, StepText } from "./step-text.js";

/**
 * Whose signatures a manual step needs, beside the form that was submitted.
 *
 * Each person signs once, and each of them holds one of the roles.
 */
export interface SignOff<StepId extends string = string> {
  /** How many people have to sign. */
  readonly need: number;
  /** The roles whose people may sign. @defaultValue the role of the step */
  readonly by?: readonly string[] | undefined;
  /**
   * Who may not sign: whoever asked for the run, whoever submitted this form, or whoever submitted the form of an
   * earlier manual step. @defaultValue nobody is excluded
   */
  readonly notSameAs?: readonly (StepId | "initiator" | "preparer")[] | undefined;
}

/** Somebody who is told when a manual step waits too long. */
export interface Escalation {
  readonly due: Due;
  /** Whom to call: a role of the guide. */
  readonly call: string;
}

/** What a machine check of a manual step is given. */
export interface CheckArguments<Input, Outputs, Form> {
  readonly input: Input;
  readonly outputs: Outputs;
  /** What was filled in. */
  readonly form: Form;
  /** Who submits or signs. */
  readonly actor: Actor;
  readonly signal: AbortSignal;
}

/** A step that people do, as it is declared. Its output is the form that they have filled in. */
export type ManualStepDefinition<
  Input,
  Outputs,
  FormSchema extends z.ZodType,
  Then extends AfterFailure = AfterFailure,
> = StepText &
  MayFail<Then> & {
    /** Who does it: a role of the guide. */
    readonly role: string;
    /** What has to be filled in. */
    readonly form: FormSchema;
    /** @defaultValue none: the step is done when its form is submitted */
    readonly signOff?: SignOff<keyof Outputs & string> | undefined;
    /**
     * Says what does not hold, or nothing when all does. It is asked at every submission and at every signature, and
     * what it finds keeps both from counting: nobody signs for what does not tie out.
     */
    readonly check?:
      | ((
          asked: CheckArguments<Input, Outputs, z.output<FormSchema>>,
        ) => Promise<string | undefined> | string | undefined)
      | undefined;
    /** By when it has to be done. @defaultValue it waits without end */
    readonly due?: Due | undefined;
    /** Whom to call as it waits, beside the role itself. */
    readonly escalate?: readonly Escalation[] | undefined;
    /**
     * What becomes of it when it is overdue: it goes on waiting, it fails, or it counts as done with this form.
     *
     * @defaultValue "wait"
     */
    readonly whenOverdue?: "wait" | "fail" | { readonly submit: z.input<FormSchema> } | undefined;
  };
