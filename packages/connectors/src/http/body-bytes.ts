/** A body as bytes, up to a bound; the rest is given up. */
export interface BodyBytes {
  readonly bytes: Uint8Array;
  readonly complete: boolean;
}

/** Reads a body into memory, and no further than the bound. */
export async function readBodyBytes(
  body: AsyncIterable<Uint8Array>,
  longestBytes: number,
): Promise<BodyBytes> {
  const pieces: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const piece of body) {
    pieces.push(piece);
    sizeBytes += piece.byteLength;
    if (sizeBytes > longestBytes) break;
  }
  return {
    bytes: Buffer.concat(pieces).subarray(0, longestBytes),
    complete: sizeBytes <= longestBytes,
  };
}
