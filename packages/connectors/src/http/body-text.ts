import { readBodyBytes } from "./body-bytes.js";

/** A body as text, up to a bound; the rest is given up. */
export interface BodyText {
  readonly text: string;
  readonly complete: boolean;
}

/** Reads a body as UTF-8, and no further than the bound. */
export async function readBodyText(body: AsyncIterable<Uint8Array>, longestBytes: number): Promise<BodyText> {
  const { bytes, complete } = await readBodyBytes(body, longestBytes);
  return { text: Buffer.from(bytes).toString("utf8"), complete };
}
