import type { ControlFormat } from "../feed/control-format.js";

type Row = Readonly<Record<string, unknown>>;
type RowFormat = Exclude<ControlFormat, { readonly kind: "sha256sum" }>;

/** What a control file says of each file, still unread, or why it cannot be told apart. */
export function readRows(format: RowFormat, text: string): readonly Row[] | string {
  if (format.kind === "key-value") return readPairs(text, format.separator ?? "=");
  if (format.kind === "csv") return readTable(text, format.delimiter ?? ",");
  return readObjects(text, format.list);
}

/** The value of a field as text. A path such as `totals.amount` goes into objects, where no member has the whole name. */
export function pick(row: Row, field: string): string | undefined {
  const value = Object.hasOwn(row, field) ? row[field] : follow(row, field.split("."));
  if (typeof value === "string") return value;
  return typeof value === "number" ? String(value) : undefined;
}

function follow(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((inner, member) => (isRow(inner) ? inner[member] : undefined), value);
}

function isRow(value: unknown): value is Row {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function readPairs(text: string, separator: string): readonly Row[] | string {
  const pairs = new Map<string, string>();
  for (const [at, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === "" || line.startsWith("#")) continue;
    const split = line.indexOf(separator);
    if (split < 1) return `line ${at + 1} holds no ${separator}`;
    const key = line.slice(0, split).trim();
    if (pairs.has(key)) return `it says ${key} twice`;
    pairs.set(key, line.slice(split + separator.length).trim());
  }
  return [Object.fromEntries(pairs)];
}

function readTable(text: string, delimiter: string): readonly Row[] | string {
  const lines = text.split(/\r?\n/).filter((line) => line !== "");
  const [header = [], ...records] = lines.map((line) => readCells(line, delimiter));
  const bad = records.findIndex((cells) => cells.length !== header.length);
  if (bad >= 0) return `record ${bad + 1} has not as many cells as the header`;
  return records.map((cells) => Object.fromEntries(header.map((name, at) => [name, cells[at]])));
}

function readCells(line: string, delimiter: string): readonly string[] {
  const cells: string[] = [];
  for (let at = 0; at <= line.length; at += 1) {
    let cell = "";
    if (line[at] === '"') {
      for (at += 1; at < line.length && (line[at] !== '"' || line[at + 1] === '"'); at += 1) {
        cell += line[at];
        if (line[at] === '"') at += 1;
      }
      at += 1;
    }
    const end = line.indexOf(delimiter, at);
    const stop = end < 0 ? line.length : end;
    cells.push(cell + line.slice(at, stop));
    at = stop;
  }
  return cells;
}

function readObjects(text: string, list: string | undefined): readonly Row[] | string {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    return "it is not JSON";
  }
  if (list === undefined) return isRow(document) ? [document] : "it is not one object";
  const rows = follow(document, list.split("."));
  return Array.isArray(rows) && rows.every(isRow) ? rows : `it has no list of objects at ${list}`;
}
