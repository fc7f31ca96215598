import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type PublishedPart, readPublishedFile } from "./published-file.js";

async function* inPieces(text: string, sizes: readonly number[] = [text.length]): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text, "utf8");
  for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
    const size = Math.max(1, sizes[turn % sizes.length] ?? 1);
    yield bytes.subarray(at, at + size);
    at += size;
  }
}

async function read(text: string, sizes?: readonly number[]) {
  let filename: string | undefined;
  const pieces: Uint8Array[] = [];
  for await (const part of readPublishedFile(inPieces(text, sizes), "read a file")) {
    if ("filename" in part) filename = part.filename;
    else pieces.push(part.bytes);
  }
  return { filename, bytes: Buffer.concat(pieces) };
}

describe("readPublishedFile", () => {
  test("gives back the name and the bytes, wherever the pieces are cut", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: "grapheme", maxLength: 20 }),
        fc.uint8Array({ maxLength: 200 }),
        fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 5 }),
        async (filename, bytes, sizes) => {
          const text = JSON.stringify({ filename, size: 12, data64: Buffer.from(bytes).toString("base64") });
          expect(await read(text, sizes)).toEqual({ filename, bytes: Buffer.from(bytes) });
        },
      ),
    );
  });

  test("reads escapes, spaces, and fields in another order", async () => {
    const text = '\n{ "data64" : "\\u002b\\/8=" , "more":"x\\"y", "no":null, "filename":"\\u00e4\\n.csv" }';
    expect(await read(text, [1])).toEqual({ filename: "ä\n.csv", bytes: Buffer.from("+/8=", "base64") });
  });

  test.for([
    "",
    "<title>Down</title>",
    "[]",
    "{}",
    '{"filename":"a.csv"}',
    '{"filename":7,"data64":""}',
    '{"more":{"data64":""},"data64":""}',
    '{"data64":"AAA"}',
    '{"data64":"A AA"}',
    '{"data64":"AAAA',
    '{"data64":"AAAA"',
    '{"data64":"\\u00zz"}',
    `{"filename":"${"x".repeat(20_000)}"}`,
  ])("refuses %s", async (text) => {
    await expect(read(text)).rejects.toMatchObject({ code: "remote.malformed" });
  });

  test("never holds more of a file than a piece", async () => {
    const piece = Buffer.from("A".repeat(48 * 1024));
    const pieces = 2_000;
    let givenUp = false;
    async function* large(): AsyncGenerator<Uint8Array> {
      try {
        yield Buffer.from('{"filename":"large.csv","data64":"');
        for (let at = 0; at < pieces; at += 1) yield piece;
        yield Buffer.from('"}');
      } finally {
        givenUp = true;
      }
    }
    let sizeBytes = 0;
    let longest = 0;
    const count = (part: PublishedPart) => {
      if (!("bytes" in part)) return;
      sizeBytes += part.bytes.byteLength;
      longest = Math.max(longest, part.bytes.byteLength);
    };
    for await (const part of readPublishedFile(large(), "read a file")) count(part);
    expect(sizeBytes).toBe(pieces * 36 * 1024);
    expect(longest).toBeLessThanOrEqual(36 * 1024);
    givenUp = false;
    for await (const part of readPublishedFile(large(), "read a name")) if ("filename" in part) break;
    expect(givenUp).toBe(true);
  });
});
