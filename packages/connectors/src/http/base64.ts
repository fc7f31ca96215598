import type { SpmError } from "@spm-ops/core";

/** Bytes as base64 in ASCII, as they come: what is left of a piece waits for the next one. */
export async function* encodeBase64(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let rest = Buffer.alloc(0);
  for await (const piece of pieces) {
    const bytes = Buffer.concat([rest, piece]);
    const whole = bytes.byteLength - (bytes.byteLength % 3);
    rest = bytes.subarray(whole);
    if (whole > 0) yield Buffer.from(bytes.subarray(0, whole).toString("base64"));
  }
  if (rest.byteLength > 0) yield Buffer.from(rest.toString("base64"));
}

/** The length of so many bytes in base64. */
export function toBase64Bytes(sizeBytes: number): number {
  return 4 * Math.ceil(sizeBytes / 3);
}

/** The bytes behind a text in base64, as it comes; `fail` makes the error for what is none. */
export async function* decodeBase64(
  pieces: AsyncIterable<string>,
  fail: () => SpmError,
): AsyncGenerator<Uint8Array> {
  let rest = "";
  for await (const piece of pieces) {
    const text = rest + piece;
    if (/[^A-Za-z0-9+/=]/.test(text)) throw fail();
    const whole = text.length - (text.length % 4);
    rest = text.slice(whole);
    if (whole > 0) yield Buffer.from(text.slice(0, whole), "base64");
  }
  if (rest !== "") throw fail();
}
