/** The first bytes of a file, ending with a whole line. */
export interface Sample {
  readonly bytes: Buffer;
  /** Whether there is no more than that. */
  readonly isWhole: boolean;
}

const LINE_FEED = 0x0a;

/** Reads a bounded part of a file from its start, and no further. */
export async function readSample(
  chunks: AsyncIterable<Uint8Array>,
  { maxBytes, signal }: { readonly maxBytes: number; readonly signal?: AbortSignal | undefined },
): Promise<Sample> {
  const parts: Uint8Array[] = [];
  let length = 0;
  signal?.throwIfAborted();
  for await (const chunk of chunks) {
    signal?.throwIfAborted();
    parts.push(Buffer.from(chunk.subarray(0, maxBytes + 1 - length)));
    length += chunk.length;
    if (length > maxBytes) break;
  }
  const bytes = Buffer.concat(parts);
  if (length <= maxBytes) return { bytes, isWhole: true };
  const end = bytes.lastIndexOf(LINE_FEED, maxBytes - 1);
  // In UTF-16LE the second byte of a line feed follows it.
  const whole = end < 0 ? maxBytes : bytes[end + 1] === 0 && bytes[0] !== 0 ? end + 2 : end + 1;
  return { bytes: bytes.subarray(0, whole), isWhole: false };
}
