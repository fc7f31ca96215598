import { bytesReply, noContent, type Reply } from "../../simulator/reply.js";
import { readFields } from "./body.js";
import { jobPage } from "./job-list.js";
import { hasEnded } from "./job-timing.js";
import { refusal, success, wrongState } from "./reply.js";
import type { OrgHandler, OrgRequest, OrgRoute, OrgScope } from "./scope.js";
import { selectRows } from "./select-rows.js";
import { parseQuery } from "./soql.js";
import type { QueryRecord } from "./state.js";

const JOB = "jobs/query/(?<job>[^/]+)";

export const QUERY_ROUTES: readonly OrgRoute[] = [
  { method: "POST", path: /^jobs\/query\/?$/, handle: createJob },
  { method: "GET", path: /^jobs\/query\/?$/, handle: listJobs },
  {
    method: "GET",
    path: new RegExp(`^${JOB}/?$`),
    handle: onJob(({ queries }, job) => success(queries.toReply(job))),
  },
  { method: "PATCH", path: new RegExp(`^${JOB}/?$`), handle: onJob(moveJob) },
  { method: "DELETE", path: new RegExp(`^${JOB}/?$`), handle: onJob(deleteJob) },
  { method: "GET", path: new RegExp(`^${JOB}/results/?$`), handle: onJob(readResults) },
];

type JobHandler = (scope: OrgScope, job: QueryRecord, request: OrgRequest) => Promise<Reply> | Reply;

function onJob(handle: JobHandler): OrgHandler {
  return (scope, request) => {
    const job = scope.queries.find(request.parts["job"] ?? "");
    return job === undefined || scope.conditions.jobsGone ? refusal(404) : handle(scope, job, request);
  };
}

function listJobs({ queries, limits, conditions }: OrgScope, { url }: OrgRequest): Reply {
  const jobs = conditions.jobsGone ? [] : queries.list();
  return jobPage(jobs.map(queries.toReply), url, limits.pageSize);
}

async function createJob(scope: OrgScope, { body, owner, apiVersion }: OrgRequest): Promise<Reply> {
  const fields = await readFields(body);
  if (fields === undefined) return refusal(400, "JSON_PARSER_ERROR", "The body is no JSON");
  const { operation, columnDelimiter = "COMMA", lineEnding = "LF" } = fields;
  if (operation !== "query" && operation !== "queryAll") {
    return refusal(400, "INVALIDJOB", `InvalidJob : ${operation} is no valid operation`);
  }
  const query = parseQuery(String(fields["query"]));
  if (query === undefined) return refusal(400, "MALFORMED_QUERY", `unexpected token in: ${fields["query"]}`);
  const table = await scope.records.table(query.object);
  if (table === undefined)
    return refusal(400, "INVALID_TYPE", `sObject type '${query.object}' is not supported.`);
  const selection = selectRows(table, query);
  if ("code" in selection) return refusal(400, selection.code, selection.message);
  const form = { columnDelimiter: String(columnDelimiter), lineEnding: String(lineEnding) };
  const wish = { ...form, owner, apiVersion, operation, object: table.definition.name };
  return success(scope.queries.toReply(await scope.queries.create(wish, selection)));
}

async function moveJob({ queries }: OrgScope, job: QueryRecord, { body }: OrgRequest): Promise<Reply> {
  const wanted = (await readFields(body))?.["state"];
  if (wanted !== "Aborted") {
    return refusal(400, "INVALIDJOB", `InvalidJob : ${wanted} is no state to which a query can be moved`);
  }
  if (hasEnded(queries.stateOf(job))) return wrongState("Aborting already Completed Job not allowed");
  queries.abort(job);
  return success(queries.toReply(job));
}

function deleteJob({ queries }: OrgScope, job: QueryRecord): Reply {
  if (!hasEnded(queries.stateOf(job))) return wrongState("Deleting a job that has not ended not allowed");
  queries.remove(job);
  return noContent();
}

/** A page of the rows, with the header before each; the locator of the last page is the text `null`. */
async function readResults(
  { queries, limits }: OrgScope,
  job: QueryRecord,
  { url }: OrgRequest,
): Promise<Reply> {
  if (queries.stateOf(job) !== "JobComplete") return wrongState("The query has no results");
  const from = toRow(url.searchParams.get("locator"));
  const asked = Number(url.searchParams.get("maxRecords") ?? limits.recordsPerPage);
  if (Number.isNaN(from) || !(asked > 0))
    return refusal(400, "INVALID_QUERY_LOCATOR", "invalid query locator");
  const to = Math.min(from + Math.min(asked, limits.recordsPerPage), job.rows);
  const [header, rows] = await Promise.all([
    queries.results.read(job.id, 0, 1),
    queries.results.read(job.id, from + 1, to + 1),
  ]);
  return {
    ...bytesReply(joined(header, rows), "text/csv"),
    headers: {
      "Sforce-Locator": to < job.rows ? toLocator(to) : "null",
      "Sforce-NumberOfRecords": String(to - from),
    },
  };
}

async function* joined(...parts: readonly AsyncIterable<Uint8Array>[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) yield* part;
}

function toLocator(row: number): string {
  return Buffer.from(String(row)).toString("base64url");
}

/** Not a number when nobody gave out such a locator. */
function toRow(locator: string | null): number {
  if (locator === null || locator === "null") return 0;
  const row = Buffer.from(locator, "base64url").toString();
  return /^\d+$/.test(row) ? Number(row) : Number.NaN;
}
