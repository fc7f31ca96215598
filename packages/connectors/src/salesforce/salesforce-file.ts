import { assertLoadable } from "../contract/assert-loadable.js";
import { readFirstRecord } from "../contract/first-record.js";
import type { StageableFile } from "../contract/stageable-file.js";
import type { LoadSettings, SalesforceDelimiter } from "./salesforce-options.js";

/** The vendor takes 150 MB after base64, and asks for no more than this of the file itself. */
const LARGEST_UPLOAD_BYTES = 100_000_000;
const MOST_FIELDS = 5_000;

const DELIMITERS: Readonly<Record<SalesforceDelimiter, string>> = {
  BACKQUOTE: "`",
  CARET: "^",
  COMMA: ",",
  PIPE: "|",
  SEMICOLON: ";",
  TAB: "\t",
};

/**
 * Refuses a file of which it is certain that no job could load it, by its size and its header alone.
 *
 * @throws SpmError `file.refused` with what is wrong with the file
 */
export async function assertFits(load: LoadSettings, file: StageableFile): Promise<void> {
  const size = `has ${file.sizeBytes} bytes, and a job takes ${LARGEST_UPLOAD_BYTES} (150 MB after base64); split it`;
  assertLoadable(file, file.sizeBytes > LARGEST_UPLOAD_BYTES ? [size] : []);
  assertLoadable(file, toHeaderIssues(load, (await readFirstRecord(file)).toString("utf8")));
}

function toHeaderIssues(
  { columnDelimiter, lineEnding, externalIdFieldName }: LoadSettings,
  header: string,
): readonly string[] {
  const issues: string[] = [];
  const found = /\r?\n$/.exec(header)?.[0];
  if (found !== undefined && (found === "\r\n") !== (lineEnding === "CRLF")) {
    issues.push(`its lines end with ${found === "\n" ? "LF" : "CRLF"}, and the load declares ${lineEnding}`);
  }
  const columns = header
    .replace(/^\uFEFF/, "")
    .trimEnd()
    .split(DELIMITERS[columnDelimiter])
    .map((column) => column.replaceAll('"', "").toLowerCase());
  if (externalIdFieldName !== undefined && !columns.includes(externalIdFieldName.toLowerCase())) {
    issues.push(`it has no column ${externalIdFieldName} between delimiters ${columnDelimiter}`);
  }
  if (columns.length > MOST_FIELDS)
    issues.push(`has ${columns.length} columns, and a row takes ${MOST_FIELDS}`);
  return issues;
}
