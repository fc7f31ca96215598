import type { Complaint } from "../finding/complaint.js";
import type { Encoding } from "./encoding.js";
import type { ByteOrder } from "./utf-16.js";

/** What the first bytes of a file say about its encoding. */
export interface FileStart {
  /** The byte order mark, which is no part of the first cell. */
  readonly markBytes: number;
  /** For a file that has to be read as UTF-16. */
  readonly byteOrder: ByteOrder | undefined;
  readonly complaint: Complaint | undefined;
  /** Whether it makes sense to read on. */
  readonly readable: boolean;
}

/** So many bytes are enough to tell, unless the file is shorter. */
export const START_BYTES = 4;

/** Reads the byte order mark, and recognises UTF-16 without one by the zeros of its first two letters. */
export function readFileStart(bytes: Uint8Array, encoding: Encoding): FileStart {
  const [a = -1, b = -1, c = -1, d = -1] = bytes;
  const mark = a === 0xff && b === 0xfe ? "le" : a === 0xfe && b === 0xff ? "be" : undefined;
  const zeros =
    a > 0 && b === 0 && c > 0 && d === 0 ? "le" : a === 0 && b > 0 && c === 0 && d > 0 ? "be" : undefined;
  const hasUtf8Mark = a === 0xef && b === 0xbb && c === 0xbf;
  if (encoding.name.startsWith("utf-16")) {
    const seen = { isEmpty: bytes.length === 0, mark, zeros, hasUtf8Mark } as const;
    return readUtf16Start(seen, encoding);
  }
  const start = { markBytes: hasUtf8Mark ? 3 : 0, byteOrder: undefined };
  if (mark !== undefined || zeros !== undefined)
    return { ...start, complaint: { code: "utf16-file" }, readable: false };
  if (!hasUtf8Mark) return { ...start, complaint: undefined, readable: true };
  const complaint: Complaint =
    encoding.name === "utf-8"
      ? { code: "bom-unexpected" }
      : { code: "encoding-invalid", detail: { encoding: encoding.title, hasMark: true } };
  return { ...start, complaint, readable: true };
}

interface SeenMarks {
  readonly isEmpty: boolean;
  readonly mark: ByteOrder | undefined;
  readonly zeros: ByteOrder | undefined;
  readonly hasUtf8Mark: boolean;
}

function readUtf16Start({ isEmpty, mark, zeros, hasUtf8Mark }: SeenMarks, encoding: Encoding): FileStart {
  const declared = encoding.name === "utf-16le" ? "le" : encoding.name === "utf-16be" ? "be" : undefined;
  const order = declared ?? mark ?? (isEmpty ? "le" : undefined);
  const other = [mark, zeros].find((seen) => seen !== undefined && seen !== order);
  const start = { markBytes: mark === undefined ? 0 : 2, byteOrder: order };
  if (hasUtf8Mark) return { ...start, complaint: toContradiction(encoding, "UTF-8"), readable: false };
  if (order === undefined) return { ...start, complaint: toContradiction(encoding, ""), readable: false };
  if (other !== undefined) {
    const complaint = toContradiction(encoding, other === "le" ? "UTF-16LE" : "UTF-16BE");
    return { ...start, complaint, readable: false };
  }
  const isUnexpected = declared !== undefined && mark !== undefined;
  return { ...start, complaint: isUnexpected ? { code: "bom-unexpected" } : undefined, readable: true };
}

function toContradiction({ title }: Encoding, found: string): Complaint {
  return { code: "encoding-mark", detail: { encoding: title, found } };
}
