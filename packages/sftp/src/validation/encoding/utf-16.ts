/** Which byte of a unit of UTF-16 comes first: the low one or the high one. */
export type ByteOrder = "le" | "be";

/** Stands for the half of a unit that a file ends with; no character of UTF-8 has this byte. */
const HALF_UNIT = 0xff;

/**
 * Turns the bytes of UTF-16 into UTF-8 as they come, so that all else reads one of them only.
 *
 * Every place of the file can still be told, and its bytes be had back. A surrogate without its partner becomes the
 * three bytes that it would have, which are wrong in UTF-8; half a unit at the end becomes 0xFF, and is not had back.
 */
export class Utf16Reader {
  readonly #high: number;
  #rest = Buffer.alloc(0);

  constructor(order: ByteOrder) {
    this.#high = order === "be" ? 0 : 1;
  }

  /** The next bytes as UTF-8, as far as their characters are whole. */
  read(chunk: Uint8Array): Buffer {
    return this.#read(chunk, false);
  }

  /** What is left when no bytes follow. */
  end(): Buffer {
    return this.#read(Buffer.alloc(0), true);
  }

  #read(chunk: Uint8Array, ended: boolean): Buffer {
    const bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    const high = this.#high;
    // A unit of two bytes takes at most three.
    const written = Buffer.allocUnsafe((bytes.length >> 1) * 3 + 1);
    let filled = 0;
    let at = 0;
    for (; at + 1 < bytes.length; at += 2) {
      let code = readUnit(bytes, at, high);
      if (code < 0x80) {
        written[filled] = code;
        filled += 1;
        continue;
      }
      if (code >= 0xd800 && code <= 0xdbff) {
        if (at + 3 >= bytes.length && !ended) break;
        const next = at + 3 < bytes.length ? readUnit(bytes, at + 2, high) : 0;
        if (next >= 0xdc00 && next <= 0xdfff) {
          code = 0x10000 + ((code - 0xd800) << 10) + (next - 0xdc00);
          at += 2;
        }
      }
      filled = writeCharacter(written, filled, code);
    }
    if (ended && at < bytes.length) {
      written[filled] = HALF_UNIT;
      filled += 1;
      at = bytes.length;
    }
    this.#rest = Buffer.from(bytes.subarray(at));
    return written.subarray(0, filled);
  }
}

function readUnit(bytes: Uint8Array, at: number, high: number): number {
  return ((bytes[at + high] ?? 0) << 8) | (bytes[at + 1 - high] ?? 0);
}

function writeCharacter(target: Buffer, at: number, code: number): number {
  if (code < 0x800) {
    target[at] = 0xc0 | (code >> 6);
    target[at + 1] = 0x80 | (code & 0x3f);
    return at + 2;
  }
  if (code < 0x10000) {
    target[at] = 0xe0 | (code >> 12);
    target[at + 1] = 0x80 | ((code >> 6) & 0x3f);
    target[at + 2] = 0x80 | (code & 0x3f);
    return at + 3;
  }
  target[at] = 0xf0 | (code >> 18);
  target[at + 1] = 0x80 | ((code >> 12) & 0x3f);
  target[at + 2] = 0x80 | ((code >> 6) & 0x3f);
  target[at + 3] = 0x80 | (code & 0x3f);
  return at + 4;
}

/** How many bytes of the UTF-16 file became these bytes. Parts add up, wherever they are cut. */
export function measureUtf16(bytes: Uint8Array, start: number, end: number): number {
  let size = 0;
  for (let at = start; at < end; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte < 0x80 || (byte >= 0xc0 && byte < 0xf0)) size += 2;
    else if (byte === HALF_UNIT) size += 1;
    else if (byte >= 0xf0) size += 4;
  }
  return size;
}

/** The bytes of the UTF-16 file that became these, which hold whole characters. */
export function toUtf16(bytes: Uint8Array, order: ByteOrder): Buffer {
  const high = order === "be" ? 0 : 1;
  const written = Buffer.alloc(measureUtf16(bytes, 0, bytes.length));
  let filled = 0;
  const put = (unit: number) => {
    written[filled + high] = unit >> 8;
    written[filled + 1 - high] = unit & 0xff;
    filled += 2;
  };
  for (let at = 0; at < bytes.length; at += 1) {
    const lead = bytes[at] ?? 0;
    const next = (place: number) => (bytes[at + place] ?? 0) & 0x3f;
    if (lead < 0x80) put(lead);
    else if (lead === HALF_UNIT) written[filled] = 0;
    else if (lead >= 0xf0) {
      const code = (((lead & 0x07) << 18) | (next(1) << 12) | (next(2) << 6) | next(3)) - 0x10000;
      put(0xd800 + (code >> 10));
      put(0xdc00 + (code & 0x3ff));
    } else if (lead >= 0xe0) put(((lead & 0x0f) << 12) | (next(1) << 6) | next(2));
    else if (lead >= 0xc0) put(((lead & 0x1f) << 6) | next(1));
  }
  return written;
}
