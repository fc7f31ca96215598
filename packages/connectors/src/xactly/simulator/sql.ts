import { done, problem, type StatementResult } from "./command-result.js";
import { cellOf, type Table, type Tables, tableOf } from "./tables.js";

const COLUMNS = String.raw`(?<columns>[\w\s,*()]+?)`;
const TABLE = String.raw`(?<table>\w+\.\w+)`;
const WHERE = String.raw`(?:\s+where\s+(?<field>\w+)\s*=\s*'(?<value>(?:[^']|'')*)')?`;
const ORDER = String.raw`(?:\s+order\s+by\s+(?<order>[\w\s,]+?))?`;
const SELECT = new RegExp(
  String.raw`^select\s+(?<distinct>distinct\s+)?${COLUMNS}\s+from\s+${TABLE}${WHERE}${ORDER}$`,
  "i",
);
const DELETE = new RegExp(
  String.raw`^delete\s+from\s+${TABLE}(?:\s+where\s+(?<field>\w+)\s+in\s*\((?<query>.*)\))?$`,
  "is",
);
const INSERT = new RegExp(
  String.raw`^insert\s+into\s+${TABLE}\s*\(${COLUMNS}\)\s*(?<query>select\s.*)$`,
  "is",
);

/** The queries that the simulator understands: columns or a count of one table, one condition, an order. */
export function runSelect(tables: Tables, query: string): StatementResult {
  if (/^select\s+1$/i.test(query)) return { kind: "rows", rows: [["1"]] };
  const parts = SELECT.exec(query)?.groups;
  if (parts === undefined) return problem(`The query cannot be read: ${query}`);
  const { columns = "", table: name = "", field, value = "", order, distinct } = parts;
  const table = tableOf(tables, name);
  if (table === undefined) return problem(`There is no table ${name}.`);
  const isCount = /^count\s*\(\s*\*\s*\)$/i.test(columns);
  const selected = isCount ? [] : toNames(columns);
  const sorted = order === undefined ? [] : toNames(order);
  const stranger = findStranger(table, [...selected, ...sorted, ...(field === undefined ? [] : [field])]);
  if (stranger !== undefined) return problem(`The table ${name} has no column ${stranger}.`);

  const wanted = value.replaceAll("''", "'");
  const met = table.rows.filter((row) => field === undefined || cellOf(table, row, field) === wanted);
  if (isCount) return { kind: "rows", rows: [[`${met.length}`]] };
  const inOrder = [...met].sort((one, other) => compare(table, sorted, [one, other]));
  const rows = inOrder.map((row) => selected.map((column) => cellOf(table, row, column)));
  return { kind: "rows", rows: distinct === undefined ? rows : withoutDoubles(rows) };
}

/** The changes of staging that the simulator understands. */
export function runChange(tables: Tables, statement: string): StatementResult {
  const removal = DELETE.exec(statement)?.groups;
  if (removal !== undefined) return remove(tables, removal);
  const insertion = INSERT.exec(statement)?.groups;
  return insertion === undefined
    ? problem(`The statement cannot be read: ${statement}`)
    : insert(tables, insertion);
}

type Parts = Readonly<Record<string, string | undefined>>;

function remove(tables: Tables, { table: name = "", field, query = "" }: Parts): StatementResult {
  const table = tableOf(tables, name);
  if (table === undefined) return problem(`There is no table ${name}.`);
  const before = table.rows.length;
  if (field === undefined) {
    table.rows = [];
    return done("Deleted.", before);
  }
  const found = runSelect(tables, query.trim());
  if (found.kind !== "rows") return found;
  const values = new Set(found.rows.map(([value]) => value));
  table.rows = table.rows.filter((row) => !values.has(cellOf(table, row, field)));
  return done("Deleted.", before - table.rows.length);
}

function insert(tables: Tables, { table: name = "", columns = "", query = "" }: Parts): StatementResult {
  const table = tableOf(tables, name);
  if (table === undefined) return problem(`There is no table ${name}.`);
  const found = runSelect(tables, query.trim());
  return found.kind === "rows" ? appendRows(table, toNames(columns), found.rows) : found;
}

/** Puts rows behind those of a table, by the names of their columns. */
export function appendRows(
  table: Table,
  columns: readonly string[],
  rows: readonly (readonly string[])[],
): StatementResult {
  const stranger = findStranger(table, columns);
  if (stranger !== undefined) return problem(`There is no column ${stranger} to write to.`);
  const positions = table.columns.map((column) => columns.findIndex((each) => each.toLowerCase() === column));
  for (const row of rows) table.rows.push(positions.map((at) => row[at] ?? ""));
  return done("Inserted.", rows.length);
}

function toNames(list: string): readonly string[] {
  return list.split(",").map((name) => name.trim());
}

function findStranger({ columns }: Table, names: readonly string[]): string | undefined {
  return names.find((name) => !columns.includes(name.toLowerCase()));
}

function compare(
  table: Table,
  columns: readonly string[],
  [one, other]: readonly [readonly string[], readonly string[]],
): number {
  for (const column of columns) {
    const [left, right] = [cellOf(table, one, column), cellOf(table, other, column)];
    if (left !== right) return left < right ? -1 : 1;
  }
  return 0;
}

function withoutDoubles(rows: readonly (readonly string[])[]): readonly (readonly string[])[] {
  return [...new Map(rows.map((row) => [JSON.stringify(row), row])).values()];
}
