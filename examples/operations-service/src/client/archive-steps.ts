import { createReadStream } from "node:fs";
import { basename } from "node:path";
import type { StepArguments, StepDefinition, WrittenFile } from "@spm-ops/core";
import {
  type ArchivedReport,
  type ArchiveSource,
  type DeliveryReceipt,
  deliverToSite,
} from "@spm-ops/reporting";
import type { NightInput, NightParts } from "./night-parts.js";

export interface Archiving<Outputs> {
  readonly title: string;
  readonly instructions: readonly string[];
  /** The name of the report in the archive. */
  readonly report: string;
  readonly files: (step: StepArguments<NightInput, Outputs>) => readonly ArchivableFile[];
}

/** A file of this machine that is to be archived, and under which name. */
export interface ArchivableFile extends Pick<WrittenFile, "path"> {
  readonly name?: string | undefined;
  readonly rows?: number | undefined;
}

/** Archives files of a night, write-once, with a manifest and checksums. Nothing is archived where there is nothing. */
export function archiveStep<Outputs>(
  { archive, environment }: NightParts,
  { report, files, ...text }: Archiving<Outputs>,
): StepDefinition<NightInput, Outputs, ArchivedReport | null, "stop"> {
  return {
    ...text,
    onFailure: {
      instructions: ["Free some room on the archive's disk, then start again."],
      call: "operations lead",
    },
    effect: "repeatable",
    retry: { attempts: 3 },
    run: async (step) => {
      const sources = files(step).map(toSource);
      if (sources.length === 0) return null;
      const entry = {
        environment: environment.environment,
        report,
        runId: step.runId,
        period: step.input.businessDate,
        files: sources,
      };
      const kept = await archive.keep(entry, { signal: step.signal });
      const bytes = kept.manifest.files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
      step.volume({ files: kept.manifest.files.length, bytes });
      return kept;
    },
  };
}

function toSource({ path, name = basename(path), rows }: ArchivableFile): ArchiveSource {
  return { name, mediaType: "text/csv", rows, content: createReadStream(path) };
}

/** Hands an archived report to finance, from the archive, and never twice. */
export function deliverStep<Outputs>(
  { archive, reportSite }: NightParts,
  archived: (step: StepArguments<NightInput, Outputs>) => ArchivedReport | null,
): StepDefinition<NightInput, Outputs, readonly DeliveryReceipt[], "stop"> {
  return {
    title: "Hand the report to finance",
    instructions: [
      "Copy the archived report, not the exported file, into finance's folder. Overwrite nothing.",
    ],
    onSuccess: { instructions: ["Tell finance that the report is there."] },
    onFailure: {
      instructions: ["Send the archived file to finance by hand and note when."],
      call: "operations lead",
    },
    effect: "repeatable",
    retry: { attempts: 5 },
    run: async (step) => {
      const reference = archived(step);
      if (reference === null) return [];
      const { environment, report, runId } = reference;
      const folder = `/${step.input.businessDate}`;
      const delivery = { archive, reference: { environment, report, runId }, site: reportSite, folder };
      const receipts = await deliverToSite(delivery, { signal: step.signal });
      step.volume({
        files: receipts.length,
        bytes: receipts.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
      });
      return receipts;
    },
  };
}
