import type { Volume } from "@spm-ops/core";
import type { Outcome, OutcomeState, Poll } from "../contract/outcome.js";
import type { ImportActivitySettings } from "./oracle-icm-load-options.js";
import type { DataFile, ImportActivity } from "./oracle-icm-replies.js";

/** The states that are an end. Any other is not: a parent is PAUSED while its children run, and COMPLETED before its post-processing. */
const ENDS: Readonly<Record<string, OutcomeState | "warning">> = {
  SUCCEEDED: "succeeded",
  FINISHED: "succeeded",
  WARNING: "warning",
  CANCELLED: "cancelled",
  ERROR: "failed",
  EXPIRED: "failed",
  VALIDATION_FAILED: "failed",
  ERROR_MANUAL_RECOVERY: "failed",
};

/** What a look at a request of the Enterprise Scheduler told; nothing is counted there. */
export function toJobPoll(rawStatus: string, warning: "failed" | "succeeded-with-rejects" = "failed"): Poll {
  const end = ENDS[rawStatus.trim().toUpperCase()];
  if (end === undefined) return { state: "running", rawStatus };
  const state = end === "warning" ? warning : end;
  const message = state === "succeeded" ? "" : `The job ended as ${rawStatus}; its log says why.`;
  return { state: "finished", outcome: { state, volume: {}, rawStatus, message } };
}

/** What a look at an import activity told: by its data files, or by itself where these tell no state. */
export function toImportPoll(activity: ImportActivity, settings: ImportActivitySettings): Poll {
  const parts = activity.DataFiles.length === 0 ? [{}] : activity.DataFiles;
  const words = parts.map((file) => toWord([file, activity], settings.statusAttribute));
  const states = words.map((word) => toImportState(word, settings));
  const rawStatus = [...new Set(words)].join(", ");
  if (states.includes(undefined)) return { state: "running", rawStatus };
  const volume = toVolume(activity, settings);
  const worst = (["failed", "cancelled"] as const).find((state) => states.includes(state)) ?? "succeeded";
  const state = worst === "succeeded" && hasRejects(activity, volume) ? "succeeded-with-rejects" : worst;
  const outcome: Outcome = { state, volume, rawStatus, message: toMessage(activity, state, rawStatus) };
  return { state: "finished", outcome };
}

function toImportState(
  word: string,
  { succeeded, failed, cancelled }: ImportActivitySettings,
): "succeeded" | "failed" | "cancelled" | undefined {
  const isOneOf = (known: readonly string[]) =>
    known.some((each) => each.toUpperCase() === word.toUpperCase());
  if (isOneOf(failed)) return "failed";
  if (isOneOf(cancelled)) return "cancelled";
  return isOneOf(succeeded) ? "succeeded" : undefined;
}

function toWord(told: readonly Readonly<Record<string, unknown>>[], attribute: string): string {
  const words = told.map((each) => each[attribute]).filter((word) => typeof word === "string");
  return words.find((word) => word !== "") ?? "";
}

/** Where the content server keeps the rows that were not taken. */
export function toErrorDocuments({ DataFiles }: ImportActivity): readonly string[] {
  return DataFiles.map(toErrorDocument).filter((id) => id !== "");
}

function toErrorDocument({ ErrorFileContentId }: DataFile): string {
  return String(ErrorFileContentId ?? "");
}

function hasRejects(activity: ImportActivity, { rowsRejected }: Volume): boolean {
  return rowsRejected === undefined ? toErrorDocuments(activity).length > 0 : rowsRejected > 0;
}

function toVolume(activity: ImportActivity, { counts }: ImportActivitySettings): Volume {
  const parts = activity.DataFiles.length === 0 ? [activity] : activity.DataFiles;
  const sum = (attributes: readonly string[] | undefined) => {
    const told = (attributes ?? []).flatMap((attribute) => parts.map((part) => toCount(part[attribute])));
    const known = told.filter((count) => count !== undefined);
    return told.length > 0 && known.length === told.length
      ? known.reduce((all, each) => all + each, 0)
      : undefined;
  };
  const volume = {
    rowsRead: sum(counts.read),
    rowsWritten: sum(counts.written),
    rowsRejected: sum(counts.rejected),
  };
  return Object.fromEntries(Object.entries(volume).filter(([, count]) => count !== undefined));
}

function toCount(value: unknown): number | undefined {
  const count = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  return typeof count === "number" && Number.isSafeInteger(count) && count >= 0 ? count : undefined;
}

function toMessage({ DataFiles }: ImportActivity, state: OutcomeState, rawStatus: string): string {
  const codes = DataFiles.flatMap(({ MessageCode }) => (MessageCode ? [MessageCode] : []));
  if (codes.length > 0) return codes.join("; ");
  return state === "succeeded" ? "" : `The import activity ended as ${rawStatus}.`;
}
