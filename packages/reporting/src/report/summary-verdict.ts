import type { RunStatus } from "@spm-ops/core";
import type { SummaryRemark } from "./summary-remarks.js";

/** How a run is to be read by somebody who reads nothing else. */
export type SummaryVerdict =
  | "succeeded"
  | "succeeded-with-remarks"
  | "failed"
  | "cancelled"
  | "in-doubt"
  | "held"
  | "waiting"
  | "refused"
  | "unfinished";

/** Statuses that are a verdict by themselves. */
const SPEAKING: readonly RunStatus[] = [
  "failed",
  "cancelled",
  "in-doubt",
  "held",
  "waiting",
  "refused",
] satisfies SummaryVerdict[];

/** The verdict of a run: what its status says, and whether there is something to look at although it succeeded. */
export function toVerdict(status: RunStatus, remarks: readonly SummaryRemark[]): SummaryVerdict {
  if (status === "succeeded") {
    return remarks.some(({ weight }) => weight !== "note") ? "succeeded-with-remarks" : "succeeded";
  }
  return isSpeaking(status) ? status : "unfinished";
}

function isSpeaking(status: RunStatus): status is Extract<RunStatus, SummaryVerdict> {
  return SPEAKING.includes(status);
}

/** The verdict in one sentence. */
export function toHeadline(
  verdict: SummaryVerdict,
  { title, remarks }: { readonly title: string; readonly remarks: readonly SummaryRemark[] },
): string {
  const open = remarks.filter(({ weight }) => weight !== "note").length;
  const first = remarks[0];
  const because = first === undefined ? "" : ` at “${first.subject}”`;
  switch (verdict) {
    case "succeeded":
      return `${title} succeeded. Nothing needs a person.`;
    case "succeeded-with-remarks":
      return `${title} succeeded, with ${open === 1 ? "one remark" : `${open} remarks`}.`;
    case "failed":
      return `${title} failed${because}.`;
    case "cancelled":
      return `${title} was cancelled.`;
    case "held":
      return `${title} is held: it goes on when a person releases it.`;
    case "waiting":
      return `${title} waits: for people, for a moment or for another run.`;
    case "refused":
      return `${title} was refused: it never began.`;
    case "in-doubt":
      return `${title} is in doubt${because}: a person has to find out what happened.`;
    case "unfinished":
      return `${title} has not finished.`;
  }
}
