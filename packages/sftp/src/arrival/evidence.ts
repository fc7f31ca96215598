import { formatBytes, formatDuration } from "@spm-ops/core";
import type { ControlEntry } from "./control-file.js";

/**
 * One thing that speaks for a file being whole, weakest first. Plain JSON; `words` says it to people.
 *
 * The first five are seen on the site, the others when the file has been fetched and validated.
 */
export type Evidence =
  | { readonly kind: "final-name"; readonly words: string }
  | {
      readonly kind: "unchanged";
      readonly looks: number;
      readonly unchangedMs: number;
      readonly words: string;
    }
  | { readonly kind: "quiet"; readonly quietMs: number; readonly siteClock: string; readonly words: string }
  | { readonly kind: "trigger"; readonly fileName: string; readonly words: string }
  | {
      readonly kind: "control";
      readonly fileName: string;
      /** What it says, to be held against the file once that is fetched and validated. */
      readonly entry: ControlEntry;
      readonly words: string;
    }
  | {
      readonly kind: "control-agrees";
      /** What the control file says and the delivery is: `sizeBytes`, `sha256`, `records`, the sum of a column. */
      readonly agreed: readonly string[];
      readonly words: string;
    }
  | { readonly kind: "trailer"; readonly agreed: readonly string[]; readonly words: string };

export function nameEvidence(fileName: string): Evidence {
  return { kind: "final-name", words: `${fileName} is no temporary name` };
}

export function unchangedEvidence(looks: number, unchangedMs: number): Evidence {
  const words = `seen unchanged for ${formatDuration(unchangedMs)} in ${looks} listings`;
  return { kind: "unchanged", looks, unchangedMs, words };
}

export function quietEvidence(quietMs: number, siteClock: string): Evidence {
  const words = `last written at least ${formatDuration(quietMs)} ago by the site's clock (${siteClock})`;
  return { kind: "quiet", quietMs, siteClock, words };
}

export function triggerEvidence(fileName: string): Evidence {
  return { kind: "trigger", fileName, words: `its trigger file ${fileName} is there` };
}

export function controlEvidence(fileName: string, entry: ControlEntry): Evidence {
  const told = [
    entry.sizeBytes === undefined ? undefined : `${formatBytes(entry.sizeBytes)}, as the file has`,
    entry.records === undefined ? undefined : `${entry.records} records`,
    entry.sha256 === undefined ? undefined : "a SHA-256",
    ...Object.entries(entry.sums ?? {}).map(([column, sum]) => `${sum} in ${column}`),
  ].filter((part) => part !== undefined);
  return {
    kind: "control",
    fileName,
    entry,
    words: `its control file ${fileName} promises ${told.join(", ")}`,
  };
}

/** All that speaks for an arrival as one sentence. */
export function describeEvidence(evidence: readonly Evidence[]): string {
  return evidence.map(({ words }) => words).join("; ");
}
