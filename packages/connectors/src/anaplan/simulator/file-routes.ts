import { createReadStream } from "node:fs";
import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { bytesReply, noContent, type Reply } from "../../simulator/reply.js";
import { type ChunkedFile, countChunks, listChunks, readChunk, toChunkList } from "./chunks.js";
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
  { method: "GET", path: new RegExp(`^${FILE}$`), handle: readWhole },
  { method: "GET", path: new RegExp(`^${FILE}/chunks$`), handle: tellChunks },
  { method: "GET", path: new RegExp(`^${FILE}/chunks/(?<chunk>\\d+)$`), handle: readOneChunk },
];

/** The files that imports read, and those that exports have written. */
async function listFiles(scope: ModelScope, { user, url }: ModelRequest): Promise<Reply> {
  const { workshop, pageSize } = scope;
  const sources = workshop.model.files.map(({ id, name }) => toListed(scope, { user, fileId: id }, name));
  const outputs: object[] = [];
  for (const { id, name } of workshop.model.exports) {
    const output = outputOf(scope, id);
    if (output !== undefined) outputs.push({ id, name, chunkCount: await countChunks(output), ...FORM });
  }
  return collection("files", [...sources, ...outputs], url, pageSize);
}

const FORM = {
  delimiter: '"',
  encoding: "UTF-8",
  firstDataRow: 2,
  format: "txt",
  headerRow: 1,
  separator: ",",
};

function toListed({ workshop }: ModelScope, key: { user: string; fileId: string }, name: string): object {
  const chunkCount = workshop.uploads.uploadOf(key)?.chunkCount ?? 0;
  return { id: key.fileId, name, chunkCount, ...FORM };
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

/** The chunks of a file; one that was announced tells them before they have come. */
async function tellChunks(scope: ModelScope, request: ModelRequest): Promise<Reply> {
  const { url } = request;
  const { workshop, pageSize } = scope;
  if (isExport(scope, request)) {
    const output = outputOf(scope, toKey(request).fileId);
    return output === undefined ? collection("chunks", [], url, pageSize) : listChunks(output, url, pageSize);
  }
  const upload = workshop.uploads.uploadOf(toKey(request));
  if (upload === undefined) return refusal(404, url.pathname);
  const count = upload.chunkCount < 0 ? upload.received.length : upload.chunkCount;
  return collection("chunks", toChunkList(count), url, pageSize);
}

async function readOneChunk(scope: ModelScope, request: ModelRequest): Promise<Reply> {
  const { parts, url } = request;
  const chunk = Number(parts["chunk"]);
  const output = outputOf(scope, toKey(request).fileId);
  if (output !== undefined) return readChunk(output, chunk);
  const path = scope.workshop.uploads.chunkOf(toKey(request), chunk);
  return path === undefined ? refusal(404, url.pathname) : bytesReply(createReadStream(path));
}

async function readWhole(scope: ModelScope, request: ModelRequest): Promise<Reply> {
  const output = outputOf(scope, toKey(request).fileId);
  if (output !== undefined) return bytesReply(createReadStream(output.path));
  const content = scope.workshop.uploads.content(toKey(request));
  return content === undefined
    ? refusal(404, request.url.pathname)
    : bytesReply(Readable.from(content).map((text) => Buffer.from(text)));
}

function isExport({ workshop }: ModelScope, request: ModelRequest): boolean {
  return workshop.model.exports.some(({ id }) => id === toKey(request).fileId);
}

/** What the latest run of an export wrote; its file has the export's own id. */
function outputOf({ workshop, tasks }: ModelScope, exportId: string): ChunkedFile | undefined {
  const exporting = workshop.model.exports.find(({ id }) => id === exportId);
  if (exporting === undefined) return undefined;
  const latest = workshop.storage.state.tasks.findLast(
    (task) =>
      tasks.isComplete(task) &&
      [task.result, ...(task.result.nestedResults ?? [])].some(
        ({ objectId, successful }) => objectId === exportId && successful,
      ),
  );
  if (latest === undefined) return undefined;
  const path = artefactPath(workshop, latest.taskId, "output", exportId);
  return { path, chunkSizeBytes: exporting.chunkSizeBytes };
}

function toKey({ user, parts }: ModelRequest): { user: string; fileId: string } {
  return { user, fileId: parts["file"] ?? "" };
}
