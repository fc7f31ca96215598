import { SpmError } from "@spm-ops/core";
import { z } from "zod";
import type { Poll } from "../contract/outcome.js";
import { endOfFirstRecord } from "../contract/record-counter.js";
import type { ConnectorCall, Handle } from "../contract/spm-connector.js";
import { readBodyBytes } from "../http/body-bytes.js";
import type { HttpRequest } from "../http/http-request.js";
import type { SalesforceCalls } from "./salesforce-calls.js";
import { jobPath, jobReply, lookAtJob } from "./salesforce-jobs.js";
import { toQueryPoll, toReportPoll } from "./salesforce-mapping.js";
import type { ReportObject } from "./salesforce-objects.js";
import type { SalesforceSettings } from "./salesforce-options.js";

/** One piece is held in memory, so that a cut costs only that one. */
const LONGEST_PIECE_BYTES = 64 * 1024 * 1024;
const WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

const instanceReply = z.object({ id: z.string().min(1) });
const resultReply = z.object({ attributes: z.object({ status: z.string() }) });

type QuerySettings = Extract<SalesforceSettings["reports"][string], { kind: "query" }>;

/** A query or a report that ran for nobody changed nothing, so a lost answer may be asked for anew. */
export async function startReport(
  calls: SalesforceCalls,
  { id: object, name, settings }: ReportObject,
  { signal }: ConnectorCall,
): Promise<Handle> {
  const operation = `start the report ${name}`;
  const request = { method: "POST", intent: "repeatable-change", operation, signal } as const;
  if (settings.kind === "analytics") {
    const path = calls.under(`${reportPath(settings.reportId)}/instances`);
    const query = { includeDetails: "true" };
    const { id } = await calls.json({ ...request, path, query }, instanceReply);
    return { kind: "report", object, task: id };
  }
  const { operation: queryOperation, query, columnDelimiter, lineEnding } = settings;
  const { id } = await calls.json(
    {
      ...request,
      path: calls.under(jobPath("report")),
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ operation: queryOperation, query, columnDelimiter, lineEnding }),
    },
    jobReply,
  );
  return { kind: "report", object, task: id };
}

/** One look at a query or at a run of a report. */
export async function pollReport(
  calls: SalesforceCalls,
  { settings }: ReportObject,
  handle: Handle,
  { signal }: ConnectorCall,
): Promise<Poll> {
  if (settings.kind === "query") return toQueryPoll(await lookAtJob(calls, handle, { signal }));
  const operation = `ask how the report ${handle.task} is doing`;
  const path = instancePath(settings.reportId, handle);
  const { attributes } = await calls.look({ path, operation, signal }, resultReply);
  return toReportPoll(attributes.status);
}

/** What a query or a report found, piece by piece; a piece that was cut is asked for again. */
export async function* readReport(
  calls: SalesforceCalls,
  { settings }: ReportObject,
  handle: Handle,
  call: ConnectorCall,
): AsyncGenerator<Uint8Array> {
  if (settings.kind === "query") {
    yield* readPages(calls, settings, handle, call);
    return;
  }
  const isWorkbook = settings.format === "xlsx";
  const path = isWorkbook ? reportPath(settings.reportId) : instancePath(settings.reportId, handle);
  const headers = { accept: isWorkbook ? WORKBOOK : "application/json" };
  yield (await readPiece(calls, { path, headers, operation: `read the report ${handle.task}` }, call)).bytes;
}

/** The rows of a query, page after page; the header, which each page repeats, only once. */
async function* readPages(
  calls: SalesforceCalls,
  { recordsPerPage }: QuerySettings,
  { kind, task }: Handle,
  call: ConnectorCall,
): AsyncGenerator<Uint8Array> {
  let next: string | undefined;
  do {
    const query = { maxRecords: String(recordsPerPage), ...(next !== undefined && { locator: next }) };
    const operation = `read the rows of the query ${task}`;
    const piece = {
      path: `${jobPath(kind, task)}/results`,
      query,
      headers: { accept: "text/csv" },
      operation,
    };
    const { bytes, locator } = await readPiece(calls, piece, call);
    if (locator === undefined) {
      throw toMalformed(operation, "does not say whether there is more (Sforce-Locator)");
    }
    yield next === undefined ? bytes : bytes.subarray(endOfFirstRecord(bytes));
    next = locator;
  } while (next !== "null");
}

type Piece = Pick<HttpRequest, "path" | "operation" | "headers" | "query">;

function readPiece(calls: SalesforceCalls, piece: Piece, { signal }: ConnectorCall) {
  const read = async () => {
    const answer = await calls.openLook({ ...piece, signal });
    const { bytes, complete } = await readBodyBytes(answer.bytes, LONGEST_PIECE_BYTES);
    if (complete) return { bytes, locator: answer.header("sforce-locator") };
    throw toMalformed(piece.operation, `is longer than ${LONGEST_PIECE_BYTES} bytes; ask for fewer records`);
  };
  return calls.again(read, { signal });
}

function toMalformed(operation: string, why: string): SpmError {
  const message = `Could not ${operation}: the answer ${why}`;
  return new SpmError("remote.malformed", message, { operation, contentType: undefined });
}

function reportPath(reportId: string): string {
  return `analytics/reports/${encodeURIComponent(reportId)}`;
}

function instancePath(reportId: string, { task }: Handle): string {
  return `${reportPath(reportId)}/instances/${encodeURIComponent(task)}`;
}
