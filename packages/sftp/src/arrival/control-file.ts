import type { ControlFields, ControlFormat } from "../feed/control-format.js";
import { pick, readRows } from "./control-rows.js";

/** What a control file says of one file. Plain JSON. */
export interface ControlEntry {
  /** Absent when the control file speaks of one file without naming it. */
  readonly fileName?: string | undefined;
  readonly sizeBytes?: number | undefined;
  readonly records?: number | undefined;
  /** Lower-case hexadecimal. */
  readonly sha256?: string | undefined;
  /** Decimal text, by the column of the feed. */
  readonly sums?: Readonly<Record<string, string>> | undefined;
}

/** What a control file says, or why it cannot be read, in words. */
export type ControlReading = { readonly entries: readonly ControlEntry[] } | { readonly problem: string };

const SHA256_LINE = /^([0-9a-f]{64}) [ *](.+)$/i;

/** Reads a control file. What it holds beyond the declared fields does not count; what they hold must be sound. */
export function readControlFile(format: ControlFormat, bytes: Uint8Array): ControlReading {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return { problem: "it is not UTF-8" };
  }
  if (format.kind === "sha256sum") return readSums(text);
  const rows = readRows(format, text);
  if (typeof rows === "string") return { problem: rows };
  const readings = rows.map((row) => toEntry(format.fields, row));
  const problem = readings.find((reading) => typeof reading === "string");
  if (problem !== undefined) return { problem };
  const entries = readings.filter((reading) => typeof reading !== "string");
  return entries.length === 0 ? { problem: "it speaks of no file" } : { entries };
}

/** What a control file says of one file, by its name; an entry without a name speaks of whichever file it lies beside. */
export function findControlEntry(
  entries: readonly ControlEntry[],
  fileName: string,
): ControlEntry | undefined {
  const name = fileName.normalize("NFC");
  const [only] = entries;
  if (entries.length === 1 && only?.fileName === undefined) return only;
  return entries.find((entry) => entry.fileName?.normalize("NFC") === name);
}

function readSums(text: string): ControlReading {
  const lines = text.split(/\r?\n/).filter((line) => line !== "");
  const entries = lines.map((line) => {
    const [, sha256, fileName] = SHA256_LINE.exec(line) ?? [];
    return sha256 === undefined ? undefined : { sha256: sha256.toLowerCase(), fileName };
  });
  const bad = entries.indexOf(undefined);
  if (bad >= 0) return { problem: `line ${bad + 1} is not a digest, two spaces and a name` };
  if (entries.length === 0) return { problem: "it speaks of no file" };
  return { entries: entries.filter((entry) => entry !== undefined) };
}

function toEntry(fields: ControlFields, row: Readonly<Record<string, unknown>>): ControlEntry | string {
  const { fileName, sizeBytes, records, sha256, sums = {} } = fields;
  const problems: string[] = [];
  const read = (field: string | undefined, pattern: RegExp, what: string) => {
    if (field === undefined) return undefined;
    const value = pick(row, field)?.trim();
    if (value !== undefined && pattern.test(value)) return value;
    problems.push(value === undefined ? `${field} is missing` : `${field} is ${what}, not ${value}`);
    return undefined;
  };
  const toNumber = (value: string | undefined) => (value === undefined ? undefined : Number(value));
  const entry: ControlEntry = {
    fileName: read(fileName, /\S/, "a name"),
    sizeBytes: toNumber(read(sizeBytes, /^\d{1,15}$/, "a number of bytes")),
    records: toNumber(read(records, /^\d{1,15}$/, "a number of records")),
    sha256: read(sha256, /^[0-9a-f]{64}$/i, "a SHA-256 in hexadecimal")?.toLowerCase(),
    sums: Object.fromEntries(
      Object.entries(sums).flatMap(([column, field]) => {
        const sum = read(field, /^[+-]?\d+(\.\d+)?$/, "a plain decimal number");
        return sum === undefined ? [] : [[column, sum]];
      }),
    ),
  };
  return problems.length === 0 ? entry : problems.join(", ");
}
