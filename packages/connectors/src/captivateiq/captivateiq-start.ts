import { SpmError } from "@spm-ops/core";
import type { ConnectorCall, Handle, Staged, StartRequest } from "../contract/spm-connector.js";
import type { CaptivateiqCalls } from "./captivateiq-calls.js";
import { toExportRequest } from "./captivateiq-export.js";
import type { CaptivateiqObjects, LoadObject, ReportObject } from "./captivateiq-objects.js";
import { startReply } from "./captivateiq-replies.js";
import { findJobOfUpload, lookAtUpload } from "./captivateiq-uploads.js";

export interface CaptivateiqStarts {
  readonly calls: CaptivateiqCalls;
  readonly objects: CaptivateiqObjects;
}

/** Starts the import of a staged file. An upload whose details name a job is processed already: that job is the start. */
export async function startLoad(
  { calls, objects }: CaptivateiqStarts,
  { object, staged }: StartRequest,
  call: ConnectorCall,
): Promise<Handle> {
  const load = await objects.loads.get("load", object, call);
  const id = toStagedUpload(load, staged);
  const handle = (task: string): Handle => ({ kind: "load", object: load.id, task });
  const known = await findJobOfUpload(calls, await lookAtUpload(calls, id, call), call);
  if (known !== undefined) return handle(known);
  const path = `uploads/${encodeURIComponent(id)}/process/`;
  const operation = `start ${load.name} (upload ${id})`;
  const job = await calls.post({ path, intent: "change", operation, ...call }, startReply);
  return handle(job.id);
}

function toStagedUpload({ id, name }: LoadObject, staged: Staged | undefined): string {
  if (staged?.reference !== undefined && staged.load === id) return staged.reference;
  const issue = `staged: the load "${name}" is started with what was staged for it`;
  throw new SpmError("config.invalid", `Could not start the load "${name}": ${issue}.`, { issues: [issue] });
}

/** Starts an export. One that ran for nobody changed nothing, so a lost answer is asked for anew; a calculation is not. */
export async function startReport(
  starts: CaptivateiqStarts,
  { id: object, name, settings }: ReportObject,
  call: ConnectorCall,
): Promise<Handle> {
  const { calls } = starts;
  const isChange = settings.kind === "report-model" && settings.reprocess;
  const request = await toExportRequest(starts, settings, call);
  const operation = `start the report ${name}`;
  const { id: task } = isChange
    ? await calls.post({ ...request, intent: "change", operation, ...call }, startReply)
    : await calls.again(
        () => calls.post({ ...request, intent: "repeatable-change", operation, ...call }, startReply),
        call,
      );
  return { kind: "report", object, task };
}
