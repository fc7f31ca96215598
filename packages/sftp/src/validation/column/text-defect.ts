import type { Encoding } from "../encoding/encoding.js";
import type { Complaint } from "../finding/complaint.js";
import type { CellContent } from "./cell-check.js";

/** The accidents of texts, one bit each. */
const BIT = {
  whiteSpace: 1,
  formula: 2,
  scientific: 4,
  nbsp: 8,
  invisible: 16,
  smartQuote: 32,
  mojibake: 64,
  replacement: 128,
  control: 256,
} as const;

/** The finding that belongs to each bit. */
export const TEXT_DEFECTS: readonly (readonly [bit: number, complaint: Complaint])[] = [
  [BIT.whiteSpace, { code: "white-space" }],
  [BIT.formula, { code: "formula-cell" }],
  [BIT.scientific, { code: "excel-scientific" }],
  [BIT.nbsp, { code: "nbsp" }],
  [BIT.invisible, { code: "invisible-char" }],
  [BIT.smartQuote, { code: "smart-quote" }],
  [BIT.mojibake, { code: "mojibake" }],
  [BIT.replacement, { code: "replacement-char" }],
  [BIT.control, { code: "control-char" }],
];

const SPACE = 0x20;
const TAB = 0x09;

/** What looks like an accident in a text, as bits; 0 for nearly every cell, after a look at its first and last byte. */
export function findTextDefects(cell: CellContent, script: Encoding["script"], hasControl: boolean): number {
  const { bytes, start, end } = cell;
  const first = bytes[start] ?? 0;
  const last = bytes[end - 1] ?? 0;
  let defects = hasControl ? BIT.control : 0;
  if (first === SPACE || first === TAB || last === SPACE || last === TAB) defects |= BIT.whiteSpace;
  if (first < 0x41) defects |= findSpreadsheetDefects(cell, first);
  if (cell.high) defects |= script === "unicode" ? findInUtf8(cell) : findInBytes(cell, script === "western");
  return defects;
}

/** Formulas begin with `=`, `@`, `+`, `-`, tab or return; a signed number is none. */
function findSpreadsheetDefects({ bytes, start, end }: CellContent, first: number): number {
  if (isDigit(first)) return looksScientific(bytes, start, end) ? BIT.scientific : 0;
  if (first === 0x3d || first === 0x40 || first === 0x0d || first === TAB) return BIT.formula;
  if (first !== 0x2b && first !== 0x2d) return 0;
  return end - start === 1 || isNumberLike(bytes, start + 1, end) ? 0 : BIT.formula;
}

/** `1.23E+05`, as spreadsheets write long digits. */
function looksScientific(bytes: Buffer, start: number, end: number): boolean {
  if (end - start > 24) return false;
  for (let at = start + 1; at < end - 2; at += 1) {
    if (bytes[at] === 0x45 && bytes[at + 1] === 0x2b)
      return /^\d([.,]\d+)?E\+\d+$/.test(bytes.toString("latin1", start, end));
  }
  return false;
}

function isNumberLike(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at += 1) {
    const byte = bytes[at] ?? 0;
    if (!isDigit(byte) && byte !== 0x2e && byte !== 0x2c && byte !== SPACE) return false;
  }
  return true;
}

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39;
}

function findInUtf8({ bytes, start, end }: CellContent): number {
  let defects = 0;
  for (let at = start; at < end; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte < 0xc2 || byte > 0xef) continue;
    const second = bytes[at + 1] ?? 0;
    const third = bytes[at + 2] ?? 0;
    if (byte === 0xc2) defects |= toLatin1Supplement(second);
    else if (byte === 0xc3) defects |= isUtf8Mojibake(second, third, bytes[at + 3] ?? 0) ? BIT.mojibake : 0;
    else if (byte === 0xe2 && second === 0x80) defects |= toGeneralPunctuation(third);
    else if (byte === 0xef && second === 0xbf && third === 0xbd) defects |= BIT.replacement;
    else if (byte === 0xef && second === 0xbb && third === 0xbf) defects |= BIT.invisible;
  }
  return defects;
}

/** U+0080 to U+009F are in no text, but come of UTF-8 that was read as Latin-1. */
function toLatin1Supplement(second: number): number {
  if (second >= 0x80 && second < 0xa0) return BIT.mojibake;
  return second === 0xa0 ? BIT.nbsp : second === 0xad ? BIT.invisible : 0;
}

/** U+2018 to U+201E are quotes; U+200B to U+200F and U+202A to U+202E have no width. */
function toGeneralPunctuation(third: number): number {
  if (third >= 0x98 && third <= 0x9e) return BIT.smartQuote;
  if ((third >= 0x8b && third <= 0x8f) || (third >= 0xaa && third <= 0xae)) return BIT.invisible;
  return third === 0xaf ? BIT.nbsp : 0;
}

/** `Ã` or `Â` followed by what a continuation byte looks like in Windows-1252, or the `â€` of quotes and dashes. */
function isUtf8Mojibake(second: number, third: number, fourth: number): boolean {
  if (second === 0xa2) return third === 0xe2 && fourth === 0x82;
  if (second !== 0x83 && second !== 0x82) return false;
  return third === 0xc2 || third === 0xe2 || third === 0xc5 || third === 0xc6 || third === 0xcb;
}

/** One byte a letter. Which of them are quotes, and which look like UTF-8, is only known of western ones. */
function findInBytes({ bytes, start, end }: CellContent, isWestern: boolean): number {
  let defects = 0;
  for (let at = start; at < end; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte < 0x80) continue;
    const next = bytes[at + 1] ?? 0;
    if (byte === 0xa0) defects |= BIT.nbsp;
    else if (!isWestern) continue;
    else if (byte >= 0x91 && byte <= 0x94) defects |= BIT.smartQuote;
    else if (byte === 0xad) defects |= BIT.invisible;
    else if ((byte === 0xc2 || byte === 0xc3) && at + 1 < end && next >= 0x80 && next <= 0xbf)
      defects |= BIT.mojibake;
  }
  return defects;
}
