import { z } from "zod";
import { jsonSchema } from "../../json.js";
import { dueSchema } from "../step/due.js";
import { expectationSchema } from "../step/expectation.js";
import { reconciliationSchema } from "../step/reconciliation.js";

const texts = z.array(z.string().min(1)).min(1);
export const identifier = z
  .string()
  .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, "lower-case words joined by -, beginning with a letter");

const basis = {
  id: identifier,
  title: z.string().min(1),
  instructions: texts,
  onSuccess: z.strictObject({ instructions: texts }).optional(),
  onFailure: z
    .strictObject({
      instructions: texts,
      call: z.string().optional(),
      then: z.enum(["stop", "continue", "compensate"]).optional(),
    })
    .optional(),
};

const effect = {
  effect: z.enum(["repeatable", "keyed", "once"]),
  canBeFound: z.boolean(),
  onDoubt: z.strictObject({ instructions: texts }).optional(),
  retry: z
    .strictObject({
      attempts: z.int().min(1).optional(),
      delayMs: z.number().nonnegative().optional(),
      maxDelayMs: z.number().nonnegative().optional(),
    })
    .optional(),
  timeoutMs: z.number().positive().optional(),
};

const needsAWayOut = {
  path: ["onDoubt"],
  message: "an effect that may be done only `once` needs `find`, or instructions for a person in doubt",
};

interface DeclaredEffect {
  readonly effect: string;
  readonly canBeFound: boolean;
  readonly onDoubt?: unknown;
}

function hasAWayOut({ effect: contract, canBeFound, onDoubt }: DeclaredEffect): boolean {
  return contract !== "once" || canBeFound || onDoubt !== undefined;
}

/** An automated step, on paper. */
export const automatedStepDocument = z
  .strictObject({
    // Guides were kept before there were other kinds.
    kind: z.literal("automated").default("automated"),
    ...basis,
    ...effect,
    expect: expectationSchema.optional(),
    reconcile: z.array(reconciliationSchema).optional(),
    compensate: z
      .strictObject({ instructions: texts, ...effect })
      .refine(hasAWayOut, needsAWayOut)
      .optional(),
  })
  .refine(hasAWayOut, needsAWayOut);

const manualStepDocument = z
  .strictObject({
    kind: z.literal("manual"),
    ...basis,
    role: z.string(),
    form: jsonSchema,
    isChecked: z.boolean(),
    signOff: z
      .strictObject({
        need: z.int().min(1),
        by: z.array(z.string()).min(1).optional(),
        notSameAs: z.array(z.string()).optional(),
      })
      .optional(),
    due: dueSchema.optional(),
    escalate: z.array(z.strictObject({ due: dueSchema, call: z.string() })).optional(),
    whenOverdue: z.union([z.enum(["wait", "fail"]), z.strictObject({ submit: jsonSchema })]).optional(),
  })
  .refine(({ due, whenOverdue = "wait" }) => due !== undefined || whenOverdue === "wait", {
    path: ["whenOverdue"],
    message: "says what happens when it is overdue, but `due` does not say when that is",
  });

const waitingStepDocument = z.strictObject({
  kind: z.literal("waiting"),
  ...basis,
  until: z.union([
    dueSchema,
    z.strictObject({ words: z.string().min(1) }),
    z.strictObject({ words: z.string().min(1), told: jsonSchema }),
  ]),
  due: dueSchema.optional(),
});

const callingStepDocument = z.strictObject({
  kind: z.literal("calling"),
  ...basis,
  procedureId: z.string(),
});

/** A step, on paper. */
export const stepDocument = z.discriminatedUnion("kind", [
  automatedStepDocument,
  manualStepDocument,
  waitingStepDocument,
  callingStepDocument,
]);

export type AutomatedStepDocument = z.infer<typeof automatedStepDocument>;
export type CallingStepDocument = z.infer<typeof callingStepDocument>;
export type ManualStepDocument = z.infer<typeof manualStepDocument>;
export type WaitingStepDocument = z.infer<typeof waitingStepDocument>;
export type StepDocument = z.infer<typeof stepDocument>;
