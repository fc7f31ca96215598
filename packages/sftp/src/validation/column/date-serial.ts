import type { CellCheck, CellContent } from "./cell-check.js";

/** The days that spreadsheets write as 10000 to 99999: from 1927 to 2173. */
const DAY_SERIAL = /^[1-9]\d{4}(\.\d+)?$/;
const DAY_MS = 86_400_000;
/** The day before the first one of a spreadsheet's calendar, and one more for its 29 February 1900. */
const DAY_ZERO = Date.UTC(1899, 11, 30);

/** Tells the number that a spreadsheet makes of a day from whatever else is no day. Costs nothing for days. */
export function withDateSerial(check: CellCheck): CellCheck {
  return (cell) => {
    const complaint = check(cell);
    if (complaint?.code !== "date-invalid") return complaint;
    const day = readDateSerial(cell);
    return day === undefined ? complaint : { code: "excel-date-serial", detail: { day } };
  };
}

/** The day that a spreadsheet of today means by a number, as `yyyy-MM-dd`. */
function readDateSerial({ bytes, start, end }: CellContent): string | undefined {
  if (end - start > 24) return undefined;
  const text = bytes.toString("latin1", start, end);
  if (!DAY_SERIAL.test(text)) return undefined;
  return new Date(DAY_ZERO + Math.floor(Number(text)) * DAY_MS).toISOString().slice(0, 10);
}
