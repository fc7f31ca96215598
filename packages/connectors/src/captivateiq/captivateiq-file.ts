import { assertLoadable } from "../contract/assert-loadable.js";
import { readFirstRecord, toCells } from "../contract/first-record.js";
import type { StageableFile } from "../contract/stageable-file.js";
import type { LoadSettings } from "./captivateiq-options.js";
import { HEADER_ENCODINGS } from "./header-encodings.js";

const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/**
 * Refuses a file of which it is certain that it could not be imported: by its name, its size, its first bytes, and its
 * header where the load asks for that. The template is asked for only then.
 *
 * @throws SpmError `file.refused` with what is wrong with the file
 */
export async function assertImportable(
  load: LoadSettings,
  file: StageableFile,
  readTemplate: () => Promise<string>,
): Promise<void> {
  assertLoadable(file, file.name.endsWith(".csv") ? [] : ["has a name that does not end with .csv"]);
  assertLoadable(file, await toContentIssues(load, file, readTemplate));
}

async function toContentIssues(
  load: LoadSettings,
  file: StageableFile,
  readTemplate: () => Promise<string>,
): Promise<readonly string[]> {
  const { encoding = "utf-8", checkHeader } = load;
  const start = await readFirstRecord(file);
  // To Python's utf-8 the mark is a character of the first header, which then fits no column.
  if (encoding === "utf-8" && start.subarray(0, BYTE_ORDER_MARK.byteLength).equals(BYTE_ORDER_MARK)) {
    return ["begins with a byte-order mark; a load that takes one declares the encoding utf-8-sig"];
  }
  if (!checkHeader) return [];
  const text = new TextDecoder(HEADER_ENCODINGS[encoding]).decode(start);
  return toHeaderIssues(load, toCells(text, toDelimiter(load)), toCells(await readTemplate(), ","));
}

function toDelimiter({ delimiter = "," }: LoadSettings): string {
  return delimiter === "tab" ? "\t" : delimiter;
}

function toHeaderIssues(
  { dataMappings, loadAllColumns }: LoadSettings,
  headers: readonly string[],
  columns: readonly string[],
): readonly string[] {
  const issues: string[] = [];
  const mapped = new Set(Object.values(dataMappings));
  for (const [column, header] of Object.entries(dataMappings)) {
    if (!columns.includes(column)) issues.push(`the worksheet has no column "${column}", which is mapped`);
    if (!headers.includes(header)) issues.push(`has no header "${header}", which is mapped to "${column}"`);
  }
  const strangers = headers.filter((header) => !mapped.has(header) && !columns.includes(header));
  if (loadAllColumns) issues.push(...strangers.map((header) => `the worksheet has no column "${header}"`));
  return issues;
}
