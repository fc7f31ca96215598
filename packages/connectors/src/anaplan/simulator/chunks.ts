import { open, stat } from "node:fs/promises";
import { bytesReply, type Reply } from "../../simulator/reply.js";
import { collection, refusal } from "./reply.js";

/** A file that is given out in chunks: where it lies, and how long each chunk is. */
export interface ChunkedFile {
  readonly path: string;
  readonly chunkSizeBytes: number;
}

/** The list of a file's chunks, cut anywhere, also within a row or a character. */
export async function listChunks(file: ChunkedFile, url: URL, pageSize: number): Promise<Reply> {
  return collection("chunks", toChunkList(await countChunks(file)), url, pageSize);
}

/** So many chunks as a list tells them. */
export function toChunkList(count: number): readonly object[] {
  return Array.from({ length: count }, (_, id) => ({ id: String(id), name: `Chunk ${id}` }));
}

/** How many chunks a file has. */
export async function countChunks({ path, chunkSizeBytes }: ChunkedFile): Promise<number> {
  return Math.ceil((await stat(path)).size / chunkSizeBytes);
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
