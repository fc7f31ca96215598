import { SpmError } from "@spm-ops/core";
import { createJsonCursor, type JsonCursor } from "./json-cursor.js";

/** A part of a published file: its name, or some of its bytes. */
export type PublishedPart = { readonly filename: string } | { readonly bytes: Uint8Array };

const LONGEST_NAME = 10_000;

/**
 * Reads `{"filename": …, "data64": …}` as it comes, without ever holding the file: the vendor sends it as one text in
 * one answer, whatever its size.
 *
 * @throws SpmError `remote.malformed` when the answer is anything else, or ends early
 */
export async function* readPublishedFile(
  source: AsyncIterable<Uint8Array>,
  operation: string,
): AsyncGenerator<PublishedPart> {
  const fail = (why: string) =>
    new SpmError("remote.malformed", `Could not ${operation}: ${why}.`, {
      operation,
      contentType: undefined,
    });
  const cursor = createJsonCursor(source, fail);
  let isWhole = false;
  try {
    await cursor.expect("{");
    do {
      const key = await collect(cursor, fail);
      await cursor.expect(":");
      if (key === "data64") {
        yield* decode(cursor.string(), fail);
        isWhole = true;
      } else if (key === "filename") yield { filename: await collect(cursor, fail) };
      else await cursor.skipScalar();
    } while (await cursor.takes(","));
    await cursor.expect("}");
    if (!isWhole) throw fail("the answer has no data64");
  } finally {
    await cursor.close();
  }
}

async function collect(cursor: JsonCursor, fail: (why: string) => SpmError): Promise<string> {
  let text = "";
  for await (const piece of cursor.string()) {
    text += piece;
    if (text.length > LONGEST_NAME) throw fail("a name in the answer has no end");
  }
  return text;
}

/** Base64 in whole groups of four; what is left of a piece waits for the next one. */
async function* decode(
  pieces: AsyncIterable<string>,
  fail: (why: string) => SpmError,
): AsyncGenerator<PublishedPart> {
  let rest = "";
  for await (const piece of pieces) {
    const text = rest + piece;
    if (/[^A-Za-z0-9+/=]/.test(text)) throw fail("data64 is no base64");
    const whole = text.length - (text.length % 4);
    rest = text.slice(whole);
    if (whole > 0) yield { bytes: Buffer.from(text.slice(0, whole), "base64") };
  }
  if (rest !== "") throw fail("data64 ends within a group");
}
