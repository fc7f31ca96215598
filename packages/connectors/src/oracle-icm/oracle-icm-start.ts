import { type Clock, SpmError } from "@spm-ops/core";
import type { ConnectorCall, Handle, Staged, StartRequest } from "../contract/spm-connector.js";
import type { OracleIcmCalls } from "./oracle-icm-calls.js";
import { submitRequest, toJobAttributes } from "./oracle-icm-erp.js";
import { activate } from "./oracle-icm-imports.js";
import { DOCUMENT_ID, FILE_NAME, type JobSettings } from "./oracle-icm-job-options.js";
import type { LoadObject, OracleIcmObjects, ReportObject } from "./oracle-icm-objects.js";
import type { ExportSettings } from "./oracle-icm-report-options.js";

export interface OracleIcmStarts {
  readonly calls: OracleIcmCalls;
  readonly objects: OracleIcmObjects;
  readonly clock: Clock;
}

/** Starts what is asked for, once. A resource is only read; its handle names the moment at which that was asked for. */
export async function startObject(
  { calls, objects, clock }: OracleIcmStarts,
  { kind, object, staged }: StartRequest,
  call: ConnectorCall,
): Promise<Handle> {
  if (kind === "load") return startLoad(calls, await objects.loads.get(kind, object, call), staged, call);
  if (kind === "report") {
    return startReport({ calls, clock }, await objects.reports.get(kind, object, call), call);
  }
  const { id, settings } = await objects.processes.get(kind, object, call);
  return { kind, object: id, task: await submitJob(calls, settings, {}, call) };
}

async function startLoad(
  calls: OracleIcmCalls,
  load: LoadObject,
  staged: Staged | undefined,
  call: ConnectorCall,
): Promise<Handle> {
  const { id, settings } = load;
  const { name, reference } = toOwn(load, staged);
  const handle = { kind: "load", object: id } as const;
  if (settings.kind === "import-activity") {
    await activate(calls, reference, call);
    return { ...handle, task: reference };
  }
  const parameters = settings.parameters.map((parameter) =>
    parameter.replaceAll(DOCUMENT_ID, reference).replaceAll(FILE_NAME, name),
  );
  const job = { ...settings, parameters };
  return { ...handle, task: await submitJob(calls, job, { DocumentId: reference }, call) };
}

/** What was staged for this very load. */
function toOwn(
  { id, name }: LoadObject,
  staged: Staged | undefined,
): Staged & { readonly reference: string } {
  if (staged?.reference !== undefined && staged.load === id)
    return { ...staged, reference: staged.reference };
  const issue = `staged: the load "${name}" is started with what was staged for it`;
  throw new SpmError("config.invalid", `Could not start the load "${name}": ${issue}.`, { issues: [issue] });
}

function submitJob(
  calls: OracleIcmCalls,
  job: JobSettings,
  more: Readonly<Record<string, string>>,
  call: ConnectorCall,
): Promise<string> {
  const attributes = { ...toJobAttributes(job), ...more };
  return submitRequest(calls, { OperationName: "submitESSJobRequest", ...attributes }, job, call);
}

async function startReport(
  { calls, clock }: Pick<OracleIcmStarts, "calls" | "clock">,
  { id, settings }: ReportObject,
  call: ConnectorCall,
): Promise<Handle> {
  const handle = { kind: "report", object: id } as const;
  if (settings.kind === "resource") return { ...handle, task: new Date(clock.now()).toISOString() };
  return { ...handle, task: await submitExport(calls, settings, call) };
}

function submitExport(calls: OracleIcmCalls, job: ExportSettings, call: ConnectorCall): Promise<string> {
  const submission = {
    OperationName: "exportBulkData",
    JobName: `${job.package},${job.definition}`,
    ParameterList: job.parameters.join(","),
    // Without it there is no file.
    JobOptions: `ExtractFileType=${job.extract.join(";")}`,
  } as const;
  return submitRequest(calls, submission, job, call);
}
