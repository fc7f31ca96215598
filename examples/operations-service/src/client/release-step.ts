import type { StepArguments, StepDefinition } from "@spm-ops/core";
import type { WrittenRows } from "@spm-ops/sftp";
import type { NightInput } from "./night-parts.js";
import type { ValidatedDelivery } from "./validate-step.js";

/** What is loaded tonight. */
export interface ReleasedRows {
  readonly rows: WrittenRows;
  readonly verdict: ValidatedDelivery["report"]["verdict"] | "not validated";
}

/** The gate before the environment: nothing is loaded of a pipeline that was refused. */
export function releaseStep<Outputs>(
  delivery: (step: StepArguments<NightInput, Outputs>) => ValidatedDelivery | undefined,
): StepDefinition<NightInput, Outputs, ReleasedRows | null, "stop"> {
  return {
    title: "Release the sales pipeline",
    instructions: [
      "Load only what was validated, the very bytes.",
      "Stop here when the pipeline was refused: yesterday's data stays in the environment.",
    ],
    onFailure: {
      instructions: ["Agree with the customer whether to wait for a new file or to skip the night."],
      call: "operations lead",
    },
    effect: "repeatable",
    accept: (released) => {
      if (released === null) return "The pipeline could not be validated.";
      return released.verdict === "refused" ? "The pipeline was refused." : undefined;
    },
    run: (step) => {
      const validated = delivery(step);
      if (validated === undefined) return null;
      step.volume({ rowsRead: validated.report.records.read, rowsWritten: validated.accepted.rows });
      return { rows: validated.accepted, verdict: validated.report.verdict };
    },
  };
}
