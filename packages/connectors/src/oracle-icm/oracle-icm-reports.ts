import { SpmError } from "@spm-ops/core";
import type { Poll } from "../contract/outcome.js";
import type { ConnectorCall, Handle } from "../contract/spm-connector.js";
import type { OracleIcmCalls } from "./oracle-icm-calls.js";
import { readDocument, toFail } from "./oracle-icm-documents.js";
import { findDocuments, lookAtRequest } from "./oracle-icm-erp.js";
import { toJobPoll } from "./oracle-icm-mapping.js";
import type { ReportObject } from "./oracle-icm-objects.js";
import type { ExportSettings } from "./oracle-icm-report-options.js";
import { readResource } from "./oracle-icm-resource.js";
import { readZip } from "./read-zip.js";

/** One look at a report. An export is done when its file is there, which comes some time after the job. */
export async function pollReport(
  calls: OracleIcmCalls,
  { settings }: ReportObject,
  { task }: Handle,
  call: ConnectorCall,
): Promise<Poll> {
  if (settings.kind === "resource") {
    return {
      state: "finished",
      outcome: { state: "succeeded", volume: {}, rawStatus: "to be read", message: "" },
    };
  }
  const poll = toJobPoll(await lookAtRequest(calls, task, call));
  if (poll.state !== "finished" || poll.outcome.state !== "succeeded") return poll;
  const documents = await findDocuments(calls, toPrefix(settings, task), call);
  if (documents.some(({ DocumentId }) => DocumentId)) return poll;
  return { state: "running", rawStatus: `${poll.outcome.rawStatus}, its file is not there yet` };
}

/** The bytes of a report. */
export async function* readReport(
  calls: OracleIcmCalls,
  { settings }: ReportObject,
  { task }: Handle,
  call: ConnectorCall,
): AsyncGenerator<Uint8Array> {
  if (settings.kind === "resource") yield* readResource(calls, settings, call);
  else yield* readExport(calls, settings, task, call);
}

async function* readExport(
  calls: OracleIcmCalls,
  settings: ExportSettings,
  task: string,
  call: ConnectorCall,
): AsyncGenerator<Uint8Array> {
  const archive = readDocument(calls, await findExport(calls, settings, task, call), call);
  if (settings.form === "zip") return yield* archive;
  const fail = toFail(`unpack the export ${task}`);
  let found: string | undefined;
  for await (const { name, bytes } of readZip(archive, fail)) {
    if (/\.log$/i.test(name)) continue;
    if (found !== undefined) throw fail(`it holds ${found} and ${name}; declare the form "zip" to have both`);
    found = name;
    yield* bytes;
  }
  if (found === undefined) throw fail("it holds no file but logs");
}

/** The one document of an export. A longer number may begin as ours does, so names are compared where they are told. */
async function findExport(
  calls: OracleIcmCalls,
  settings: ExportSettings,
  task: string,
  call: ConnectorCall,
): Promise<string> {
  const prefix = toPrefix(settings, task);
  const documents = await calls.again(() => findDocuments(calls, prefix, call), call);
  const ours = documents.filter(({ FileName }) => !FileName || FileName === `${prefix}.zip`);
  const [id, ...others] = ours.flatMap(({ DocumentId }) => DocumentId ?? []);
  if (id !== undefined && others.length === 0) return id;
  const operation = `find the export ${task}`;
  const why = id === undefined ? `there is no document ${prefix}` : `several documents begin with ${prefix}`;
  throw new SpmError("remote.not-found", `Could not ${operation}: ${why}.`, { operation });
}

function toPrefix({ definition }: ExportSettings, task: string): string {
  return `ExportBulkData_${definition}_${task}`;
}
