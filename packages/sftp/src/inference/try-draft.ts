import { isSpmError } from "@spm-ops/core";
import { defineFeed, type Feed } from "../feed/feed.js";
import type { FeedDeclaration } from "../feed/feed-declaration.js";
import { validateFile } from "../validation/validate-file.js";
import { doubt, type FeedDoubt } from "./feed-doubt.js";

interface Trial {
  readonly fileName: string;
  readonly bytes: Buffer;
  readonly signal: AbortSignal | undefined;
}

/** Validates the sample with the draft that was made of it, and tells what it finds. */
export async function tryDraft(
  declaration: FeedDeclaration,
  { fileName, bytes, signal }: Trial,
): Promise<readonly FeedDoubt[]> {
  let feed: Feed;
  try {
    feed = defineFeed(declaration);
  } catch (error) {
    if (!isSpmError(error, "config.invalid")) throw error;
    const message = "the draft cannot be declared as it is";
    return [doubt("sample-refused", message, { alternatives: error.details.issues })];
  }
  const source = { name: fileName, bytes: toChunks(bytes) };
  const { verdict, reasons, summary } = await validateFile(feed, source, { signal });
  if (verdict === "refused") {
    return [doubt("sample-refused", "the draft refuses the sample itself", { alternatives: reasons })];
  }
  const alternatives = summary
    .filter(({ severity }) => severity !== "info")
    .map(({ code, column, count }) => `${count} × ${code}${column === null ? "" : ` (${column})`}`);
  if (alternatives.length === 0) return [];
  return [doubt("sample-findings", "the draft takes the sample, and finds fault with it", { alternatives })];
}

async function* toChunks(bytes: Buffer): AsyncGenerator<Uint8Array> {
  yield bytes;
}
