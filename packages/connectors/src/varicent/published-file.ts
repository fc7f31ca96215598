import { SpmError } from "@spm-ops/core";
import { decodeBase64 } from "../http/base64.js";
import { createJsonCursor } from "../http/json-cursor.js";

/** A part of a published file: its name, or some of its bytes. */
export type PublishedPart = { readonly filename: string } | { readonly bytes: Uint8Array };

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
    for await (const key of cursor.fields()) {
      if (key === "data64") {
        const pieces = decodeBase64(cursor.string(), () => fail("data64 is no base64"));
        for await (const bytes of pieces) yield { bytes };
        isWhole = true;
      } else if (key === "filename") yield { filename: await cursor.text() };
      else await cursor.skipScalar();
    }
    if (!isWhole) throw fail("the answer has no data64");
  } finally {
    await cursor.close();
  }
}
