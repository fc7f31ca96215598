import { text } from "node:stream/consumers";
import { z } from "zod";
import { jsonReply, noContent, type Reply } from "../../simulator/reply.js";
import type { Route, RoutedRequest } from "../../simulator/router.js";
import type { Authentication } from "./authentication.js";
import { toRows } from "./command-result.js";
import { type CommandScope, runCommand } from "./commands.js";
import { COLLECTIONS, toStamp } from "./entities.js";
import { created, refusal } from "./reply.js";
import type { Results } from "./results.js";
import { parseFilter } from "./rsql.js";
import type { Entity, InvocationRecord } from "./state.js";

/** What the resources answer from. */
export interface ApiScope extends CommandScope {
  readonly authentication: Authentication;
  readonly results: Results;
  readonly createId: () => string;
}

/** A request, and by whom. */
interface ApiRequest extends RoutedRequest {
  readonly user: string;
}

const PREFIX = "^/connect/v1";
const ONE = new RegExp(`${PREFIX}/(?<collection>${COLLECTIONS.join("|")})/(?<id>[^/]+)$`);
const MANY = new RegExp(`${PREFIX}/(?<collection>${COLLECTIONS.join("|")})$`);

/** Below the gateway's prefix. */
export const ROUTES: readonly Route<ApiScope, ApiRequest>[] = [
  { method: "POST", path: new RegExp(`${PREFIX}/xdbc/execute$`), handle: execute },
  { method: "GET", path: new RegExp(`${PREFIX}/xdbc/results/(?<id>\\w+)$`), handle: showResult },
  { method: "GET", path: new RegExp(`${PREFIX}/invocations$`), handle: listInvocations },
  { method: "GET", path: new RegExp(`${PREFIX}/invocations/(?<id>[^/]+)$`), handle: showInvocation },
  { method: "GET", path: new RegExp(`${PREFIX}/sessions$`), handle: listSessions },
  { method: "DELETE", path: new RegExp(`${PREFIX}/sessions/(?<id>[^/]+)$`), handle: endSession },
  { method: "GET", path: MANY, handle: listEntities },
  { method: "POST", path: MANY, handle: makeEntity },
  { method: "GET", path: ONE, handle: showEntity },
  { method: "PUT", path: ONE, handle: changeEntity },
  { method: "DELETE", path: ONE, handle: removeEntity },
];

const statement = z.object({ command: z.string().min(1), defaultSchema: z.string().optional() });

/** The answer has no body; its `Location` leads to the result, without the gateway's prefix. */
async function execute(scope: ApiScope, { body, user }: ApiRequest): Promise<Reply> {
  const given = statement.safeParse(await readJson(body)).data;
  if (given === undefined) return refusal(400);
  const command = given.command.trim().replace(/\s*;$/, "");
  const result = await runCommand(scope, command, user);
  const status = scope.conditions.badCommandStatus;
  if (result.kind === "problem" && status !== undefined) return refusal(status, result.message);
  return created(`/connect/v1/xdbc/results/${scope.results.keep(toRows(command, result))}`);
}

function showResult({ results }: ApiScope, { parts, url: { searchParams } }: ApiRequest): Reply {
  const rows = results.get(parts["id"] ?? "");
  const start = toNumber(searchParams.get("start"), 0);
  const size = toNumber(searchParams.get("size"), 100);
  if (rows === undefined) return refusal(404);
  if (start === undefined || size === undefined || size === 0) return refusal(400);
  return jsonReply(200, { data: { rows: rows.slice(start, start + size), totalRows: rows.length } });
}

function listInvocations(scope: ApiScope, { url }: ApiRequest): Reply {
  const newestFirst = scope.invocations.all().toReversed();
  return page(
    newestFirst.map((each) => toView(scope, each)),
    url.searchParams,
  );
}

function showInvocation(scope: ApiScope, { parts }: ApiRequest): Reply {
  const found = scope.invocations.find(parts["id"] ?? "");
  return found === undefined ? refusal(404) : jsonReply(200, toView(scope, found));
}

