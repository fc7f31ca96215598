import { z } from "zod";
import type { Clock } from "../../../clock.js";
import { defineGuide } from "../../../guide/guide.js";
import type { AnyProcedure } from "../../../guide/procedure.js";
import type { Log } from "../../../log/log.js";
import { createRunner } from "../../runner.js";
import { text } from "../../runner-fixture.js";

const person = (id: string) => ({ kind: "person", id }) as const;

export const [ada, ben, cleo, dana] = [person("ada"), person("ben"), person("cleo"), person("dana")];
const team = { analyst: ["ada", "ben"], supervisor: ["cleo", "dana", "ada"] };
export const form = z.strictObject({ total: z.string().regex(/^\d+\.\d\d$/) });
export const approval = { ...text, role: "analyst", form };
export const at = { runId: "night-1", stepId: "approve" };

/** An automated step after the approval, which returns its total. */
export const load = {
  ...text,
  effect: "repeatable",
  run: ({ outputs }: { readonly outputs: { readonly approve: z.infer<typeof form> } }) =>
    outputs.approve.total,
} as const;

/** A runner of one procedure with two roles and their people. */
export function runnerOf(log: Log, clock: Clock, procedure: AnyProcedure) {
  const contacts = [
    { role: "analyst", reach: "analyst@example.test" },
    { role: "supervisor", reach: "supervisor@example.test" },
  ];
  const guide = defineGuide({ title: "Guide", client: "Example", contacts, procedures: [procedure] });
  return createRunner({ log, guides: [guide], worker: "worker", clock, team });
}
