import { json } from "node:stream/consumers";
import { z } from "zod";
import { noContent, type Reply } from "../../simulator/reply.js";
import type { Route } from "../../simulator/router.js";
import type { ApiRequest, ApiScope } from "./api-scope.js";
import { findResource, type ResourceDefinition } from "./catalog.js";
import type { Row } from "./filter.js";
import { showWaiting } from "./import-work.js";
import { toPage, toShown } from "./page.js";
import { cancelPipeline, startPipelines } from "./pipeline-routes.js";
import type { Written } from "./records.js";
import { notFound, refusal, success } from "./reply.js";

/** Behind the root of either generation; paths are decoded. */
export const ROUTES: readonly Route<ApiScope, ApiRequest>[] = [
  { method: "POST", path: /^\/pipelines(?<reset>\/resetfromvalidate)?$/, handle: startPipelines },
  { method: "DELETE", path: /^\/pipelines\((?<seq>\d+)\)$/, handle: cancelPipeline },
  { method: "GET", path: /^\/(?<resource>[A-Za-z]+)$/, handle: listRows },
  { method: "GET", path: /^\/(?<resource>[A-Za-z]+)\((?<seq>\d+)\)$/, handle: showRow },
  { method: "POST", path: /^\/(?<resource>[A-Za-z]+)$/, handle: writeRows },
  { method: "PUT", path: /^\/(?<resource>[A-Za-z]+)$/, handle: writeRows },
  { method: "DELETE", path: /^\/(?<resource>[A-Za-z]+)\((?<seq>\d+)\)$/, handle: removeRow },
];

/** A body is always a list of objects. */
const rowList = z.array(z.record(z.string(), z.json())).min(1);

function toResource({ parts, isCloud }: ApiRequest): ResourceDefinition | undefined {
  return findResource(parts["resource"] ?? "", isCloud);
}

async function rowsOf(
  { workshop, pipelines, conditions }: ApiScope,
  resource: string,
): Promise<readonly Row[]> {
  if (resource === "pipelines") return conditions.hidesPipelines ? [] : pipelines.list();
  const rows = [...workshop.records.list(resource)];
  if (resource.startsWith("stage")) for await (const row of showWaiting(workshop, resource)) rows.push(row);
  return rows;
}

async function listRows(scope: ApiScope, request: ApiRequest): Promise<Reply> {
  const { url, isCloud, parts } = request;
  const now = scope.clock.now();
  const resource = parts["resource"] ?? "";
  if (toResource(request) === undefined) return refusal(400, now);
  const rows = await rowsOf(scope, resource);
  return toPage(scope.workshop.records, { resource, rows, query: url.searchParams, isCloud, now });
}

/** One object comes as it is, without an envelope. */
async function showRow(scope: ApiScope, request: ApiRequest): Promise<Reply> {
  const { parts, url, isCloud } = request;
  const { resource = "", seq = "" } = parts;
  const definition = toResource(request);
  if (definition === undefined) return refusal(400, scope.clock.now());
  const row = (await rowsOf(scope, resource)).find((each) => each[definition.seq] === seq);
  if (row === undefined) return notFound(resource, seq);
  return success(toShown(scope.workshop.records, { resource, row, query: url.searchParams, isCloud }));
}

async function writeRows({ workshop, clock }: ApiScope, request: ApiRequest): Promise<Reply> {
  const { method, parts, body } = request;
  const resource = parts["resource"] ?? "";
  const rows = rowList.safeParse(await json(body).catch(() => undefined));
  if (toResource(request)?.isWritable !== true || !rows.success) return refusal(400, clock.now());
  const { records } = workshop;
  const write = method === "POST" ? records.create : records.update;
  const written = rows.data.map((row) => write(resource, row));
  if (written.every(({ state }) => state === "unchanged")) return noContent(304);
  const isRefused = written.some(({ state }) => state === "refused");
  return success({ [resource]: written.map(toWritten) }, isRefused ? 400 : method === "POST" ? 201 : 200);
}

function toWritten(written: Written): object {
  if (written.state === "written") return written.row;
  return written.state === "refused" ? written.errors : {};
}

async function removeRow({ workshop, clock }: ApiScope, request: ApiRequest): Promise<Reply> {
  const { resource = "", seq = "" } = request.parts;
  const definition = toResource(request);
  if (definition?.isWritable !== true) return refusal(400, clock.now());
  const removed = workshop.records.remove(resource, (row) => row[definition.seq] === seq);
  if (removed === 0) return notFound(resource, seq);
  workshop.storage.save();
  return success({ [resource]: { [seq]: "The record is successfully deleted." } });
}
