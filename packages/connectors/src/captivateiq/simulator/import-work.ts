import { createReadStream, existsSync } from "node:fs";
import { readCsv } from "../../contract/csv.js";
import type { Done } from "./jobs.js";
import type { UploadRecord } from "./state.js";
import { toCellProblem, type Worksheet } from "./worksheets.js";

/** A row of a file, by the columns of the worksheet. */
interface Row {
  readonly key: string;
  readonly line: number;
  readonly data: Readonly<Record<string, string>>;
}

const MOST_ERRORS = 20;

/** Imports a file as a whole or not at all. What it does shows at once; when it is told is for its job. */
export async function runImport(worksheet: Worksheet, upload: UploadRecord, path: string): Promise<Done> {
  if (!existsSync(path)) return failed([{ message: "The file was not uploaded." }]);
  const rows: Row[] = [];
  const errors: object[] = [];
  let columns: readonly (string | undefined)[] | undefined;
  for await (const { cells, line } of readCsv(readText(path, upload), toDelimiter(upload))) {
    if (columns === undefined) {
      columns = cells.map((header) => toColumn(worksheet, upload, header));
      const problem = toHeaderProblem(worksheet, upload, cells, columns);
      if (problem !== undefined) return failed([{ message: problem }]);
      continue;
    }
    const row = toRow(worksheet, columns, cells, line);
    const problems = toProblems(worksheet, upload, row);
    errors.push(...problems.map((message) => ({ row: line, message })));
    rows.push(row);
  }
  if (columns === undefined) return failed([{ message: "The file is empty." }]);
  if (errors.length > 0) return failed(errors);
  apply(worksheet, upload.params.import_mode, rows);
  return { end: "SUCCESS", details: {} };
}

function failed(errors: readonly object[]): Done {
  return { end: "FAILURE", details: { errors: errors.slice(0, MOST_ERRORS) } };
}

async function* readText(path: string, { encoding }: UploadRecord): AsyncGenerator<string> {
  const isLatin = encoding === "iso-8859-1" || encoding === "cp1252";
  yield* createReadStream(path, isLatin ? "latin1" : "utf8");
}

function toDelimiter({ delimiter }: UploadRecord): string {
  return delimiter === "\\t" ? "\t" : delimiter;
}

/** The column that a header stands for: by the mappings, else by its name. */
function toColumn({ definition }: Worksheet, { params }: UploadRecord, header: string): string | undefined {
  const mapped = Object.entries(params.data_mappings).find(([, each]) => each === header);
  if (mapped !== undefined) return mapped[0];
  return params.load_all_columns ? definition.columns.find(({ name }) => name === header)?.name : undefined;
}

function toHeaderProblem(
  { definition, uniqueId }: Worksheet,
  { params }: UploadRecord,
  headers: readonly string[],
  columns: readonly (string | undefined)[],
): string | undefined {
  const stranger = headers.find((_, at) => columns[at] === undefined);
  if (params.load_all_columns && stranger !== undefined) return `There is no column "${stranger}".`;
  const unknown = columns.find(
    (name) => name !== undefined && !definition.columns.some((column) => column.name === name),
  );
  if (unknown !== undefined) return `There is no column "${unknown}".`;
  return columns.includes(uniqueId) ? undefined : `The column "${uniqueId}" is missing.`;
}

function toRow(
  { uniqueId }: Worksheet,
  columns: readonly (string | undefined)[],
  cells: readonly string[],
  line: number,
): Row {
  const pairs = columns.flatMap((name, at) => (name === undefined ? [] : [[name, cells[at] ?? ""] as const]));
  const data = Object.fromEntries(pairs);
  return { key: data[uniqueId] ?? "", line, data };
}

function toProblems(worksheet: Worksheet, upload: UploadRecord, { key, data }: Row): readonly string[] {
  const isNew = upload.params.import_mode !== "insert_only" || worksheet.get(key) === undefined;
  const problems = Object.entries(data).flatMap(
    ([name, cell]) => toCellProblem(worksheet.definition, name, cell, upload.dateFormat) ?? [],
  );
  return isNew ? problems : [...problems, `The unique ID "${key}" exists already`];
}

function apply(worksheet: Worksheet, mode: string, rows: readonly Row[]): void {
  if (mode === "overwrite") worksheet.clear();
  for (const { key, data } of rows) {
    if (mode === "delete") worksheet.remove(key);
    else worksheet.put(key, data);
  }
}
