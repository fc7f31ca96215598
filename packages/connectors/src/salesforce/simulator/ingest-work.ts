import { writeFile } from "node:fs/promises";
import { type CsvRecord, readCsv, toCsvLine } from "../../contract/csv.js";
import { contentPath, readContent } from "./content.js";
import { batchPath, keyPrefix, type OrgRecords, type RecordChange } from "./org-records.js";
import type { RecordTable } from "./records.js";
import { judgeRow, lockedRow, type Row, type RowRules } from "./row-rules.js";
import { type BatchCount, type IngestRecord, nextId, type OrgStorage } from "./state.js";
import { DELIMITERS, toLine } from "./text-form.js";

/** What ingest jobs work with. */
export interface IngestWorkshop {
  readonly storage: OrgStorage;
  readonly records: OrgRecords;
  /** Rows that are done together. */
  readonly batchRows: number;
}

/** How the rows of a job go wrong besides what the rules of its object say. */
export interface RowTrouble {
  readonly lockedEvery: number;
  /** Batches after which nothing more is written. */
  readonly lastBatch: number;
}

/** What all rows of a job came to; a message when the job as a whole cannot be done. */
export interface WorkDone {
  readonly header: readonly string[];
  readonly batches: readonly BatchCount[];
  readonly errorMessage?: string | undefined;
}

/** Decides what becomes of all rows of a job, and writes its result sets, a file for each batch. */
export async function workOn(
  { storage, records, batchRows }: IngestWorkshop,
  job: IngestRecord,
  trouble: RowTrouble,
): Promise<WorkDone> {
  if (!job.isUploaded) return { header: [], batches: [], errorMessage: "InvalidBatch : There is no content" };
  const table = await records.table(job.object);
  const content = readCsv(readContent(contentPath(storage, job.id)), DELIMITERS[job.columnDelimiter]);
  const first = await content.next();
  const header = first.done ? [] : first.value.cells;
  const errorMessage = (await toLineEndingProblem(storage, job)) ?? toHeaderProblem(job, table, header);
  if (errorMessage !== undefined || table === undefined) return { header, batches: [], errorMessage };

  const rules = await toRules({ storage, records }, job, table);
  const batches: BatchCount[] = [];
  let rows: CsvRecord[] = [];
  const flush = async () => {
    const isDone = batches.length < trouble.lastBatch;
    const batch = { job, number: batches.length, rows, header, isDone, lockedEvery: trouble.lockedEvery };
    batches.push(await workOnBatch(storage, rules, batch));
    rows = [];
  };
  for await (const record of content) {
    rows.push(record);
    if (rows.length === batchRows) await flush();
  }
  if (rows.length > 0) await flush();
  return { header, batches };
}

async function toRules(
  { storage, records }: Pick<IngestWorkshop, "storage" | "records">,
  { operation, externalIdFieldName, object }: IngestRecord,
  table: RecordTable,
): Promise<RowRules> {
  const parents = new Map<string, RecordTable | undefined>();
  for (const { references } of table.definition.fields) {
    if (references !== undefined) parents.set(references, await records.table(references));
  }
  return {
    operation,
    externalIdFieldName,
    table,
    newId: () => nextId(storage, keyPrefix(object)),
    exists: (parent, id) => parents.get(parent)?.get(id) !== undefined,
  };
}

interface Batch {
  readonly job: IngestRecord;
  readonly number: number;
  readonly rows: readonly CsvRecord[];
  readonly header: readonly string[];
  readonly isDone: boolean;
  readonly lockedEvery: number;
}

async function workOnBatch(storage: OrgStorage, rules: RowRules, batch: Batch): Promise<BatchCount> {
  const { job, number, rows, header, isDone, lockedEvery } = batch;
  const lines = { successful: [] as string[], failed: [] as string[], unprocessed: [] as string[] };
  const changes: RecordChange[] = [];
  for (const { cells, line } of rows) {
    lines.unprocessed.push(toLine(fill(header, cells), job));
    if (!isDone) continue;
    const isLocked = lockedEvery > 0 && line % lockedEvery === 0;
    const result = isLocked ? lockedRow() : judgeRow(rules, toRow(header, cells));
    if ("error" in result) {
      lines.failed.push(toLine([result.id, result.error, ...fill(header, cells)], job));
      continue;
    }
    const { change, isCreated } = result;
    rules.table.put(change.id, change.values);
    changes.push(change);
    lines.successful.push(toLine([change.id, String(isCreated), ...fill(header, cells)], job));
  }
  for (const set of ["successful", "failed", "unprocessed"] as const) {
    // Nobody should come to rely on the order of the rows, which the vendor does not promise.
    await writeFile(batchPath(storage, job.id, set, number), lines[set].reverse().join(""));
  }
  const log = changes.map(({ id, values }) =>
    toCsvLine([id, values === undefined ? "" : JSON.stringify(values)]),
  );
  await writeFile(batchPath(storage, job.id, "changes", number), log.join(""));
  return { rows: rows.length, failed: lines.failed.length };
}

function toRow(header: readonly string[], cells: readonly string[]): Row {
  return new Map(header.map((name, at) => [name.toLowerCase(), cells[at] ?? ""]));
}

function fill(header: readonly string[], cells: readonly string[]): readonly string[] {
  return header.map((_, at) => cells[at] ?? "");
}

/** The first record tells how lines end. */
async function toLineEndingProblem(
  storage: OrgStorage,
  { id, lineEnding }: IngestRecord,
): Promise<string | undefined> {
  for await (const piece of readContent(contentPath(storage, id))) {
    const end = /\r?\n/.exec(piece)?.[0];
    if (end === undefined || (end === "\r\n") === (lineEnding === "CRLF")) return undefined;
    return `LineEnding is invalid on user data. Current LineEnding setting is ${lineEnding}`;
  }
  return undefined;
}

function toHeaderProblem(
  { operation, externalIdFieldName = "" }: IngestRecord,
  table: RecordTable | undefined,
  header: readonly string[],
): string | undefined {
  if (header.length === 0) return "InvalidBatch : The file has no header";
  const known = new Set(["id", ...(table?.definition.fields ?? []).map(({ name }) => name.toLowerCase())]);
  const stranger = header.find((name) => !known.has(name.toLowerCase()));
  if (stranger !== undefined) return `InvalidBatch : Field name not found : ${stranger}`;
  const key = operation === "upsert" ? externalIdFieldName : operation === "insert" ? undefined : "Id";
  const isThere = key === undefined || header.some((name) => name.toLowerCase() === key.toLowerCase());
  return isThere ? undefined : `InvalidBatch : Field name not found : ${key}`;
}
