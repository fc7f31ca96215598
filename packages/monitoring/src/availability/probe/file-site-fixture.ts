import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type FileSite, type FileStat, SpmError, sha256 } from "@spm-ops/core";

/** A site on real files, and the folder that it lies in. */
export async function openFixtureSite() {
  const root = await mkdtemp(join(tmpdir(), "site-probe-"));
  let closed = 0;
  const told = async (path: string): Promise<FileStat> => {
    const { size, mtimeMs } = await stat(join(root, path));
    return { path, kind: "file", sizeBytes: size, modifiedAt: mtimeMs };
  };
  const close = async () => {
    closed += 1;
  };
  const unused = async () => {
    throw new SpmError("operation.unsupported", "not of this site", { operation: "rename" });
  };
  const site: FileSite = {
    name: "fixture",
    capabilities: { renameOntoExisting: "refuses", durableWrites: false },
    async *list(folder) {
      for (const name of await readdir(join(root, folder))) yield await told(join(folder, name));
    },
    stat: told,
    async read(path) {
      const bytes = await readFile(join(root, path));
      return { stat: await told(path), bytes: once(bytes) };
    },
    async write(path, bytes) {
      const chunks: Uint8Array[] = [];
      for await (const chunk of bytes) chunks.push(chunk);
      await writeFile(join(root, path), Buffer.concat(chunks), { flag: "wx" });
      return { path, sizeBytes: Buffer.concat(chunks).byteLength, sha256: sha256(Buffer.concat(chunks)) };
    },
    rename: unused,
    async remove(path) {
      try {
        await rm(join(root, path));
      } catch (cause) {
        throw new SpmError("file.not-found", `${path} is not there`, { path }, { cause });
      }
    },
    makeFolder: unused,
    close,
    [Symbol.asyncDispose]: close,
  };
  return {
    site,
    root,
    closed: () => closed,
    names: () => readdir(root),
    put: (name: string) => writeFile(join(root, name), "left"),
    remove: () => rm(root, { recursive: true, force: true }),
  };
}

export async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
