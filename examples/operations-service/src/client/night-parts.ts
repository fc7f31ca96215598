import type { PollingPolicy, SpmConnector } from "@spm-ops/connectors";
import type { FileSite } from "@spm-ops/core";
import type { Archive } from "@spm-ops/reporting";
import { z } from "zod";

/** What a night is asked for with. */
export const nightInput = z.strictObject({ businessDate: z.iso.date() });

export type NightInput = z.infer<typeof nightInput>;

/** What the guide is performed with. None of it is in the guide: addresses and folders are configuration. */
export interface NightParts {
  /** The customer's sFTP site, with the folders /inbox, /history and /rejected. */
  readonly site: FileSite;
  /** The production environment. */
  readonly environment: SpmConnector;
  readonly archive: Archive;
  /** Where the finance team fetches its reports. */
  readonly reportSite: FileSite;
  /** A folder of this machine for tonight's files, by business date. */
  readonly workFolder: string;
  readonly timing: NightTiming;
}

export interface NightTiming {
  /** How often the inbox is listed. */
  readonly pollMs: number;
  /** How long a file must lie unchanged. */
  readonly settleMs: number;
  /** How long the customer's files are waited for. */
  readonly deadlineMs: number;
  readonly polling: PollingPolicy;
}

/** The folder for the files of one night. */
export function nightFolder(
  { workFolder }: Pick<NightParts, "workFolder">,
  { businessDate }: NightInput,
): string {
  return `${workFolder}/${businessDate}`;
}

/** The id of a night's run: asking for the same night twice asks for the same run. */
export function nightRunId(businessDate: string): string {
  return `night-${businessDate}`;
}
