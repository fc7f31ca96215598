import { access, mkdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";

/** Writes a file so that it is there as a whole or not at all, whenever the process ends. */
export async function writeWhole(path: string, content: string | Uint8Array, mode = 0o644): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const part = `${path}.part`;
  await rm(part, { force: true });
  await writeFile(part, content, { mode, flush: true });
  await rename(part, path);
}

/** Writes a file that only its owner may read, unless it is there: secrets, and what is made but once. */
export async function once(path: string, make: () => string): Promise<void> {
  if (!(await isThere(path))) await writeWhole(path, make(), 0o600);
}

/** Whether something has this name. */
export function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
