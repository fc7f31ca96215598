import { createReadStream, createWriteStream, existsSync, renameSync, rmSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import type { SimulatedRequest } from "../../simulator/host.js";
import type { ModelDefinition } from "./definition.js";
import type { TenantStorage, UploadRecord } from "./state.js";

/** Whose upload into which file. What one user uploaded no other one sees. */
export interface UploadKey {
  readonly user: string;
  readonly fileId: string;
}

/** The uploaded files of a model. */
export function createUploads(storage: TenantStorage, model: ModelDefinition) {
  const { uploads } = storage.state;
  const nameOf = ({ user, fileId }: UploadKey) => `${user}/${fileId}`;
  const chunkPath = (key: UploadKey, chunk: number) =>
    storage.path("uploads", key.user, key.fileId, String(chunk));

  const uploadOf = (key: UploadKey): UploadRecord | undefined => uploads[nameOf(key)];

  return {
    uploadOf,
    ...readingOf(model, { uploadOf, chunkPath }),

    /** Begins an upload anew; -1 chunks are as many as come before `complete`. */
    announce(key: UploadKey, chunkCount: number): void {
      uploads[nameOf(key)] = { chunkCount, received: [], complete: false };
      storage.save();
    },

    /** Keeps a chunk, in any order and as often as it comes; says whether there was a place for it. */
    async put(key: UploadKey, chunk: number, request: SimulatedRequest): Promise<boolean> {
      const upload = uploadOf(key);
      if (upload === undefined || (upload.chunkCount >= 0 && chunk >= upload.chunkCount)) return false;
      await keepChunk(request, chunkPath(key, chunk));
      if (!upload.received.includes(chunk)) upload.received.push(chunk);
      upload.complete ||= upload.received.length === upload.chunkCount;
      storage.save();
      return true;
    },

    /** Ends an upload of as many chunks as came. */
    complete(key: UploadKey): boolean {
      const upload = uploadOf(key);
      if (upload === undefined) return false;
      upload.chunkCount = upload.received.length;
      upload.complete = true;
      storage.save();
      return true;
    },

    /** Puts a whole text where an upload would put it. */
    async place(key: UploadKey, text: string): Promise<void> {
      await writeFile(chunkPath(key, 0), text);
      uploads[nameOf(key)] = { chunkCount: 1, received: [0], complete: true };
      storage.save();
    },

    /** Forgets the content; the list of files goes on telling the old count of chunks. */
    remove(key: UploadKey): void {
      const upload = uploadOf(key);
      if (upload !== undefined) upload.complete = false;
      rmSync(storage.path("uploads", key.user, key.fileId), { recursive: true, force: true });
      storage.save();
    },
  };
}

export type Uploads = ReturnType<typeof createUploads>;

/** Where uploads are found. */
interface Places {
  readonly uploadOf: (key: UploadKey) => UploadRecord | undefined;
  readonly chunkPath: (key: UploadKey, chunk: number) => string;
}

function readingOf(model: ModelDefinition, { uploadOf, chunkPath }: Places) {
  return {
    /** Where a chunk lies that came. */
    chunkOf(key: UploadKey, chunk: number): string | undefined {
      const path = chunkPath(key, chunk);
      return uploadOf(key)?.received.includes(chunk) && existsSync(path) ? path : undefined;
    },

    /** What an import of this user reads: the upload when it is whole, the file's default otherwise, or nothing. */
    content(key: UploadKey): AsyncIterable<string> | undefined {
      const upload = uploadOf(key);
      if (upload?.complete)
        return readChunks(Array.from({ length: upload.chunkCount }, (_, chunk) => chunkPath(key, chunk)));
      const fallback = model.files.find(({ id }) => id === key.fileId)?.defaultContent;
      return fallback === undefined ? undefined : only(fallback);
    },
  };
}

async function keepChunk({ body, headers }: SimulatedRequest, path: string): Promise<void> {
  const target = createWriteStream(`${path}.part`);
  const isCompressed = headers["content-type"] === "application/x-gzip";
  await (isCompressed ? pipeline(body, createGunzip(), target) : pipeline(body, target));
  renameSync(`${path}.part`, path);
}

async function* readChunks(paths: readonly string[]): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  for (const path of paths) {
    if (!existsSync(path)) continue;
    for await (const piece of createReadStream(path)) yield decoder.decode(piece, { stream: true });
  }
  yield decoder.decode();
}

async function* only(text: string): AsyncGenerator<string> {
  yield text;
}
