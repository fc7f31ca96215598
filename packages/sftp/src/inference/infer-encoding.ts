import { isAscii, isUtf8 } from "node:buffer";
import { FEED_ENCODINGS, type FeedEncoding } from "../feed/feed-encoding.js";
import { getEncoding } from "../validation/encoding/encoding.js";
import { doubt, type FeedDoubt } from "./feed-doubt.js";
import type { Sample } from "./read-sample.js";

/** How the bytes of a sample are read. */
interface InferredEncoding {
  readonly encoding: FeedEncoding;
  /** Whether the file begins with a byte order mark that its encoding does not ask for. */
  readonly hasMark: boolean;
  /** The sample as UTF-8, without the mark. */
  readonly text: Buffer;
  readonly doubts: readonly FeedDoubt[];
}

/** Tells the encoding by the byte order mark, by the zeros of UTF-16, by being sound UTF-8, else by what is left. */
export function inferEncoding({ bytes, isWhole }: Sample): InferredEncoding {
  const [a = -1, b = -1, c = -1, d = -1] = bytes;
  if ((a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff)) return readUtf16("utf-16", bytes, a === 0xff);
  if (a > 0 && b === 0 && c > 0 && d === 0) return readUtf16("utf-16le", bytes, true);
  if (a === 0 && b > 0 && c === 0 && d > 0) return readUtf16("utf-16be", bytes, false);
  if (!isUtf8(bytes)) return readSingleByte(bytes);
  const hasMark = a === 0xef && b === 0xbb && c === 0xbf;
  const extent = isWhole ? "the file" : "the sample";
  const unseen = doubt(
    "encoding-unseen",
    `${extent} has nothing but ASCII, which nearly every encoding shares`,
    {
      alternatives: FEED_ENCODINGS.filter((name) => name !== "utf-8" && !name.startsWith("utf-16")),
    },
  );
  return {
    encoding: "utf-8",
    hasMark,
    text: hasMark ? bytes.subarray(3) : bytes,
    doubts: isAscii(bytes) ? [unseen] : [],
  };
}

function readUtf16(encoding: FeedEncoding, bytes: Buffer, isLittleEndian: boolean): InferredEncoding {
  const even = Buffer.from(bytes.subarray(0, bytes.length - (bytes.length % 2)));
  const text = (isLittleEndian ? even : even.swap16()).toString("utf16le").replace(/^\ufeff/, "");
  return { encoding, hasMark: false, text: Buffer.from(text, "utf8"), doubts: [] };
}

/** Which of the single-byte encodings it is, no byte can say; only which it is not. */
function readSingleByte(bytes: Buffer): InferredEncoding {
  const possible = FEED_ENCODINGS.filter(
    (name) => /^(iso|windows)/.test(name) && getEncoding(name).isValid(bytes),
  );
  const encoding = possible.find((name) => name === "windows-1252") ?? possible[0] ?? "windows-1252";
  const message = "the bytes are no UTF-8, and several encodings give them a meaning: look at the letters";
  return {
    encoding,
    hasMark: false,
    text: Buffer.from(getEncoding(encoding).decode(bytes), "utf8"),
    doubts: [
      doubt("encoding-guessed", message, { alternatives: possible.filter((name) => name !== encoding) }),
    ],
  };
}
