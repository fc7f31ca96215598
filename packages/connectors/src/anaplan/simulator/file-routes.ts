import { text } from "node:stream/consumers";
import { noContent, type Reply } from "../../simulator/reply.js";
import { type ChunkedFile, listChunks, readChunk } from "./chunks.js";
import { artefactPath } from "./jobs.js";
import type { ModelRequest, ModelRoute, ModelScope } from "./model-routes.js";
import { collection, refusal, success } from "./reply.js";

const FILE = "files/(?<file>[^/]+)";

export const FILE_ROUTES: readonly ModelRoute[] = [
  { method: "GET", path: /^files$/, handle: listFiles },
  { method: "POST", path: new RegExp(`^${FILE}$`), handle: announceFile },
  { method: "PUT", path: new RegExp(`^${FILE}$`), handle: putWhole },
  { method: "PUT", path: new RegExp(`^${FILE}/chunks/(?<chunk>\\d+)$`), handle: putChunk },
  { method: "POST", path: new RegExp(`^${FILE}/complete$`), handle: completeFile },
  { method: "DELETE", path: new RegExp(`^${FILE}$`), handle: deleteFile },
  { method: "GET", path: new RegExp(`^${FILE}/chunks(?:/(?<chunk>\\d+))?$`), handle: readOutput },
];

function listFiles(scope: ModelScope, { user, url }: ModelRequest): Reply {
  const files = scope.workshop.model.files.map(({ id, name }) => toListed(scope, { user, fileId: id }, name));
  return collection("files", files, url, scope.pageSize);
}

function toListed({ workshop }: ModelScope, key: { user: string; fileId: string }, name: string): object {
  const chunkCount = workshop.uploads.uploadOf(key)?.chunkCount ?? 0;
  const form = {
    delimiter: '"',
    encoding: "UTF-8",
    firstDataRow: 2,
    format: "txt",
    headerRow: 1,
    separator: ",",
  };
  return { id: key.fileId, name, chunkCount, ...form };
}

async function announceFile(scope: ModelScope, { user, parts, body, url }: ModelRequest): Promise<Reply> {
  const { chunkCount } = JSON.parse(await text(body));
  if (typeof chunkCount !== "number") return refusal(400, url.pathname, "chunkCount is missing");
  const known = scope.workshop.model.files.find(({ id }) => id === parts["file"]);
  // Live, an unknown id or name makes a new file.
  const { id, name } = known ?? { id: "113999999999", name: parts["file"] ?? "" };
  const key = { user, fileId: id };
  scope.workshop.uploads.announce(key, chunkCount);
  return success({ file: toListed(scope, key, name) });
}

async function putWhole(scope: ModelScope, request: ModelRequest): Promise<Reply> {
  const key = toKey(request);
  scope.workshop.uploads.announce(key, 1);
  return toPut(await scope.workshop.uploads.put(key, 0, request), request);
}

async function putChunk(scope: ModelScope, request: ModelRequest): Promise<Reply> {
  return toPut(
    await scope.workshop.uploads.put(toKey(request), Number(request.parts["chunk"]), request),
    request,
  );
}

function toPut(isKept: boolean, { url }: ModelRequest): Reply {
  return isKept ? noContent() : refusal(400, url.pathname, "The chunk was not announced");
}

async function completeFile(scope: ModelScope, request: ModelRequest): Promise<Reply> {
  await text(request.body);
  const { url, parts } = request;
  if (!scope.workshop.uploads.complete(toKey(request))) return refusal(404, url.pathname);
  return success({ file: toListed(scope, toKey(request), parts["file"] ?? "") });
}

function deleteFile(scope: ModelScope, request: ModelRequest): Reply {
  scope.workshop.uploads.remove(toKey(request));
  return noContent();
}

/** What the latest run of an export wrote; its file has the export's own id. */
async function readOutput(scope: ModelScope, { parts, url }: ModelRequest): Promise<Reply> {
  const { workshop, tasks, pageSize } = scope;
  const exporting = workshop.model.exports.find(({ id }) => id === parts["file"]);
  if (exporting === undefined) return refusal(404, url.pathname);
  const latest = workshop.storage.state.tasks.findLast(
    (task) =>
      tasks.isComplete(task) &&
      [task.result, ...(task.result.nestedResults ?? [])].some(
        ({ objectId, successful }) => objectId === exporting.id && successful,
      ),
  );
  if (latest === undefined) return collection("chunks", [], url, pageSize);
  const path = artefactPath(workshop, latest.taskId, "output", exporting.id);
  const file: ChunkedFile = { path, chunkSizeBytes: exporting.chunkSizeBytes };
  return parts["chunk"] === undefined
    ? listChunks(file, url, pageSize)
    : readChunk(file, Number(parts["chunk"]));
}

function toKey({ user, parts }: ModelRequest): { user: string; fileId: string } {
  return { user, fileId: parts["file"] ?? "" };
}
