import type { Complaint } from "../finding/complaint.js";
import type { CellContent } from "./cell-check.js";

/** `1,234` and `1.234.567,00`: groups of three, whatever stands between them, in bytes read as Latin-1. */
const GROUPED =
  /^[-(]?\d{1,3}(?:(?:[.,' ]|\u00c2?\u00a0|\u00e2\u0080[\u0099\u00af])\d{3})+(?:[.,]\d+)?[-)]?$/;

const COMMA: Complaint = { code: "decimal-comma", detail: { decimalMark: "." } };
const POINT: Complaint = { code: "decimal-point", detail: { decimalMark: "," } };
const THOUSANDS: Complaint = { code: "thousands-sep" };

/** What is wrong with a cell that is no number of its column, when it would be one in another country. */
export function explainStyle(
  { bytes, start, end }: CellContent,
  { scale, decimalMark }: { readonly scale: number; readonly decimalMark: "." | "," },
): Complaint | undefined {
  if (end - start > 64) return undefined;
  const text = bytes.toString("latin1", start, end);
  const other = decimalMark === "." ? "," : ".";
  const match = /^[-(]?\d+([.,])(\d+)[-)]?$/.exec(text);
  if (match?.[1] === other && scale > 0 && match[2]?.length !== 3) return other === "," ? COMMA : POINT;
  return GROUPED.test(text) && !isPlainInStyle(text, decimalMark) ? THOUSANDS : undefined;
}

/** Whether the only mark is the column's own, so that something else is wrong with the number. */
function isPlainInStyle(text: string, decimalMark: string): boolean {
  return !text.replace(decimalMark, "").match(/[^\d()-]/);
}
