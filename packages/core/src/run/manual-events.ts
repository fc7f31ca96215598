import { z } from "zod";
import { jsonSchema } from "../json.js";
import type { FoldedEvent } from "../log/stream-kind.js";
import { digestForm, type ManualAct, type ManualState } from "./manual-state.js";

const stepId = z.string();
const role = z.string();

/** What people do at manual steps, as events of a run. Each holds the role under which it was done. */
export const manualEvents = {
  "manual.claimed": z.object({ stepId, role }),
  "manual.returned": z.object({ stepId }),
  "manual.submitted": z.object({ stepId, role, form: jsonSchema, comment: z.string().optional() }),
  /** `isChecked`: the machine check of the step was asked at this signature, and held. */
  "manual.signed": z.object({
    stepId,
    role,
    formDigest: z.string(),
    isChecked: z.boolean(),
    comment: z.string().optional(),
  }),
  /** By a person who may sign, or by the service when a form submitted early turned out not to hold. */
  "manual.rejected": z.object({ stepId, role: role.optional(), reason: z.string().min(1) }),
  "manual.escalated": z.object({ stepId, call: z.string(), nextMs: z.number().optional() }),
} as const;

export type ManualEvent = FoldedEvent<typeof manualEvents>;

const NOTHING_DONE: ManualState = { signatures: [], escalations: 0 };

/** What people have done of a manual step after an event of it. Pure. */
export function foldManual(state: ManualState = NOTHING_DONE, event: ManualEvent): ManualState {
  const act = (held: string): ManualAct => ({ by: event.actor, at: event.at, role: held });
  switch (event.type) {
    case "manual.claimed":
      return { ...state, claimed: act(event.data.role) };
    case "manual.returned":
      return without(state, "claimed");
    case "manual.submitted": {
      const { form } = event.data;
      const submission = { ...act(event.data.role), form, formDigest: digestForm(form) };
      return { ...state, submission, signatures: [] };
    }
    case "manual.signed":
      return { ...state, signatures: [...state.signatures, act(event.data.role)] };
    case "manual.rejected":
      return { ...without(state, "submission"), signatures: [] };
    case "manual.escalated":
      return { ...state, escalations: state.escalations + 1 };
  }
}

function without<Key extends keyof ManualState>(state: ManualState, key: Key): Omit<ManualState, Key> {
  const { [key]: _, ...rest } = state;
  return rest;
}
