import type { SpmError } from "@spm-ops/core";

/** Bytes as they come, of which some can be given back. */
export interface ByteSource {
  /** So many bytes, all of them. */
  read(count: number): Promise<Buffer>;
  /** The next piece, or nothing at the end. */
  next(): Promise<Buffer | undefined>;
  /** Lets the bytes come again. */
  giveBack(bytes: Buffer): void;
  close(): Promise<void>;
}

/** Creates a source; `fail` makes the error for an end that comes too early. */
export function createByteSource(
  pieces: AsyncIterable<Uint8Array>,
  fail: (why: string) => SpmError,
): ByteSource {
  const coming = pieces[Symbol.asyncIterator]();
  let held: Buffer = Buffer.alloc(0);
  const next = async () => {
    if (held.byteLength > 0) {
      const piece = held;
      held = Buffer.alloc(0);
      return piece;
    }
    const { value, done } = await coming.next();
    return done === true ? undefined : Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  };
  return {
    next,
    async read(count) {
      const parts: Buffer[] = [];
      for (let missing = count; missing > 0; ) {
        const piece = await next();
        if (piece === undefined) throw fail("it ends early");
        parts.push(piece.subarray(0, missing));
        held = piece.subarray(Math.min(missing, piece.byteLength));
        missing -= Math.min(missing, piece.byteLength);
      }
      return Buffer.concat(parts);
    },
    giveBack(bytes) {
      held = Buffer.concat([bytes, held]);
    },
    async close() {
      await coming.return?.();
    },
  };
}
