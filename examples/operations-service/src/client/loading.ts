import { collectRejectsStep, stageStep } from "@spm-ops/connectors";
import { startJob, waitForJob } from "./job-steps.js";
import { keepLocally, toStageable } from "./local-file.js";
import { type NightParts, nightFolder } from "./night-parts.js";
import { receiveNight } from "./receiving.js";

/** The name of the import in the model. */
export const load = { kind: "load", object: "Opportunities from pipeline", called: "load" } as const;

/** The name of the process in the model that calculates. */
export const calculation = { kind: "process", object: "Nightly calculation", called: "calculation" } as const;

/** The middle of the night: the released rows go into the environment, and the environment calculates. */
export function loadNight(parts: NightParts) {
  const { environment } = parts;
  return receiveNight(parts)
    .step(
      "stage-pipeline",
      stageStep(environment, {
        title: "Upload the sales pipeline",
        instructions: [
          "Upload the released rows to the data source of the import. Uploading again replaces them.",
        ],
        retry: { attempts: 5 },
        load: load.object,
        file: ({ outputs, progress }) => {
          const { rows } = mustBeReleased(outputs["release-pipeline"]);
          return toStageable(rows, progress);
        },
      }),
    )
    .step("start-load", startJob(parts, load))
    .step(
      "wait-load",
      waitForJob(parts, load, ({ outputs }) => outputs["start-load"]),
    )
    .step(
      "collect-rejects",
      collectRejectsStep(environment, {
        title: "Fetch the rows that were not loaded",
        instructions: ["Download the failure dump at once: the next run of the import replaces it."],
        retry: { attempts: 5 },
        handle: ({ outputs }) => outputs["start-load"],
        into: (name, bytes, { input }) =>
          keepLocally(`${nightFolder(parts, input)}/not-loaded-${name}`, bytes),
      }),
    )
    .step("start-calculation", startJob(parts, calculation))
    .step(
      "wait-calculation",
      waitForJob(parts, calculation, ({ outputs }) => outputs["start-calculation"]),
    );
}

/** The gate refuses what was not released; past it there are rows. */
function mustBeReleased<Released>(released: Released | null): Released {
  if (released === null) throw new TypeError("the pipeline was not released");
  return released;
}
