import { readCsv } from "../../contract/csv.js";
import { isAllOrNothing, toStageTypeSeq } from "../pipeline-stages.js";
import type { FileTypeDefinition, TenantDefinition } from "./definition.js";
import type { DropBox } from "./drop-box.js";
import type { Row } from "./filter.js";
import type { Records } from "./records.js";
import type { TenantStorage } from "./state.js";

/** What pipelines work with. */
export interface Workshop {
  readonly tenant: TenantDefinition;
  readonly storage: TenantStorage;
  readonly records: Records;
  readonly dropBox: DropBox;
}

/** What a pipeline came to. */
export interface Done {
  readonly status: "Successful" | "Failed";
  readonly message: string | undefined;
  readonly numErrors: number;
}

export const NOTHING_TO_SAY: Done = { status: "Successful", message: undefined, numErrors: 0 };

/** A row that cannot be transferred, and why. */
export interface BadRow {
  readonly row: Row;
  readonly field: string;
}

/** An import of a batch: rows without a required value stay behind in the stage tables, the others leave them. */
export async function runImport(
  workshop: Workshop,
  { batchName, stageTypeSeq }: { readonly batchName: string; readonly stageTypeSeq: string },
  complain: (bad: readonly BadRow[]) => void,
): Promise<Done> {
  const { storage, tenant, dropBox } = workshop;
  dropBox.pickUp();
  const batch = storage.state.batches.find(({ name }) => name === batchName);
  const fileType = tenant.fileTypes.find(({ type }) => type === batch?.type);
  if (batch === undefined || fileType === undefined) {
    return failed(`TCMP_09007:E: Unable to find the batch ${batchName}.`);
  }
  const staged = batch.isWaiting
    ? await readBatch(dropBox, batchName, fileType)
    : leftBehind(workshop, batchName, fileType);
  if (typeof staged === "string") return failed(staged);
  complain(staged);
  const isTransfer = stageTypeSeq !== toStageTypeSeq("Validate");
  const isRefused = isAllOrNothing(stageTypeSeq) && staged.length > 0;
  if (batch.isWaiting && isTransfer && !isRefused) {
    for (const { row } of staged) workshop.records.add(fileType.stageResource, { batchName, ...row });
    dropBox.discard(batchName);
    batch.isWaiting = false;
  }
  return { ...NOTHING_TO_SAY, numErrors: staged.length };
}

function failed(message: string): Done {
  return { status: "Failed", message, numErrors: 1 };
}

/** The rows of a batch as they came, or why it cannot be read. */
async function readBatch(
  dropBox: DropBox,
  batchName: string,
  { columns, required, delimiter }: FileTypeDefinition,
): Promise<readonly BadRow[] | string> {
  const bad: BadRow[] = [];
  let header: readonly string[] | undefined;
  for await (const { cells } of readCsv(dropBox.read(batchName) ?? nothing(), delimiter)) {
    if (header === undefined) {
      header = cells;
      const missing = columns.filter((column) => !cells.includes(column));
      if (missing.length > 0) return `TCMP_1002:E: The batch has no column ${missing.join(", ")}.`;
      continue;
    }
    const row = Object.fromEntries(header.map((column, at) => [column, cells[at] ?? ""]));
    const field = required.find((column) => row[column] === "");
    if (field !== undefined) bad.push({ row, field });
  }
  return bad;
}

/** The rows that an earlier import left behind. */
function leftBehind(
  { records }: Workshop,
  batchName: string,
  fileType: FileTypeDefinition,
): readonly BadRow[] {
  const rows = records.list(fileType.stageResource).filter((row) => row["batchName"] === batchName);
  const [anyField = ""] = fileType.required;
  const bad = rows.map((row) => ({
    row,
    field: fileType.required.find((column) => row[column] === "") ?? anyField,
  }));
  return bad;
}

/** All rows of a batch that wait to be imported, as the stage tables show them. */
export async function* showWaiting(
  { storage, tenant, dropBox }: Workshop,
  resource: string,
): AsyncGenerator<Row> {
  for (const { name: batchName, type, isWaiting } of storage.state.batches) {
    const fileType = tenant.fileTypes.find((each) => each.type === type && each.stageResource === resource);
    if (!isWaiting || fileType === undefined) continue;
    let header: readonly string[] | undefined;
    for await (const { cells, line } of readCsv(dropBox.read(batchName) ?? nothing(), fileType.delimiter)) {
      if (header === undefined) header = cells;
      else {
        const fields = header.map((column, at) => [column, cells[at] ?? ""] as const);
        yield { batchName, line, ...Object.fromEntries(fields) };
      }
    }
  }
}

async function* nothing(): AsyncGenerator<string> {
  yield* [];
}
