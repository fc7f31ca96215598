import { createReadStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import type { Gunzip, InflateRaw } from "node:zlib";
import type { LayerSource } from "./layer.js";
import { undecodable } from "./undecodable.js";

/** A part of a file, in bytes from its start. */
export interface FileRange {
  readonly from: number;
  /** The byte after the last. */
  readonly to: number;
}

/** Sends a part of a file through one of Node's decompressors. Its failures are told as what they mean for the file. */
export async function* inflate(
  { path, name, signal }: LayerSource,
  { from, to }: FileRange,
  engine: Gunzip | InflateRaw,
): AsyncGenerator<Uint8Array> {
  if (to <= from) throw undecodable(name, "truncated", "it holds nothing to unpack");
  const input = createReadStream(path, { start: from, end: to - 1 });
  // The engine tells its own failures below; what is waited for is only that the file has been let go.
  const feeding = pipeline(input, engine, { end: true }).catch(() => undefined);
  try {
    for await (const piece of engine) {
      signal?.throwIfAborted();
      if (piece instanceof Uint8Array) yield piece;
    }
  } catch (error) {
    throw toUndecodable(error, name);
  } finally {
    engine.destroy();
    input.destroy();
    await feeding;
  }
}

function toUndecodable(error: unknown, name: string): unknown {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (code === "Z_BUF_ERROR") return undecodable(name, "truncated", "it ends early", { cause: error });
  if (!code.startsWith("Z_") || !(error instanceof Error)) return error;
  return undecodable(name, "corrupt", error.message, { cause: error });
}
