import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { SpmError } from "@spm-ops/core";
import { assertPromised } from "../contract/promised-bytes.js";
import type { ConnectorCall, Staged } from "../contract/spm-connector.js";
import type { StageableFile } from "../contract/stageable-file.js";
import { type AnaplanCalls, repeatable } from "./anaplan-calls.js";
import { fileReply, type ImportObject } from "./anaplan-replies.js";
import { rechunk } from "./rechunk.js";

interface UploadPolicy {
  readonly chunkSizeBytes: number;
  readonly gzip: boolean;
}

interface Upload extends ConnectorCall {
  readonly fileId: string;
  readonly gzip: boolean;
}

const compress = promisify(gzip);

/** Uploaded files have ids that begin so; an import of another model reads none. */
const FILE_ID = /^113/;

/** Pieces that are packed while one is sent: packing takes several times as long, and each has a thread of its own. */
const PACKED_AHEAD = 2;

/**
 * Sends a file to the data source of an import, piece by piece, each held in memory and sent again when it fails.
 *
 * The last pieces are sent only when all bytes turned out to be the promised ones, so that a file that changed never
 * becomes whole at the vendor. What is uploaded is private to this user and kept for 48 hours.
 */
export async function uploadFile(
  calls: AnaplanCalls,
  { load, file }: { readonly load: ImportObject; readonly file: StageableFile },
  { chunkSizeBytes, gzip }: UploadPolicy,
  { signal }: ConnectorCall,
): Promise<Staged> {
  const upload: Upload = { fileId: toFileId(load), gzip, signal };
  const chunks = Math.max(1, Math.ceil(file.sizeBytes / chunkSizeBytes));
  await announce(calls, upload, chunks);

  const digest = createHash("sha256");
  let sizeBytes = 0;
  let sent = 0;
  const held: Promise<Uint8Array>[] = [];
  const sendFirst = async () => {
    const bytes = await held.shift();
    if (bytes !== undefined) await sendChunk(calls, upload, { number: sent++, bytes });
  };
  for await (const bytes of rechunk(file.open(), chunkSizeBytes)) {
    signal?.throwIfAborted();
    digest.update(bytes);
    sizeBytes += bytes.byteLength;
    if (sizeBytes > file.sizeBytes) break;
    held.push(gzip ? packAhead(bytes) : Promise.resolve(bytes));
    if (held.length > (gzip ? PACKED_AHEAD : 1)) await sendFirst();
  }
  const sha256 = digest.digest("hex");
  assertPromised(file, { sizeBytes, sha256 });
  while (held.length > 0) await sendFirst();
  return { load: load.id, name: file.name, sizeBytes, sha256, chunks: sent };
}

/** Packs a piece whose turn comes later; should it fail, that is told then. */
function packAhead(bytes: Uint8Array): Promise<Uint8Array> {
  const packed = compress(bytes);
  packed.catch(() => undefined);
  return packed;
}

/** The file that an import reads. Throws `operation.unsupported` when it reads none. */
export function toFileId({ id, name, importDataSourceId }: ImportObject): string {
  if (importDataSourceId !== undefined && FILE_ID.test(importDataSourceId)) return importDataSourceId;
  throw new SpmError(
    "operation.unsupported",
    `The import ${id} (${name}) reads no file, so none can be staged for it.`,
    {
      operation: `stage a file for the import ${id}`,
    },
  );
}

/** An id that the model does not know makes a new file of that name, into which we would load for nobody. */
async function announce(calls: AnaplanCalls, { fileId, signal }: Upload, chunkCount: number): Promise<void> {
  const operation = `announce ${chunkCount} chunks of the file ${fileId}`;
  const request = repeatable({
    method: "POST",
    path: calls.under(`files/${fileId}`),
    operation,
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ chunkCount }),
    signal,
  });
  const { file } = await calls.again(() => calls.http.json(request, fileReply), { signal });
  if (file.id === fileId) return;
  throw new SpmError(
    "remote.not-found",
    `The model has no file ${fileId} any more and made ${file.id} instead; nothing was sent to it.`,
    { operation },
  );
}

async function sendChunk(
  calls: AnaplanCalls,
  { fileId, gzip: compressed, signal }: Upload,
  { number, bytes }: { readonly number: number; readonly bytes: Uint8Array },
): Promise<void> {
  const request = repeatable({
    method: "PUT",
    path: calls.under(`files/${fileId}/chunks/${number}`),
    operation: `send chunk ${number} of the file ${fileId}`,
    headers: { "content-type": compressed ? "application/x-gzip" : "application/octet-stream" },
    body: bytes,
    signal,
  });
  await calls.again(() => calls.http.send(request), { signal });
}
