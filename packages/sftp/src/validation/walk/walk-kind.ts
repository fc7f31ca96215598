import { findTextDefects } from "../column/text-defect.js";
import type { Encoding } from "../encoding/encoding.js";
import { CARRIAGE_RETURN, LINE_FEED } from "../record/byte-kind.js";

/** What a byte means to a walk. Up to `plus` a text goes on, from `delimiter` to `carriageReturn` a bare cell ends. */
export const KIND = {
  plain: 0,
  high: 1,
  /** The first byte of most Western letters, and of nearly all mojibake. */
  leadC3: 2,
  /** The first byte of the euro sign, and of quotes and spaces that are none. */
  leadE2: 3,
  plus: 4,
  delimiter: 5,
  lineFeed: 6,
  carriageReturn: 7,
  quote: 8,
  /** Only a careful reading can tell what it means. */
  care: 9,
} as const;

/** The bytes that stand between cells, and around them. */
export interface WalkDialect {
  readonly delimiter: number;
  /** -1 for none. */
  readonly quote: number;
  /** -1 for none. */
  readonly escape: number;
}

/** The kind of each of the 256 bytes, outside quotes and inside. */
export interface WalkKinds {
  readonly bare: Uint8Array;
  readonly quoted: Uint8Array;
}

/** The kinds of bytes in a file. */
export function createWalkKinds(dialect: WalkDialect, { script }: Encoding): WalkKinds {
  const { delimiter, quote, escape: escapedBy } = dialect;
  const bare = new Uint8Array(256);
  bare.fill(KIND.care, 0, 0x20);
  bare[0x09] = KIND.plain;
  bare[0x7f] = KIND.care;
  bare[0x2b] = KIND.plus;
  for (let byte = 0x80; byte < 0x100; byte += 1) bare[byte] = toHighKind(byte, script);
  bare[LINE_FEED] = KIND.lineFeed;
  bare[CARRIAGE_RETURN] = KIND.carriageReturn;
  bare[delimiter] = KIND.delimiter;
  if (quote >= 0) bare[quote] = KIND.quote;
  const quoted = Uint8Array.from(bare);
  if (escapedBy >= 0) quoted[escapedBy] = KIND.care;
  return { bare, quoted };
}

function toHighKind(byte: number, script: Encoding["script"]): number {
  if (script !== "unicode") return isHarmless(byte, script) ? KIND.high : KIND.care;
  if (byte === 0xc3) return KIND.leadC3;
  if (byte === 0xe2) return KIND.leadE2;
  return byte === 0xc2 || byte === 0xef ? KIND.care : KIND.high;
}

/** Whether a letter of one byte is no accident, whatever follows it. */
function isHarmless(byte: number, script: Encoding["script"]): boolean {
  for (let next = 0x7f; next < 0x100; next += 1) {
    if (findDefects([byte, next], script) !== findDefects([next], script)) return false;
  }
  return true;
}

function findDefects(letters: readonly number[], script: Encoding["script"]): number {
  const bytes = Buffer.from([0x41, ...letters, 0x41]);
  return findTextDefects({ bytes, start: 0, end: bytes.length, high: true }, script, false);
}
