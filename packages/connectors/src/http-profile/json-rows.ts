import { SpmError } from "@spm-ops/core";
import { readCsv } from "../contract/csv.js";
import { readPromised } from "../contract/promised-bytes.js";
import type { StageableFile } from "../contract/stageable-file.js";

const BUFFERED_CHARACTERS = 64 * 1024;

/**
 * The rows of a comma-separated file as a list of JSON objects, as they are read. All values are texts.
 *
 * @throws SpmError `file.refused` for a header that names a column twice, or a row with another number of cells
 */
export async function* toJsonRows(file: StageableFile, delimiter: string): AsyncGenerator<string> {
  let header: readonly string[] | undefined;
  let buffered = "[";
  let isFirst = true;
  for await (const { cells, line } of readCsv(decode(file), delimiter)) {
    if (header === undefined) {
      header = cells;
      if (new Set(header).size < header.length) throw refuse(file, "its header names a column twice");
      continue;
    }
    if (cells.length !== header.length) {
      throw refuse(file, `line ${line} has ${cells.length} cells, the header ${header.length}`);
    }
    const row = Object.fromEntries(header.map((column, at) => [column, cells[at] ?? ""]));
    buffered += `${isFirst ? "" : ","}${JSON.stringify(row)}`;
    isFirst = false;
    if (buffered.length < BUFFERED_CHARACTERS) continue;
    yield buffered;
    buffered = "";
  }
  if (header === undefined) throw refuse(file, "is empty");
  yield `${buffered}]`;
}

async function* decode(file: StageableFile): AsyncGenerator<string> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  const toText = (piece?: Uint8Array) => {
    try {
      return piece === undefined ? decoder.decode() : decoder.decode(piece, { stream: true });
    } catch {
      throw refuse(file, "is no text in UTF-8");
    }
  };
  for await (const piece of readPromised(file)) yield toText(piece);
  yield toText();
}

function refuse({ name }: StageableFile, reason: string): SpmError {
  return new SpmError("file.refused", `The rows of ${name} cannot be sent: ${reason}.`, {
    path: name,
    reason,
  });
}
