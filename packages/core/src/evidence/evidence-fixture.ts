import { z } from "zod";
import { defineGuide } from "../guide/guide.js";
import { defineProcedure } from "../guide/procedure.js";
import type { Log } from "../log/log.js";
import type { Redactor } from "../redact.js";
import { createRunner } from "../run/runner.js";

/** A guide of one short procedure. */
export function shortGuide(title = "Operations Guide") {
  const procedure = defineProcedure({
    id: "night",
    title: "The night",
    input: z.strictObject({ rows: z.int() }),
  }).step("count", {
    title: "Count",
    instructions: ["Count by hand."],
    effect: "repeatable",
    run: ({ input }) => ({ counted: input.rows }),
  });
  return defineGuide({ title, client: "Example", procedures: [procedure] });
}

/** Performs a run of a guide. */
export async function perform(log: Log, runId: string, guide = shortGuide(), redactor?: Redactor) {
  const runner = createRunner({ log, guides: [guide], worker: "worker one", redactor });
  await runner.request({ procedureId: "night", runId, input: { rows: 3 } });
  await runner.advance(runId);
}
