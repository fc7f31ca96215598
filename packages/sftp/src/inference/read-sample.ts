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
  const whole = end < 0 ? maxBytes : end + (isLittleEndian(bytes) ? 2 : 1);
  return { bytes: bytes.subarray(0, whole), isWhole: false };
}

/** Whether it is UTF-16 in which a line feed has its second, empty byte behind it. */
function isLittleEndian([a, b]: Uint8Array): boolean {
  return (a === 0xff && b === 0xfe) || (a !== 0 && b === 0);
}
