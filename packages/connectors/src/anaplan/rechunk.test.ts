import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { rechunk } from "./rechunk.js";

async function* from(pieces: readonly Uint8Array[]) {
  yield* pieces;
}

describe("rechunk", () => {
  test("gives the same bytes in equal pieces, however they came", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.uint8Array({ maxLength: 20 })),
        fc.integer({ min: 1, max: 16 }),
        async (pieces, size) => {
          const chunks: Uint8Array[] = [];
          for await (const chunk of rechunk(from(pieces), size)) chunks.push(chunk);
          const all = Buffer.concat(pieces);
          expect(Buffer.concat(chunks)).toEqual(all);
          expect(chunks).toHaveLength(Math.max(1, Math.ceil(all.byteLength / size)));
          expect(chunks.slice(0, -1).every(({ byteLength }) => byteLength === size)).toBe(true);
        },
      ),
    );
  });
});
