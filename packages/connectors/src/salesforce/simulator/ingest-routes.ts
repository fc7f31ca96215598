import { bytesReply, noContent, type Reply } from "../../simulator/reply.js";
import { readFields } from "./body.js";
import { contentPath, keepContent } from "./content.js";
import type { ResultSet } from "./ingest-view.js";
import { jobPage } from "./job-list.js";
import { hasEnded } from "./job-timing.js";
import { refusal, success, wrongState } from "./reply.js";
import type { OrgHandler, OrgRequest, OrgRoute, OrgScope } from "./scope.js";
import type { IngestRecord } from "./state.js";
import { DELIMITERS, LINE_ENDINGS } from "./text-form.js";

const JOB = "jobs/ingest/(?<job>[^/]+)";
const OPERATIONS = ["insert", "update", "upsert", "delete", "hardDelete"];

export const INGEST_ROUTES: readonly OrgRoute[] = [
  { method: "POST", path: /^jobs\/ingest\/?$/, handle: createJob },
  { method: "GET", path: /^jobs\/ingest\/?$/, handle: listJobs },
  {
    method: "GET",
    path: new RegExp(`^${JOB}/?$`),
    handle: onJob(({ ingests }, job) => success(ingests.toReply(job))),
  },
  { method: "PATCH", path: new RegExp(`^${JOB}/?$`), handle: onJob(moveJob) },
  { method: "DELETE", path: new RegExp(`^${JOB}/?$`), handle: onJob(deleteJob) },
  { method: "PUT", path: new RegExp(`^${JOB}/batches/?$`), handle: onJob(putContent) },
  {
    method: "GET",
    // Clients write the last one both ways.
    path: new RegExp(`^${JOB}/(?<set>successfulResults|failedResults|unprocessed[rR]ecords)/?$`),
    handle: onJob(readResults),
  },
];

type JobHandler = (scope: OrgScope, job: IngestRecord, request: OrgRequest) => Promise<Reply> | Reply;

function onJob(handle: JobHandler): OrgHandler {
  return (scope, request) => {
    const job = scope.ingests.find(request.parts["job"] ?? "");
    return job === undefined || scope.conditions.jobsGone ? refusal(404) : handle(scope, job, request);
  };
}

function listJobs({ ingests, limits, conditions }: OrgScope, { url }: OrgRequest): Reply {
  const jobs = conditions.jobsGone ? [] : ingests.list();
  return jobPage(jobs.map(ingests.toReply), url, limits.pageSize);
}

async function createJob(scope: OrgScope, { body, owner, apiVersion }: OrgRequest): Promise<Reply> {
  const fields = await readFields(body);
  if (fields === undefined) return refusal(400, "JSON_PARSER_ERROR", "The body is no JSON");
  const { object, operation, externalIdFieldName, assignmentRuleId } = fields;
  const { columnDelimiter = "COMMA", lineEnding = "LF", contentType = "CSV" } = fields;
  const table = typeof object === "string" ? await scope.records.table(object) : undefined;
  if (table === undefined) {
    return refusal(
      400,
      "INVALIDENTITY",
      `InvalidEntity : Entity '${object}' is not supported by the Bulk API.`,
    );
  }
  const problem =
    known("operation", operation, OPERATIONS) ??
    known("columnDelimiter", columnDelimiter, Object.keys(DELIMITERS)) ??
    known("lineEnding", lineEnding, Object.keys(LINE_ENDINGS)) ??
    known("contentType", contentType, ["CSV"]);
  if (problem !== undefined) return refusal(400, "INVALIDJOB", `InvalidJob : ${problem}`);
  const { name, fields: columns } = table.definition;
  const isKey = [
    "id",
    ...columns.filter(({ externalId }) => externalId).map((each) => each.name.toLowerCase()),
  ];
  if (operation === "upsert" && !isKey.includes(String(externalIdFieldName).toLowerCase())) {
    const message = `Field name provided, ${externalIdFieldName} does not match an External ID, Salesforce Id, or indexed field for ${name}`;
    return refusal(400, "INVALIDJOB", `InvalidJob : ${message}`);
  }
  const job = scope.ingests.create({
    ...{ object: name, operation: String(operation), owner, apiVersion },
    ...{ columnDelimiter: String(columnDelimiter), lineEnding: String(lineEnding) },
    externalIdFieldName: optional(externalIdFieldName),
    assignmentRuleId: optional(assignmentRuleId),
  });
  return success(scope.ingests.toReply(job));
}

function known(name: string, value: unknown, values: readonly string[]): string | undefined {
  return values.some((each) => each === value) ? undefined : `${value} is no valid ${name}`;
}

function optional(value: unknown): string | undefined {
  return value === undefined ? undefined : String(value);
}

async function putContent(
  { ingests, limits, storage }: OrgScope,
  job: IngestRecord,
  { body }: OrgRequest,
): Promise<Reply> {
  if (ingests.stateOf(job) !== "Open" || job.isUploaded) {
    for await (const _ of body);
    const words = "make sure you only do 'PUT' once on a given Job";
    return wrongState(`Found multiple contents for job: <${job.id}>, please ${words}.`);
  }
  if (!(await keepContent(contentPath(storage, job.id), body, limits.largestUploadBytes))) {
    const message = `The content of a job takes no more than ${limits.largestUploadBytes} bytes, which are 150 MB after base64`;
    return refusal(400, "EXCEEDED_MAX_SIZE_REQUEST", message);
  }
  ingests.markUploaded(job);
  return noContent(201);
}

async function moveJob({ ingests, org }: OrgScope, job: IngestRecord, { body }: OrgRequest): Promise<Reply> {
  const wanted = (await readFields(body))?.["state"];
  const state = ingests.stateOf(job);
  if (wanted === "UploadComplete") {
    if (state !== "Open") return wrongState(`Closing already ${toWord(state)} Job not allowed`);
    const { durationMs } = org.objects.find(({ name }) => name === job.object) ?? {};
    await ingests.start(job, durationMs);
  } else if (wanted === "Aborted") {
    if (hasEnded(state)) return wrongState(`Aborting already ${toWord(state)} Job not allowed`);
    ingests.abort(job);
  } else return refusal(400, "INVALIDJOB", `InvalidJob : ${wanted} is no state to which a job can be moved`);
  return success(ingests.toReply(job));
}

function toWord(state: string): string {
  return state === "JobComplete" ? "Completed" : state;
}

function deleteJob({ ingests }: OrgScope, job: IngestRecord): Reply {
  if (!hasEnded(ingests.stateOf(job))) return wrongState("Deleting a job that has not ended not allowed");
  ingests.remove(job);
  return noContent();
}

function readResults({ ingests }: OrgScope, job: IngestRecord, { parts }: OrgRequest): Reply {
  if (!hasEnded(ingests.stateOf(job))) return wrongState("The job has not ended");
  return bytesReply(ingests.results(job, toSet(parts["set"])), "text/csv");
}

function toSet(path: string | undefined): ResultSet {
  if (path === "successfulResults") return "successful";
  return path === "failedResults" ? "failed" : "unprocessed";
}
