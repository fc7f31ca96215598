/** A body as text, up to a bound; the rest is given up. */
export interface BodyText {
  readonly text: string;
  readonly complete: boolean;
}

/** Reads a body as UTF-8, and no further than the bound. */
export async function readBodyText(
  bytes: AsyncIterable<Uint8Array>,
  longestBytes: number,
): Promise<BodyText> {
  const pieces: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const piece of bytes) {
    pieces.push(piece);
    sizeBytes += piece.byteLength;
    if (sizeBytes > longestBytes) break;
  }
  const text = Buffer.concat(pieces).subarray(0, longestBytes).toString("utf8");
  return { text, complete: sizeBytes <= longestBytes };
}
