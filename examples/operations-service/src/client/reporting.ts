import { collectReportStep } from "@spm-ops/connectors";
import { type ArchivableFile, archiveStep, deliverStep } from "./archive-steps.js";
import { handoverStep } from "./handover-step.js";
import { startJob, waitForJob } from "./job-steps.js";
import { loadNight } from "./loading.js";
import { keepLocally } from "./local-file.js";
import { type NightParts, nightFolder } from "./night-parts.js";
import type { ValidatedDelivery } from "./validate-step.js";

/** The name of the export in the model. */
export const report = { kind: "report", object: "Won business by agent", called: "report" } as const;

/** The whole night: its last part makes the report, archives it with all that was refused, and hands it to finance. */
export function reportNight(parts: NightParts) {
  return exportReport(parts)
    .step(
      "archive-evidence",
      archiveStep(parts, {
        title: "Archive what was refused",
        instructions: [
          "Archive the rows that were rejected before the load, and those that the environment did not take.",
        ],
        report: "refused-rows",
        files: ({ outputs }) => [
          ...rejectedOf(outputs["validate-products"]),
          ...rejectedOf(outputs["validate-pipeline"]),
          ...outputs["collect-rejects"],
        ],
      }),
    )
    .step(
      "archive-report",
      archiveStep(parts, {
        title: "Archive the report",
        instructions: ["Archive the report with manifest and checksums before anybody gets it."],
        report: "won-business-by-agent",
        files: ({ outputs }) => [outputs["collect-report"]],
      }),
    )
    .step(
      "deliver-report",
      deliverStep(parts, ({ outputs }) => outputs["archive-report"]),
    )
    .whenFailed("hand-over", handoverStep(parts));
}

function exportReport(parts: NightParts) {
  return loadNight(parts)
    .step("start-report", startJob(parts, report))
    .step(
      "wait-report",
      waitForJob(parts, report, ({ outputs }) => outputs["start-report"]),
    )
    .step(
      "collect-report",
      collectReportStep(parts.environment, {
        title: "Fetch the report",
        instructions: ["Download the export's file, all of its chunks, in order."],
        retry: { attempts: 5 },
        handle: ({ outputs }) => outputs["start-report"],
        name: () => "won-business-by-agent.csv",
        into: (name, bytes, { input }) => keepLocally(`${nightFolder(parts, input)}/${name}`, bytes),
      }),
    );
}

/** The rows that go back to the sender, where there are any. */
function rejectedOf(delivery: ValidatedDelivery | undefined): readonly ArchivableFile[] {
  if (delivery === undefined || delivery.rejected.rows === 0) return [];
  return [{ path: delivery.rejected.path, rows: delivery.rejected.rows }];
}
