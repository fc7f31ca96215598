import { createReadStream, existsSync } from "node:fs";
import { text } from "node:stream/consumers";
import type { Clock } from "@spm-ops/core";
import { bytesReply, noContent, type Reply } from "../../simulator/reply.js";
import type { Route, RoutedRequest } from "../../simulator/router.js";
import { listChunks, readChunk } from "./chunks.js";
import type { ModelDefinition } from "./definition.js";
import { artefactPath, type Workshop } from "./jobs.js";
import { collection, refusal, success } from "./reply.js";
import type { Sleep } from "./sleep.js";
import { TASK_KINDS, type TaskKind, type TaskRecord } from "./state.js";
import type { Tasks } from "./tasks.js";

/** What the routes below a model answer from. */
export interface ModelScope {
  readonly workshop: Workshop;
  readonly tasks: Tasks;
  readonly sleep: Sleep;
  readonly clock: Clock;
  readonly pageSize: number;
  readonly dumpsExpired: () => boolean;
}

/** A request below the model, and by whom. */
export interface ModelRequest extends RoutedRequest {
  readonly user: string;
}

/** A resource below the model. */
export type ModelRoute = Route<ModelScope, ModelRequest>;

const KIND = `(?<kind>${TASK_KINDS.join("|")})`;
const TASK = `${KIND}/(?<object>[^/]+)/tasks/(?<task>[^/]+)`;
const DUMP_CHUNK_BYTES = 10_000_000;

export const MODEL_ROUTES: readonly ModelRoute[] = [
  { method: "GET", path: new RegExp(`^${KIND}$`), handle: listObjects },
  { method: "GET", path: new RegExp(`^${KIND}/(?<object>[^/]+)/tasks$`), handle: listTasks },
  { method: "POST", path: new RegExp(`^${KIND}/(?<object>[^/]+)/tasks$`), handle: startTask },
  {
    method: "GET",
    path: new RegExp(`^${TASK}$`),
    handle: onTask((scope, task) => success({ task: scope.tasks.toReply(task) })),
  },
  {
    method: "DELETE",
    path: new RegExp(`^${TASK}$`),
    handle: onTask((scope, task) => {
      scope.tasks.cancel(task);
      return success({});
    }),
  },
  { method: "GET", path: new RegExp(`^${TASK}/dump$`), handle: onTask(readWholeDump) },
  {
    method: "GET",
    path: new RegExp(`^${TASK}/(?:dump|dumps/(?<part>[^/]+))/chunks(?:/(?<chunk>\\d+))?$`),
    handle: onTask(readDump),
  },
];

function listObjects({ workshop: { model }, pageSize }: ModelScope, { parts, url }: ModelRequest): Reply {
  const key = toKind(parts["kind"]);
  return collection(
    key,
    model[key].map((object) => toListed(object)),
    url,
    pageSize,
  );
}

function toListed(object: ModelDefinition[TaskKind][number]): object {
  const { id, name } = object;
  if ("dataSourceId" in object)
    return { id, name, importDataSourceId: object.dataSourceId, importType: "MODULE_DATA" };
  if ("succeeds" in object) return { id, name, actionType: object.actionType };
  return "rows" in object ? { id, name, ...EXPORT_FORM } : { id, name };
}

const EXPORT_FORM = {
  exportType: "TABULAR_MULTI_COLUMN",
  exportFormat: "text/csv",
  encoding: "UTF-8",
  layout: "TABULAR_MULTI_COLUMN",
};

function listTasks({ tasks, pageSize }: ModelScope, { parts, url }: ModelRequest): Reply {
  const listed = tasks.list(toKind(parts["kind"]), parts["object"] ?? "").map((task) => {
    const { taskId, creationTime } = task;
    return { taskId, taskState: tasks.stateOf(task), creationTime };
  });
  return collection("tasks", listed, url, pageSize);
}

async function startTask({ tasks }: ModelScope, { parts, user, body, url }: ModelRequest): Promise<Reply> {
  await text(body);
  const kind = toKind(parts["kind"]);
  const objectId = parts["object"] ?? "";
  // Live, a bad id of an import is an error of the server.
  if (!tasks.exists(kind, objectId)) return refusal(500, url.pathname, "Internal Server Error");
  const { taskId, creationTime } = await tasks.start({ kind, objectId, user });
  return success({ task: { taskId, taskState: "NOT_STARTED", creationTime } });
}

type TaskHandler = (scope: ModelScope, task: TaskRecord, request: ModelRequest) => Promise<Reply> | Reply;

function onTask(handle: TaskHandler): ModelRoute["handle"] {
  return (scope, request) => {
    const { parts, url } = request;
    const task = scope.tasks.find(toKind(parts["kind"]), parts["object"] ?? "", parts["task"] ?? "");
    return task === undefined ? refusal(404, url.pathname) : handle(scope, task, request);
  };
}

async function readDump(scope: ModelScope, task: TaskRecord, { parts, url }: ModelRequest): Promise<Reply> {
  const path = dumpPath(scope, task, parts["part"] ?? task.objectId);
  if (path === undefined) return refusal(404, url.pathname);
  const file = { path, chunkSizeBytes: DUMP_CHUNK_BYTES };
  return parts["chunk"] === undefined
    ? listChunks(file, url, scope.pageSize)
    : readChunk(file, Number(parts["chunk"]), "text/plain");
}

function readWholeDump(scope: ModelScope, task: TaskRecord, { url }: ModelRequest): Reply {
  if (scope.tasks.isComplete(task) && !task.result.failureDumpAvailable) return noContent();
  const path = dumpPath(scope, task, task.objectId);
  return path === undefined ? refusal(404, url.pathname) : bytesReply(createReadStream(path), "text/plain");
}

/** Where a dump lies: until the next run of the same import by the same user, or until it has expired. */
export function dumpPath(
  { workshop, tasks, dumpsExpired }: Pick<ModelScope, "workshop" | "tasks" | "dumpsExpired">,
  task: TaskRecord,
  objectId: string,
): string | undefined {
  const results = (record: TaskRecord) => [record.result, ...(record.result.nestedResults ?? [])];
  const dumped = results(task).filter((part) => part.objectId === objectId && part.failureDumpAvailable);
  const latest = workshop.storage.state.tasks.findLast(
    (record) => record.user === task.user && results(record).some((part) => part.objectId === objectId),
  );
  const isGone = dumpsExpired() || latest !== task || !tasks.isComplete(task);
  const isThere =
    !isGone && dumped.length > 0 && existsSync(artefactPath(workshop, task.taskId, "dump", objectId));
  return isThere ? artefactPath(workshop, task.taskId, "dump", objectId) : undefined;
}

function toKind(kind: string | undefined): TaskKind {
  return TASK_KINDS.find((each) => each === kind) ?? "exports";
}
