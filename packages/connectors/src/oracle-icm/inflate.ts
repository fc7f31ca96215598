import { createInflateRaw } from "node:zlib";
import type { SpmError } from "@spm-ops/core";
import type { ByteSource } from "./byte-source.js";

/** Unpacks a deflated text from where a source stands, and leaves the source where the text ends. */
export async function* inflate(
  source: ByteSource,
  fail: (why: string, cause?: unknown) => SpmError,
): AsyncGenerator<Uint8Array> {
  const engine = createInflateRaw();
  const closed = new Promise<void>((resolve) => engine.once("close", resolve));
  let untaken: Buffer = Buffer.alloc(0);
  let fedBytes = 0;
  const letGoOfTaken = () => {
    untaken = untaken.subarray(untaken.byteLength - (fedBytes - engine.bytesWritten));
  };

  const feed = async () => {
    while (!engine.destroyed) {
      const piece = await source.next();
      if (piece === undefined) return void engine.end();
      untaken = Buffer.concat([untaken, piece]);
      fedBytes += piece.byteLength;
      // At the end of the text the engine takes no more, and does not say so to the writer.
      await Promise.race([new Promise((resolve) => engine.write(piece, resolve)), closed]);
      letGoOfTaken();
    }
  };
  const feeding = feed().catch((error: unknown) => {
    engine.destroy(error instanceof Error ? error : undefined);
  });
  try {
    for await (const piece of engine) if (piece instanceof Uint8Array) yield piece;
  } catch (error) {
    const isOfEngine = error instanceof Error && "code" in error && String(error.code).startsWith("Z_");
    throw isOfEngine ? fail(`it cannot be unpacked (${error.message})`, error) : error;
  } finally {
    engine.destroy();
    await feeding;
    letGoOfTaken();
    source.giveBack(untaken);
  }
}
