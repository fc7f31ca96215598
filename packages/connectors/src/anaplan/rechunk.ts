/** The same bytes in pieces of one size; the last may be shorter, and of nothing there is one empty piece. */
export async function* rechunk(
  source: AsyncIterable<Uint8Array>,
  sizeBytes: number,
): AsyncGenerator<Uint8Array> {
  let kept: Uint8Array[] = [];
  let keptBytes = 0;
  let given = false;
  for await (let piece of source) {
    while (keptBytes + piece.byteLength >= sizeBytes) {
      const missing = sizeBytes - keptBytes;
      yield Buffer.concat([...kept, piece.subarray(0, missing)]);
      given = true;
      kept = [];
      keptBytes = 0;
      piece = piece.subarray(missing);
    }
    if (piece.byteLength > 0) kept.push(piece);
    keptBytes += piece.byteLength;
  }
  if (keptBytes > 0 || !given) yield Buffer.concat(kept);
}
