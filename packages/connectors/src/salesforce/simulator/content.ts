import { createReadStream, createWriteStream, existsSync, renameSync, rmSync } from "node:fs";
import { pipeline } from "node:stream/promises";
import type { OrgStorage } from "./state.js";

/** The uploaded content of a job. */
export function contentPath(storage: OrgStorage, jobId: string): string {
  return storage.path("jobs", jobId, "content.csv");
}

/** Keeps what comes for a job; says whether it was not too much. */
export async function keepContent(
  path: string,
  body: AsyncIterable<Uint8Array>,
  largestBytes: number,
): Promise<boolean> {
  let sizeBytes = 0;
  async function* counted() {
    for await (const piece of body) {
      sizeBytes += piece.byteLength;
      // What is too much is read to its end, as an answer in the middle of a request reaches few clients.
      if (sizeBytes <= largestBytes) yield piece;
    }
  }
  await pipeline(counted, createWriteStream(`${path}.part`));
  if (sizeBytes > largestBytes) rmSync(`${path}.part`);
  else renameSync(`${path}.part`, path);
  return sizeBytes <= largestBytes;
}

/** The content as text, as it comes from the disk. */
export function readContent(path: string): AsyncIterable<string> {
  return createReadStream(path, { encoding: "utf8", highWaterMark: 256 * 1024 });
}

/** Texts one after another, as far as there are files for them. */
export async function* readAll(first: string, paths: readonly string[]): AsyncGenerator<Uint8Array> {
  if (first !== "") yield Buffer.from(first);
  for (const path of paths) if (existsSync(path)) yield* createReadStream(path);
}
