import { randomUUID } from "node:crypto";
import { mkdir, open, readFile, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { promisify } from "node:util";
import { gunzip, gzip } from "node:zlib";
import { isSpmError, onDisk } from "@spm-ops/core";

/**
 * Where a monitor keeps what it has learned, so that a new start need not read the whole log. It holds nothing that is
 * not in the log: what is lost of it costs time.
 */
export interface SnapshotStore {
  /** What was written last; nothing before the first. */
  read(): Promise<string | undefined>;
  write(snapshot: string): Promise<void>;
}

const pack = promisify(gzip);
const unpack = promisify(gunzip);

/**
 * Keeps a snapshot in a file, packed. It is written beside it, brought to the disk and renamed, so that there is always a
 * whole one. Each monitor needs a file of its own.
 */
export function createSnapshotFile(path: string): SnapshotStore {
  return {
    async read() {
      try {
        return (await unpack(await onDisk(path, () => readFile(path)))).toString("utf8");
      } catch (error) {
        if (isSpmError(error, "file.not-found")) return undefined;
        throw error;
      }
    },
    async write(snapshot) {
      const packed = await pack(snapshot);
      const part = `${path}.${randomUUID()}.part`;
      await onDisk(path, async () => {
        await mkdir(dirname(path), { recursive: true });
        try {
          await writeSynced(part, packed);
          await rename(part, path);
        } catch (error) {
          await rm(part, { force: true });
          throw error;
        }
      });
    },
  };
}

async function writeSynced(path: string, bytes: Uint8Array): Promise<void> {
  await using file = await open(path, "wx");
  await file.writeFile(bytes);
  await file.sync();
}
