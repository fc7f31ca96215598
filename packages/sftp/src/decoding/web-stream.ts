import { createReadStream } from "node:fs";
import { ReadableStream } from "node:stream/web";

/**
 * A file as a web stream, of texts when an encoding is given.
 *
 * `Readable.toWeb` of Node.js 20 measures every chunk in bytes and fails when a text comes before anybody reads.
 */
export function openWebStream(path: string): ReadableStream<Uint8Array>;
export function openWebStream(path: string, encoding: "latin1"): ReadableStream<string>;
export function openWebStream(path: string, encoding?: "latin1"): ReadableStream<Uint8Array | string> {
  return ReadableStream.from(createReadStream(path, encoding));
}
