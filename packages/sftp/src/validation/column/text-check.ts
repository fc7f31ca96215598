import type { TextColumn } from "../../feed/column.js";
import type { Encoding } from "../encoding/encoding.js";
import type { Complaint } from "../finding/complaint.js";
import { decodeCell } from "../record/cell-text.js";
import type { CellCheck, CellContent } from "./cell-check.js";
import { withLostZeros } from "./lost-zeros.js";

/** Compiles the length and the pattern of a text column; `undefined` when it asks for neither. */
export function compileTextCheck(column: TextColumn, encoding: Encoding): CellCheck | undefined {
  const { minLength = 0, maxLength = Number.POSITIVE_INFINITY } = column;
  const pattern = column.pattern === undefined ? undefined : new RegExp(`^(?:${column.pattern})$`, "u");
  if (minLength === 0 && maxLength === Number.POSITIVE_INFINITY && pattern === undefined) return undefined;
  const tooShort: Complaint = { code: "too-short", detail: { minLength } };
  const tooLong: Complaint = { code: "too-long", detail: { maxLength } };
  const mismatch: Complaint = { code: "pattern-mismatch", detail: { pattern: column.pattern ?? "" } };
  return withLostZeros((cell) => {
    const length = countCharacters(cell, encoding);
    if (length < minLength) return tooShort;
    if (length > maxLength) return tooLong;
    return pattern === undefined || pattern.test(decodeCell(cell, encoding)) ? undefined : mismatch;
  });
}

/** The number of code points. */
function countCharacters({ bytes, start, end, high }: CellContent, encoding: Encoding): number {
  if (!high) return end - start;
  let count = 0;
  for (let at = start; at < end; at += encoding.characterBytes(bytes[at] ?? 0)) count += 1;
  return count;
}
