import { randomUUID } from "node:crypto";
import type { Reply } from "../../simulator/reply.js";
import { runImport } from "./import-work.js";
import { listPage, readFields, refusal, success, toVendorTime, wrongFields } from "./reply.js";
import type { ApiHandler, ApiRequest, ApiRoute, ApiScope } from "./scope.js";
import type { ImportParams, UploadRecord } from "./state.js";
import { filePath } from "./storage-host.js";
import { onSheet } from "./worksheet-routes.js";
import type { Worksheet } from "./worksheets.js";

const UPLOAD = "uploads/(?<upload>[^/]+)";
const MODES = ["upsert", "insert_only", "overwrite", "delete"];
const DATE_FORMATS = ["MM_DD_YYYY", "DD_MM_YYYY", "YYYY_MM_DD"];
/** A tab is taken in both ways in which the vendor's word for it can be read. */
const DELIMITERS = [",", "\\t", "\t", "|", ";"];

export const UPLOAD_ROUTES: readonly ApiRoute[] = [
  {
    method: "POST",
    path: /^data-worksheets\/(?<worksheet>[^/]+)\/records\/import\/$/,
    handle: onSheet(createUpload),
  },
  {
    method: "GET",
    path: /^uploads\/$/,
    handle: (scope, { url }) =>
      listPage(scope.storage.state.uploads.map((upload) => toUploadReply(scope, upload)).reverse(), url),
  },
  {
    method: "GET",
    path: new RegExp(`^${UPLOAD}/$`),
    handle: onUpload((scope, upload) => success(toUploadReply(scope, upload))),
  },
  { method: "POST", path: new RegExp(`^${UPLOAD}/process/$`), handle: onUpload(processUpload) },
];

type UploadHandler = (scope: ApiScope, upload: UploadRecord, request: ApiRequest) => Promise<Reply> | Reply;

function onUpload(handle: UploadHandler): ApiHandler {
  return (scope, request) => {
    const upload = scope.storage.state.uploads.find(({ id }) => id === request.parts["upload"]);
    return upload === undefined ? refusal(404) : handle(scope, upload, request);
  };
}

async function createUpload(scope: ApiScope, worksheet: Worksheet, { body }: ApiRequest): Promise<Reply> {
  const fields = await readFields(body);
  if (fields === undefined) return refusal(400);
  const { file_name: fileName, params, encoding = "utf-8", delimiter = "," } = fields;
  const dateFormat = fields["date_format"] ?? "YYYY_MM_DD";
  const problems: Record<string, string> = {};
  if (typeof fileName !== "string" || !fileName.endsWith(".csv")) {
    problems["file_name"] = "This value does not match the required pattern.";
  }
  const known = toParams(params);
  if (known === undefined) problems["params"] = "import_mode and data_mappings are required.";
  if (!DELIMITERS.includes(String(delimiter)))
    problems["delimiter"] = `"${delimiter}" is not a valid choice.`;
  if (!DATE_FORMATS.includes(String(dateFormat))) {
    problems["date_format"] = `"${dateFormat}" is not a valid choice.`;
  }
  if (known === undefined || Object.keys(problems).length > 0) return wrongFields(problems);
  const upload: UploadRecord = {
    ...{ id: randomUUID(), worksheet: worksheet.definition.id, params: known, createdAt: scope.clock.now() },
    ...{ fileName: String(fileName), encoding: String(encoding) },
    ...{ dateFormat: String(dateFormat), delimiter: String(delimiter) },
  };
  scope.storage.state.uploads.push(upload);
  scope.storage.save();
  return success(toUploadReply(scope, upload));
}

function toParams(value: unknown): ImportParams | undefined {
  const { import_mode: mode, data_mappings: mappings, load_all_columns: all = true } = Object(value);
  if (!MODES.includes(mode) || typeof mappings !== "object" || mappings === null) return undefined;
  return { import_mode: mode, data_mappings: mappings, load_all_columns: Boolean(all) };
}

/** An upload as the API tells it: with a link while it waits, with its job when it was processed. */
function toUploadReply(scope: ApiScope, upload: UploadRecord): object {
  const { address, jobs } = scope;
  const { id, fileName, encoding, dateFormat, delimiter, params, createdAt, jobId } = upload;
  const job = jobId === undefined ? undefined : jobs.find(jobId);
  return {
    ...{ object: "upload", id, url: `${address()}/ciq/v1/uploads/${id}/`, object_type: "records_api" },
    ...{ file_name: fileName, encoding, date_format: dateFormat, delimiter },
    ...{ status: job === undefined ? "PENDING" : "PROCESSED", params },
    details: toDetails(scope, upload),
    created_at: toVendorTime(createdAt),
    updated_at: toVendorTime(job?.createdAt ?? createdAt),
  };
}

function toDetails(
  { conditions, toUploadLink, address }: ApiScope,
  { id, fileName, jobId }: UploadRecord,
): object {
  if (conditions.mutedUploads) return {};
  if (jobId !== undefined) {
    const link = `${address()}/ciq/v1/jobs/${jobId}/`;
    return conditions.nestedDetails ? { result: { links: [link] } } : { job_id: jobId };
  }
  const link = toUploadLink(id, fileName);
  return conditions.nestedDetails ? { storage: { links: [{ href: link }] } } : { presigned_url: link };
}

async function processUpload(scope: ApiScope, upload: UploadRecord, request: ApiRequest): Promise<Reply> {
  const fields = await readFields(request.body);
  if (fields === undefined) return refusal(400);
  if (upload.jobId !== undefined) return refusal(400, "The upload has already been processed.");
  const worksheet = scope.worksheets.get(upload.worksheet);
  if (worksheet === undefined) return refusal(404);
  const id = randomUUID();
  // Before the first wait, so that of two requests that come at once only one processes it.
  upload.jobId = id;
  const { overrides } = fields;
  const changed = Object(overrides);
  const effective: UploadRecord = {
    ...upload,
    encoding: String(changed.encoding ?? upload.encoding),
    delimiter: String(changed.delimiter ?? upload.delimiter),
    dateFormat: String(changed.date_format ?? upload.dateFormat),
    params: { ...upload.params, data_mappings: changed.data_mappings ?? upload.params.data_mappings },
  };
  const isForced = scope.conditions.ends.some(({ end }) => end !== "SUCCESS");
  const done = isForced
    ? ({ end: "FAILURE", details: {} } as const)
    : await runImport(worksheet, effective, filePath(scope.storage, "uploads", upload.id));
  const { userEmail } = request;
  const { durationMs } = worksheet.definition;
  const job = scope.jobs.start({ ...done, id, type: "uploads.jobs.process_upload", userEmail, durationMs });
  return success(scope.jobs.toReply(job));
}
