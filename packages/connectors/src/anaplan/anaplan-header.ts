import { isSpmError } from "@spm-ops/core";
import { assertLoadable } from "../contract/assert-loadable.js";
import { readFirstRecord, toCells } from "../contract/first-record.js";
import type { ConnectorCall } from "../contract/spm-connector.js";
import type { StageableFile } from "../contract/stageable-file.js";
import type { AnaplanCalls } from "./anaplan-calls.js";
import { type ImportObject, type ImportSource, importReply } from "./anaplan-replies.js";

/** The header that an import reads, as far as we can read one, too. */
export interface ExpectedHeader {
  readonly encoding: string;
  readonly separator: string;
  readonly names: readonly string[];
}

/** Encodings in which the bytes of a line break are those of ASCII, by the vendor's words. */
const ENCODINGS: Readonly<Record<string, string>> = { "UTF-8": "utf-8", "ISO-8859-1": "latin1" };

/** Asks what header an import reads; nothing where it reads none, or one of a form that we do not know. */
export async function askForHeader(
  calls: AnaplanCalls,
  { id, name }: ImportObject,
  { signal }: ConnectorCall,
): Promise<ExpectedHeader | undefined> {
  const operation = `ask what ${name} (${id}) reads`;
  try {
    const { importMetadata } = await calls.ask(
      { path: `imports/${encodeURIComponent(id)}`, operation, signal },
      importReply,
    );
    return toExpectedHeader(importMetadata.source);
  } catch (error) {
    // Who may start an import need not be shown its form.
    if (isSpmError(error, "remote.not-found", "remote.rejected")) return undefined;
    throw error;
  }
}

function toExpectedHeader(source: ImportSource | null | undefined): ExpectedHeader | undefined {
  const encoding = ENCODINGS[source?.textEncoding ?? ""];
  const separator = source?.columnSeparator ?? "";
  const names = (source?.headerNames ?? []).flatMap((name) => name?.trim() || []);
  const isReadable = encoding !== undefined && separator.length === 1 && isUsualQuote(source?.textDelimiter);
  return isReadable && source?.headerRow === 1 && names.length > 0
    ? { encoding, separator, names }
    : undefined;
}

function isUsualQuote(textDelimiter: string | null | undefined): boolean {
  return textDelimiter === '"' || !textDelimiter;
}

/**
 * Refuses a file without one of the columns that its import reads. Columns that nobody reads are no harm.
 *
 * @throws SpmError `file.refused` with each missing column, and the one that may be meant
 */
export async function assertHeader(file: StageableFile, expected: ExpectedHeader): Promise<void> {
  const text = new TextDecoder(expected.encoding).decode(await readFirstRecord(file));
  const header = toCells(text, expected.separator).map((cell) => cell.trim());
  const missing = expected.names.filter((name) => !header.includes(name));
  const issues = missing.map((name) => {
    const meant = header.find((cell) => fold(cell) === fold(name));
    return `has no column ${name}${meant === undefined ? "" : ` (did you mean it by "${meant}"?)`}`;
  });
  if (issues.length > 0) issues.push(`has the header ${header.join(", ")}`);
  assertLoadable(file, issues);
}

/** A name without case, accents, spaces and punctuation. */
function fold(name: string): string {
  return name
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, "");
}
