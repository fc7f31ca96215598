import { type FileHandle, open } from "node:fs/promises";
import { toCsvLine } from "../contract/csv.js";

/** Writes records to a file, some at a time. */
export interface LineWriter {
  write(cells: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

const BUFFERED_CHARACTERS = 64 * 1024;

/** Begins a file anew. */
export async function openLines(path: string): Promise<LineWriter> {
  const file: FileHandle = await open(path, "w");
  let buffered = "";
  const flush = async () => {
    if (buffered !== "") await file.appendFile(buffered);
    buffered = "";
  };
  return {
    async write(cells) {
      buffered += toCsvLine(cells);
      if (buffered.length >= BUFFERED_CHARACTERS) await flush();
    },
    async close() {
      await flush();
      await file.close();
    },
  };
}
