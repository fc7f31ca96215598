import { expect } from "vitest";
import { isSpmError, type SpmErrorCode } from "../spm-error.js";

/** Bytes that differ at every offset of a common piece size, so that a piece in the wrong place is seen. */
export function patternBytes(sizeBytes: number): Uint8Array {
  const bytes = new Uint8Array(sizeBytes);
  for (let index = 0; index < sizeBytes; index += 1) bytes[index] = (index * 31 + (index >>> 8) * 7) & 0xff;
  return bytes;
}

/** A source that gives its bytes in pieces of this size. */
export async function* inPieces(bytes: Uint8Array, pieceBytes = 50_000): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.byteLength; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes);
}

/** A source of one short text. */
export function textBytes(text: string): AsyncIterable<Uint8Array> {
  return inPieces(new TextEncoder().encode(text));
}

export async function collectBytes(source: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for await (const piece of source) pieces.push(piece);
  return new Uint8Array(Buffer.concat(pieces));
}

export async function collect<Item>(source: AsyncIterable<Item>): Promise<Item[]> {
  const items: Item[] = [];
  for await (const item of source) items.push(item);
  return items;
}

/** Waits for a failure and checks that it has this code. */
export async function expectSpmError(promise: Promise<unknown>, code: SpmErrorCode): Promise<void> {
  const outcome: unknown = await promise.then(
    () => "no failure",
    (error: unknown) => (isSpmError(error) ? error.code : error),
  );
  expect(outcome).toBe(code);
}