function toView({ invocations }: ApiScope, invocation: InvocationRecord): Readonly<Record<string, unknown>> {
  const { id, objectId, objectName, invokedByType, invokedByName, createdAt, endAt } = invocation;
  const currentState = invocations.stateOf(invocation);
  const isCompleted = currentState === "completed";
  return {
    id,
    currentState,
    status: isCompleted ? invocation.status : null,
    description: isCompleted ? invocation.description : "",
    objectId,
    objectName,
    objectType: "pipeline",
    invokedByType,
    invokedByName,
    createdInstant: new Date(createdAt).toISOString(),
    completedInstant: isCompleted ? new Date(endAt).toISOString() : null,
    threadId: id,
    details: isCompleted
      ? invocation.details.map(({ name, status, description }) => ({
          objectName: name,
          objectType: "step",
          currentState: "completed",
          status,
          description,
        }))
      : [],
  };
}

function listSessions({ authentication }: ApiScope, { url }: ApiRequest): Reply {
  return page(authentication.sessions(), url.searchParams);
}

function endSession({ authentication }: ApiScope, { parts }: ApiRequest): Reply {
  return authentication.endSession(parts["id"] ?? "") ? noContent() : refusal(404);
}

function entitiesOf({ storage }: ApiScope, { parts }: ApiRequest): Entity[] {
  return storage.state.entities[parts["collection"] ?? ""] ?? [];
}

function listEntities(scope: ApiScope, request: ApiRequest): Reply {
  return page(entitiesOf(scope, request).map(toPublic), request.url.searchParams);
}

function showEntity(scope: ApiScope, request: ApiRequest): Reply {
  const found = entitiesOf(scope, request).find(({ id }) => id === request.parts["id"]);
  return found === undefined ? refusal(404) : jsonReply(200, toPublic(found));
}

/** A password goes in and never comes out. */
function toPublic({ password: _, ...shown }: Entity): Readonly<Record<string, unknown>> {
  return shown;
}

const entityBody = z.looseObject({ name: z.string().min(1) });

/** The address has the gateway's prefix. */
async function makeEntity(scope: ApiScope, request: ApiRequest): Promise<Reply> {
  const given = entityBody.safeParse(await readJson(request.body)).data;
  if (given === undefined) return refusal(400);
  const id = scope.createId();
  entitiesOf(scope, request).push({ ...given, ...toStamp(request.user, scope.clock.now()), id, version: 0 });
  scope.storage.save();
  return created(`/api/connect/v1/${request.parts["collection"]}/${id}`);
}

/** The whole object, with the version that it was read with. */
async function changeEntity(scope: ApiScope, request: ApiRequest): Promise<Reply> {
  const given = entityBody.safeParse(await readJson(request.body)).data;
  const entities = entitiesOf(scope, request);
  const at = entities.findIndex(({ id }) => id === request.parts["id"]);
  const found = entities[at];
  if (found === undefined) return refusal(404);
  if (given === undefined) return refusal(400);
  if (given["version"] !== found.version) return refusal(409);
  entities[at] = { ...given, id: found.id, version: found.version + 1 };
  scope.storage.save();
  return jsonReply(200, toPublic(entities[at]));
}

function removeEntity(scope: ApiScope, request: ApiRequest): Reply {
  const entities = entitiesOf(scope, request);
  const at = entities.findIndex(({ id }) => id === request.parts["id"]);
  if (at < 0) return refusal(404);
  entities.splice(at, 1);
  scope.storage.save();
  return noContent();
}

const LARGEST_PAGE = 1_000;

/** A page of a collection, filtered. Its envelope is not public: here it is a list. */
function page(items: readonly Readonly<Record<string, unknown>>[], query: URLSearchParams): Reply {
  const number = toNumber(query.get("page"), 0);
  const size = toNumber(query.get("size"), 100);
  const filter = parseFilter(query.get("ql") ?? "");
  const isWrong = number === undefined || size === undefined || size < 1 || size > LARGEST_PAGE;
  if (isWrong || filter === undefined) return refusal(400);
  return jsonReply(200, items.filter(filter).slice(number * size, (number + 1) * size));
}

function toNumber(text: string | null, otherwise: number): number | undefined {
  if (text === null) return otherwise;
  return /^\d+$/.test(text) ? Number(text) : undefined;
}

async function readJson(body: AsyncIterable<Uint8Array>): Promise<unknown> {
  try {
    return JSON.parse(await text(body));
  } catch {
    return undefined;
  }
}
