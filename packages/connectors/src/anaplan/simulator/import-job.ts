import { readCsv } from "../../contract/csv.js";
import { openLines } from "../../simulator/line-writer.js";
import type { ImportDefinition } from "./definition.js";
import type { PartResult } from "./state.js";

/** Where an import leaves what it read. */
export interface ImportFiles {
  readonly rows: string;
  readonly dump: string;
}

interface Counts {
  total: number;
  failed: number;
}

/**
 * Reads a file into the model: rows that name known items are taken, the others go to the failure dump with the
 * columns `_Status_` (always `E`), the original ones, `_Line_` and `_Error_1_`.
 *
 * A file without one of the columns fails the import as a whole.
 */
export async function runImport(
  definition: ImportDefinition,
  content: AsyncIterable<string> | undefined,
  files: ImportFiles,
): Promise<PartResult> {
  if (content === undefined) return failed(definition, "No file has been uploaded for this import.");
  const rows = await openLines(files.rows);
  const dump = await openLines(files.dump);
  const counts: Counts = { total: 0, failed: 0 };
  let positions: readonly number[] | undefined;
  let header: readonly string[] = [];
  try {
    for await (const { cells, line } of readCsv(content)) {
      if (positions === undefined) {
        header = cells;
        positions = definition.columns.map((column) => cells.indexOf(column));
        const missing = definition.columns.filter((_, at) => positions?.[at] === -1);
        if (missing.length > 0) return failed(definition, `The file has no column ${missing.join(", ")}.`);
        await rows.write(definition.columns);
        await dump.write(["_Status_", ...header, "_Line_", "_Error_1_"]);
        continue;
      }
      counts.total += 1;
      const values = positions.map((position) => cells[position] ?? "");
      const problem = toProblem(definition, values);
      if (problem === undefined) {
        await rows.write(values);
        continue;
      }
      counts.failed += 1;
      await dump.write(["E", ...header.map((_, at) => cells[at] ?? ""), String(line), problem]);
    }
  } finally {
    await rows.close();
    await dump.close();
  }
  if (positions === undefined) return failed(definition, "The file is empty.");
  return toResult(definition, counts);
}

function toProblem({ columns, dimensions }: ImportDefinition, values: readonly string[]): string | undefined {
  for (const { column, items } of dimensions) {
    const value = values[columns.indexOf(column)] ?? "";
    if (value.trim() === "") return `${column}: item name is blank`;
    if (!items.includes(value)) return `${column}: no item named ${value}`;
  }
  return undefined;
}

function failed({ id, name }: ImportDefinition, message: string): PartResult {
  const details = [{ localMessageText: message, occurrences: 0, type: "importFailed", values: [] }];
  return { objectId: id, objectName: name, successful: false, failureDumpAvailable: false, details };
}

function toResult({ id, name, tellsCounts }: ImportDefinition, { total, failed }: Counts): PartResult {
  const taken = total - failed;
  const values = [
    ["ignoredCount", "0"],
    ["successRowCount", String(taken)],
    ["renamedCount", null],
    ["successUpdateCount", String(taken)],
    ["totalRowCount", String(total)],
    ["successCreateCount", "0"],
    ["failedCount", String(failed)],
    ["warningsRowCount", "0"],
    ["invalidCount", "0"],
    ["hierarchyName", name],
  ];
  // The order of the counts means nothing, and clients should not come to rely on one.
  const turned = [...values.slice(total % values.length), ...values.slice(0, total % values.length)];
  const localMessageText = `${name}: ${total} (${taken}/${total}) rows successful, 0 ignored`;
  return {
    objectId: id,
    objectName: name,
    successful: true,
    failureDumpAvailable: failed > 0,
    ...(tellsCounts && {
      details: [{ localMessageText, occurrences: 0, type: "hierarchyRowsProcessed", values: turned.flat() }],
    }),
  };
}
