import { SpmError } from "@spm-ops/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createJsonCursor } from "./json-cursor.js";

const fail = (why: string) =>
  new SpmError("remote.malformed", why, { operation: "read", contentType: undefined });

async function* inPieces(text: string, size: number): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text, "utf8");
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

describe("createJsonCursor", () => {
  test("passes a value of any shape, wherever its text is cut, and stands behind it", async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), fc.integer({ min: 1, max: 9 }), async (value, size) => {
        const cursor = createJsonCursor(inPieces(JSON.stringify([value, "behind"], null, 1), size), fail);
        await cursor.expect("[");
        await cursor.skipValue();
        await cursor.expect(",");
        expect(await cursor.text()).toBe("behind");
        await cursor.expect("]");
      }),
    );
  });

  test("leaves numbers as they are written", async () => {
    const cursor = createJsonCursor(inPieces('[300100071623851234567, 10.50, true ,null,"ä\\""]', 3), fail);
    await cursor.expect("[");
    const read: unknown[] = [];
    do read.push(await cursor.scalar());
    while (await cursor.takes(","));
    expect(read).toEqual(["300100071623851234567", "10.50", "true", undefined, 'ä"']);
  });

  test("refuses an object where a scalar has to be", async () => {
    const cursor = createJsonCursor(inPieces("{}", 1), fail);
    await expect(cursor.scalar()).rejects.toMatchObject({ code: "remote.malformed" });
  });
});
