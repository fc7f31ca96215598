import { describe, expect, test } from "vitest";
import { createTextFile } from "../testing/index.js";
import { readPromised } from "./promised-bytes.js";
import type { StageableFile } from "./stageable-file.js";

/** What came before the end, however it ended. */
async function drain(file: StageableFile) {
  const pieces: Uint8Array[] = [];
  try {
    for await (const piece of readPromised(file)) pieces.push(piece);
    return { text: Buffer.concat(pieces).toString(), failure: undefined };
  } catch (failure) {
    return { text: Buffer.concat(pieces).toString(), failure };
  }
}

describe("readPromised", () => {
  const file = createTextFile("a.csv", "twenty bytes of text");

  test("gives the bytes that were promised, also none", async () => {
    expect(await drain(file)).toEqual({ text: "twenty bytes of text", failure: undefined });
    expect(await drain(createTextFile("a.csv", ""))).toEqual({ text: "", failure: undefined });
  });

  test.for([
    [{ sha256: "0".repeat(64) }, "file.digest-mismatch"],
    [{ sizeBytes: 19 }, "file.changed"],
    [{ sizeBytes: 21 }, "file.changed"],
  ] as const)("never gives the last piece of a file that is another: %j", async ([promise, code]) => {
    const { text, failure } = await drain({ ...file, ...promise });
    expect(failure).toMatchObject({ code });
    expect(text.length).toBeLessThanOrEqual("twenty bytes o".length);
  });
});
