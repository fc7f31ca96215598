import { SpmError } from "@spm-ops/core";
import type { ConnectorCall, Handle, RejectFile } from "../contract/spm-connector.js";
import { type AnaplanCalls, taskPath } from "./anaplan-calls.js";
import { type AnaplanResult, chunkPage, taskReply } from "./anaplan-replies.js";

/** Chunks are promised to be at most 10 MB; one is held in memory, so that a cut costs only that one. */
const LONGEST_CHUNK_BYTES = 64 * 1024 * 1024;

/**
 * The failure dumps of a task: its own for an import, one for each import inside a process.
 *
 * The vendor keeps a dump until the next run of the same import by this user, and for 48 hours.
 */
export async function* readRejects(
  calls: AnaplanCalls,
  handle: Handle,
  call: ConnectorCall = {},
): AsyncGenerator<RejectFile> {
  const operation = `see whether the task ${handle.task} rejected rows`;
  const { task } = await calls.ask({ path: taskPath(handle), operation, ...call }, taskReply);
  if (!task.result) return;
  for (const { object, path } of toDumps(handle, task.result)) {
    yield { name: `${object}-rejects.csv`, bytes: readChunks(calls, `${taskPath(handle)}/${path}`, call) };
  }
}

function toDumps(
  handle: Handle,
  result: AnaplanResult,
): readonly { readonly object: string; readonly path: string }[] {
  if (handle.kind !== "process") {
    return result.failureDumpAvailable ? [{ object: handle.object, path: "dump/chunks" }] : [];
  }
  return (result.nestedResults ?? []).flatMap(({ objectId, failureDumpAvailable }) =>
    objectId && failureDumpAvailable
      ? [{ object: objectId, path: `dumps/${encodeURIComponent(objectId)}/chunks` }]
      : [],
  );
}

/** What an export wrote: the file that has the export's own id. The next run of the export replaces it. */
export async function* readReport(
  calls: AnaplanCalls,
  { kind, object }: Handle,
  call: ConnectorCall = {},
): AsyncGenerator<Uint8Array> {
  if (kind !== "report") {
    const operation = `read a report of a ${kind}`;
    throw new SpmError("operation.unsupported", "Only what was started as a report has a report.", {
      operation,
    });
  }
  yield* readChunks(calls, `files/${encodeURIComponent(object)}/chunks`, call);
}

/** The chunks below a path, one after another; each is asked for again, as a whole, when it was cut. */
async function* readChunks(
  calls: AnaplanCalls,
  path: string,
  { signal }: ConnectorCall,
): AsyncGenerator<Uint8Array> {
  for await (const { id } of calls.pages(
    { path, operation: `list the chunks of ${path}`, signal },
    chunkPage,
  )) {
    const request = {
      method: "GET",
      path: calls.under(`${path}/${encodeURIComponent(id)}`),
      intent: "question",
      operation: `read chunk ${id} of ${path}`,
      headers: { accept: "application/octet-stream, text/plain" },
      signal,
    } as const;
    yield await calls.again(() => collect(calls.http.bytes(request), request.operation), { signal });
  }
}

async function collect(bytes: AsyncIterable<Uint8Array>, operation: string): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const piece of bytes) {
    pieces.push(piece);
    sizeBytes += piece.byteLength;
    if (sizeBytes > LONGEST_CHUNK_BYTES) {
      throw new SpmError(
        "remote.malformed",
        `Could not ${operation}: it is longer than ${LONGEST_CHUNK_BYTES} bytes`,
        {
          operation,
          contentType: undefined,
        },
      );
    }
  }
  return Buffer.concat(pieces);
}
