import { z } from "zod";
import { defineGuide, type Guide } from "../guide/guide.js";
import { type AnyProcedure, defineProcedure } from "../guide/procedure.js";
import type { Log } from "../log/log.js";
import { createRunner, type Runner } from "./runner.js";
import type { RunnerOptions } from "./runner-options.js";

/** The words of a step that does not matter. */
export const text = { title: "A step", instructions: ["Do it by hand."] };
export const onDoubt = { instructions: ["Look."] };
export const analyst = { kind: "person", id: "analyst" } as const;
export const request = { procedureId: "nightly-load", runId: "night-1", input: { rows: 5 } };

/** A procedure without steps. */
export const start = () =>
  defineProcedure({ id: "nightly-load", title: "Load", input: z.strictObject({ rows: z.int().positive() }) });

export function guideWith(...procedures: readonly AnyProcedure[]): Guide {
  return defineGuide({ title: "Operations Guide", client: "Example", procedures });
}

/** A runner of one procedure on a log. */
export function runnerOn(log: Log, procedure: AnyProcedure, options: Partial<RunnerOptions> = {}): Runner {
  return createRunner({ log, guides: [guideWith(procedure)], worker: "worker one", ...options });
}
