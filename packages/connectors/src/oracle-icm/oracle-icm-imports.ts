import { SpmError } from "@spm-ops/core";
import type { ConnectorCall } from "../contract/spm-connector.js";
import { type FusionChange, type OracleIcmCalls, toQuery } from "./oracle-icm-calls.js";
import type { ImportLoadSettings } from "./oracle-icm-load-options.js";
import { activityReply, type ImportActivity } from "./oracle-icm-replies.js";

const IMPORTS = { api: "crmRestApi", path: "importActivities" } as const;

interface UploadedFile {
  readonly name: string;
  readonly documentId: string;
}

/** Creates an activity that waits: nothing is imported before it is activated, so one too many does no harm. */
export async function createActivity(
  calls: OracleIcmCalls,
  { attributes }: ImportLoadSettings,
  { name, documentId }: UploadedFile,
  { signal }: ConnectorCall,
): Promise<string> {
  const DataFiles = [{ FileName: name, InputFileContentId: documentId }];
  const created = await calls.change(
    {
      ...IMPORTS,
      method: "POST",
      intent: "repeatable-change",
      operation: `create an import activity for ${name}`,
      body: JSON.stringify({ ...attributes, Activate: "NO", DataFiles }),
      signal,
    },
    activityReply,
  );
  return created.ImportActivityId;
}

/** Lets an activity begin. What a second activation does is not known, so there is no second one. */
export async function activate(calls: OracleIcmCalls, id: string, { signal }: ConnectorCall): Promise<void> {
  const operation = `activate the import activity ${id}`;
  await calls.change(
    toPatch(id, { Activate: "YES" }, { intent: "change", operation, signal }),
    activityReply,
  );
}

/** Asks an activity to stop. */
export function cancelActivity(
  calls: OracleIcmCalls,
  id: string,
  cancelValue: string,
  { signal }: ConnectorCall,
): Promise<unknown> {
  const operation = `cancel the import activity ${id}`;
  const patch = toPatch(id, { Cancel: cancelValue }, { intent: "repeatable-change", operation, signal });
  return calls.again(() => calls.change(patch, activityReply), { signal });
}

/** One look at an activity and its data files. */
export async function lookAtActivity(
  calls: OracleIcmCalls,
  id: string,
  { signal }: ConnectorCall,
): Promise<ImportActivity> {
  const operation = `ask how the import activity ${id} is doing`;
  const path = `${toPath(id)}?${toQuery({ expand: "DataFiles", onlyData: "true" })}`;
  const activity = await calls.look({ ...IMPORTS, path, operation, signal }, activityReply);
  if (activity.ImportActivityId === id) return activity;
  throw new SpmError(
    "remote.malformed",
    `Could not ${operation}: the answer is about ${activity.ImportActivityId}.`,
    { operation, contentType: undefined },
  );
}

function toPatch(
  id: string,
  attributes: Readonly<Record<string, string>>,
  told: Pick<FusionChange, "intent" | "operation" | "signal">,
): FusionChange {
  return { ...IMPORTS, method: "PATCH", path: toPath(id), body: JSON.stringify(attributes), ...told };
}

function toPath(id: string): string {
  return `${IMPORTS.path}/${encodeURIComponent(id)}`;
}
