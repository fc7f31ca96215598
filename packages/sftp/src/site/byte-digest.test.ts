import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createByteDigest } from "./byte-digest.js";

const BYTES = new Uint8Array(40_000_000).map((_, index) => (index * 31) >>> 5);
const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

/** The digest of bytes in pieces of these sizes, the last size over and over, out of a buffer that is used again. */
async function digestOf(bytes: Uint8Array, sizes: readonly number[]): Promise<string> {
  const digest = createByteDigest();
  const buffer = new Uint8Array(Math.max(...sizes));
  for (let at = 0, turn = 0; at < bytes.byteLength; turn += 1) {
    const piece = bytes.subarray(at, at + (sizes[turn] ?? sizes.at(-1) ?? 1));
    buffer.set(piece);
    await digest.update(buffer.subarray(0, piece.byteLength));
    at += piece.byteLength;
  }
  return digest.end();
}

describe("createByteDigest", () => {
  test.each([0, 1, 8_388_607, 8_388_608, 8_388_609, 16_777_216, 40_000_000])(
    "is the SHA-256 of %d bytes",
    async (sizeBytes) => {
      const bytes = BYTES.subarray(0, sizeBytes);
      expect(await digestOf(bytes, [260_096])).toBe(sha256(bytes));
    },
  );

  test("does not depend on the pieces", async () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 9_000_000 }), { minLength: 1, maxLength: 4 });
    const ending = fc.integer({ min: 100_000, max: 20_000_000 });
    await fc.assert(
      fc.asyncProperty(sizes, ending, async (first, last) => {
        expect(await digestOf(BYTES, [...first, last])).toBe(DIGEST);
      }),
      { numRuns: 10 },
    );
  });

  test("can be given up, also before anything came", async () => {
    createByteDigest().discard();
    const digest = createByteDigest();
    await digest.update(BYTES);
    digest.discard();
    await expect(digest.end()).rejects.toMatchObject({ code: "file.refused" });
  });
});

const DIGEST = sha256(BYTES);
