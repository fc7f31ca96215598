import { open, stat } from "node:fs/promises";
import { bytesReply, type Reply } from "../../simulator/reply.js";
import { collection, refusal } from "./reply.js";

/** A file that is given out in chunks: where it lies, and how long each chunk is. */
export interface ChunkedFile {
  readonly path: string;
  readonly chunkSizeBytes: number;
}

/** The list of a file's chunks, cut anywhere, also within a row or a character. */
export async function listChunks(
  { path, chunkSizeBytes }: ChunkedFile,
  url: URL,
  pageSize: number,
): Promise<Reply> {
  const { size } = await stat(path);
  const chunks = Array.from({ length: Math.ceil(size / chunkSizeBytes) }, (_, id) => ({
    id: String(id),
    name: `Chunk ${id}`,
  }));
  return collection("chunks", chunks, url, pageSize);
}

/** One of its chunks. */
export async function readChunk(
  { path, chunkSizeBytes }: ChunkedFile,
  chunk: number,
  contentType?: string,
): Promise<Reply> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const from = chunk * chunkSizeBytes;
    if (from >= size) return refusal(404, path);
    const bytes = Buffer.alloc(Math.min(chunkSizeBytes, size - from));
    await file.read(bytes, 0, bytes.byteLength, from);
    return bytesReply(bytes, contentType);
  } finally {
    await file.close();
  }
}
