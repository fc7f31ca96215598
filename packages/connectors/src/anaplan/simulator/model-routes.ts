import { text } from "node:stream/consumers";
import type { Reply } from "../../simulator/reply.js";
import type { Route, RoutedRequest } from "../../simulator/router.js";
import { listChunks, readChunk } from "./chunks.js";
import type { ModelDefinition } from "./definition.js";
import { artefactPath, type Workshop } from "./jobs.js";
import { collection, refusal, success } from "./reply.js";
import type { TaskKind, TaskRecord } from "./state.js";
import type { Tasks } from "./tasks.js";

/** What the routes below a model answer from. */
export interface ModelScope {
  readonly workshop: Workshop;
  readonly tasks: Tasks;
  readonly pageSize: number;
  readonly dumpsExpired: () => boolean;
}

/** A request below the model, and by whom. */
export interface ModelRequest extends RoutedRequest {
  readonly user: string;
}

/** A resource below the model. */
export type ModelRoute = Route<ModelScope, ModelRequest>;

const KIND = "(?<kind>imports|processes|exports)";
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
  return "dataSourceId" in object
    ? { id, name, importDataSourceId: object.dataSourceId, importType: "MODULE_DATA" }
    : { id, name };
}

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

/** A dump is there until the next run of the same import by the same user, or until it has expired. */
async function readDump(scope: ModelScope, task: TaskRecord, { parts, url }: ModelRequest): Promise<Reply> {
  const { workshop, tasks, pageSize } = scope;
  const objectId = parts["part"] ?? task.objectId;
  const results = (record: TaskRecord) => [record.result, ...(record.result.nestedResults ?? [])];
  const result = results(task).find((part) => part.objectId === objectId);
  const latest = workshop.storage.state.tasks.findLast(
    (record) => record.user === task.user && results(record).some((part) => part.objectId === objectId),
  );
  const isGone = scope.dumpsExpired() || latest !== task || !tasks.isComplete(task);
  if (isGone || !result?.failureDumpAvailable) return refusal(404, url.pathname);
  const file = {
    path: artefactPath(workshop, task.taskId, "dump", objectId),
    chunkSizeBytes: DUMP_CHUNK_BYTES,
  };
  return parts["chunk"] === undefined
    ? listChunks(file, url, pageSize)
    : readChunk(file, Number(parts["chunk"]), "text/plain");
}

function toKind(kind: string | undefined): TaskKind {
  return kind === "imports" || kind === "processes" ? kind : "exports";
}
