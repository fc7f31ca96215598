import type { FileSite } from "@spm-ops/core";

/** The names in a folder of a site, in order. */
export async function namesIn(site: FileSite, folder: string): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const { path } of site.list(folder)) found.push(path.slice(folder.length + 1));
  return found.sort();
}

/** A file of a site as text. */
export async function textAt(site: FileSite, path: string): Promise<string> {
  const pieces: Uint8Array[] = [];
  for await (const piece of (await site.read(path)).bytes) pieces.push(piece);
  return Buffer.concat(pieces).toString();
}

/** Puts a file as somebody else would, in place of one that is there. */
export async function putText(site: FileSite, path: string, text: string): Promise<void> {
  async function* bytes() {
    yield Buffer.from(text);
  }
  await site.makeFolder(path.slice(0, path.lastIndexOf("/")));
  if ((await site.stat(path)) !== undefined) await site.remove(path);
  await site.write(path, bytes());
}
