import { z } from "zod";
import { jsonSchema } from "../json.js";

const texts = z.array(z.string().min(1)).min(1);
const identifier = z
  .string()
  .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, "lower-case words joined by -, beginning with a letter");

const retryPolicy = z.strictObject({
  attempts: z.int().min(1).optional(),
  delayMs: z.number().nonnegative().optional(),
  maxDelayMs: z.number().nonnegative().optional(),
});

const stepDocument = z
  .strictObject({
    id: identifier,
    title: z.string().min(1),
    instructions: texts,
    effect: z.enum(["repeatable", "keyed", "once"]),
    canBeFound: z.boolean(),
    onSuccess: z.strictObject({ instructions: texts }).optional(),
    onFailure: z
      .strictObject({
        instructions: texts,
        call: z.string().optional(),
        then: z.enum(["stop", "continue"]).optional(),
      })
      .optional(),
    onDoubt: z.strictObject({ instructions: texts }).optional(),
    retry: retryPolicy.optional(),
    timeoutMs: z.number().positive().optional(),
  })
  .refine((step) => step.effect !== "once" || step.canBeFound || step.onDoubt !== undefined, {
    path: ["onDoubt"],
    message: "a step with the effect `once` needs `find`, or instructions for a person in doubt",
  });

const procedureDocument = z.strictObject({
  id: identifier,
  title: z.string().min(1),
  purpose: z.string().optional(),
  due: z.string().optional(),
  input: jsonSchema,
  steps: z.array(stepDocument).min(1, "a procedure needs a step"),
  failureSteps: z.array(stepDocument),
});

/** An SPM application instance that the guide is about. Where it is and how to log in is configuration, not guide. */
const environmentDocument = z.strictObject({
  id: identifier,
  title: z.string().min(1),
  vendor: z.string().min(1),
});

/** A role that the guide calls, and how it is reached. */
const contactDocument = z.strictObject({
  role: z.string().min(1),
  reach: z.string().min(1),
});

/** The declared part of a guide: what is printed, what is hashed, and what every run is pinned to. Plain JSON. */
export const guideDocument = z
  .strictObject({
    title: z.string().min(1),
    client: z.string().min(1),
    environments: z.array(environmentDocument),
    contacts: z.array(contactDocument),
    procedures: z.array(procedureDocument).min(1, "a guide needs a procedure"),
  })
  .superRefine((guide, { addIssue }) => {
    const problem = (path: (string | number)[], message: string) =>
      addIssue({ code: "custom", path, message });
    const roles = guide.contacts.map(({ role }) => role);
    for (const [index, id] of repeated(guide.procedures.map((procedure) => procedure.id))) {
      problem(["procedures", index, "id"], `${id} is the id of an earlier procedure`);
    }
    for (const [index, procedure] of guide.procedures.entries()) {
      const steps = (["steps", "failureSteps"] as const).flatMap((list) =>
        procedure[list].map((step, at) => ({ ...step, path: ["procedures", index, list, at] })),
      );
      for (const [position, id] of repeated(steps.map((step) => step.id))) {
        problem([...(steps[position]?.path ?? []), "id"], `${id} is the id of an earlier step`);
      }
      for (const { path, onFailure } of steps) {
        const call = onFailure?.call;
        if (call === undefined || roles.includes(call)) continue;
        problem([...path, "onFailure", "call"], `${call} is no role of the contacts`);
      }
    }
  });

export type GuideDocument = Readonly<z.infer<typeof guideDocument>>;
export type ProcedureDocument = GuideDocument["procedures"][number];
export type StepDocument = ProcedureDocument["steps"][number];

function repeated(ids: readonly string[]): readonly (readonly [number, string])[] {
  return ids.map((id, index) => [index, id] as const).filter(([index, id]) => ids.indexOf(id) < index);
}
