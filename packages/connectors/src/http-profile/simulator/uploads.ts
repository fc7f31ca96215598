import { createWriteStream } from "node:fs";
import { writeFile } from "node:fs/promises";
import { Readable } from "node:stream";
import { buffer, json } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";
import { z } from "zod";
import { toCsvLine } from "../../contract/csv.js";
import type { SimulatedRequest } from "../../simulator/host.js";
import type { ApplicationStorage } from "./state.js";

const rowsBody = z.object({ rows: z.array(z.record(z.string(), z.string())) });

/** Keeps the file of a request, which comes as bytes, in a form or as rows in JSON; nothing where there is none in it. */
export async function keepUpload(
  storage: ApplicationStorage,
  feed: string,
  request: SimulatedRequest,
): Promise<string | undefined> {
  const { files } = storage.state;
  const id = `f-${files.length + 1}`;
  if (!(await writeUpload(storage.path("files", id), request))) return undefined;
  files.push({ id, feed });
  storage.save();
  return id;
}

async function writeUpload(path: string, { headers, body }: SimulatedRequest): Promise<boolean> {
  const contentType = headers["content-type"] ?? "";
  if (contentType.startsWith("multipart/")) {
    const bytes = new Uint8Array(await buffer(Readable.from(body)));
    const form = await new Response(bytes, { headers: { "content-type": contentType } }).formData();
    const file = form.get("file");
    if (file === null || typeof file === "string") return false;
    await writeFile(path, new Uint8Array(await file.arrayBuffer()));
    return true;
  }
  if (contentType.startsWith("application/json")) {
    const { data } = rowsBody.safeParse(await json(Readable.from(body)));
    if (data === undefined) return false;
    const lines = data.rows.map((row) => Object.values(row));
    await writeFile(path, [Object.keys(data.rows[0] ?? {}), ...lines].map(toCsvLine).join(""));
    return true;
  }
  await pipeline(Readable.from(body), createWriteStream(path));
  return true;
}
