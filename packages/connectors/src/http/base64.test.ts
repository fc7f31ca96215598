import { SpmError } from "@spm-ops/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeBase64, encodeBase64, toBase64Bytes } from "./base64.js";

const fail = () =>
  new SpmError("remote.malformed", "no base64", { operation: "read", contentType: undefined });

async function* inPieces<Piece>(pieces: readonly Piece[]): AsyncGenerator<Piece> {
  yield* pieces;
}

async function collect(pieces: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = [];
  for await (const piece of pieces) all.push(piece);
  return Buffer.concat(all);
}

describe("encodeBase64", () => {
  test("writes what any encoder writes of the whole, wherever the pieces are cut", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 20 })), async (pieces) => {
        const whole = Buffer.concat(pieces);
        const text = await collect(encodeBase64(inPieces(pieces)));
        expect(text.toString()).toBe(whole.toString("base64"));
        expect(toBase64Bytes(whole.byteLength)).toBe(text.byteLength);
      }),
    );
  });
});

describe("decodeBase64", () => {
  test("gives back the bytes, wherever the text is cut", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 60 }),
        fc.integer({ min: 1, max: 9 }),
        async (bytes, size) => {
          const text = Buffer.from(bytes).toString("base64");
          const pieces = text.match(new RegExp(`.{1,${size}}`, "g")) ?? [];
          expect(await collect(decodeBase64(inPieces(pieces), fail))).toEqual(Buffer.from(bytes));
        },
      ),
    );
  });

  test.for([["AAA"], ["AA A"], ["AAAA", "A"]])("refuses %s", async (pieces) => {
    await expect(collect(decodeBase64(inPieces(pieces), fail))).rejects.toMatchObject({
      code: "remote.malformed",
    });
  });
});
