import { z } from "zod";
import type { Actor } from "../actor.js";
import { type JsonValue, jsonSchema } from "../json.js";
import { parseOptions } from "../parse-options.js";
import { SpmError } from "../spm-error.js";
import { openRun, requestedRun } from "./open-run.js";
import type { RunState } from "./run-state.js";
import type { RunnerServices } from "./runner-options.js";

/** What a person found out about a step in doubt. */
export interface DoubtResolution {
  readonly runId: string;
  readonly stepId: string;
  readonly finding: { readonly as: "happened"; readonly output: JsonValue } | { readonly as: "absent" };
  /** How the person knows. Kept in the log. */
  readonly reason: string;
  readonly actor: Actor;
}

const resolutionSchema = z.strictObject({
  runId: z.string(),
  stepId: z.string(),
  finding: z.discriminatedUnion("as", [
    z.strictObject({ as: z.literal("happened"), output: jsonSchema }),
    z.strictObject({ as: z.literal("absent") }),
  ]),
  reason: z.string().min(1, "say how you know: it is kept in the log"),
  actor: z.unknown(),
});

/** Writes down what a person found out about a step in doubt. Anything else is refused, with the reason. */
export async function resolveDoubt(services: RunnerServices, resolution: DoubtResolution): Promise<RunState> {
  const { runId, stepId, finding, reason } = parseOptions(resolutionSchema, resolution, "what was found out");
  const stream = await openRun(services, runId, resolution.actor);
  requestedRun(stream);
  await stream.append((run) => {
    const step = run?.steps.find((each) => each.stepId === stepId);
    if (step?.status !== "in-doubt") {
      const issues = [`${stepId} is ${step?.status ?? "not begun"}, not in doubt`];
      throw new SpmError("run.refused", `There is nothing to resolve: ${issues.join("; ")}.`, { issues });
    }
    return [{ type: "effect.resolved", data: { ...finding, effectId: stepId, reason } }];
  });
  return requestedRun(stream);
}
