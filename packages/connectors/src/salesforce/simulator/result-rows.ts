import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import type { OrgStorage } from "./state.js";
import { type TextForm, toLine } from "./text-form.js";

const OFFSET_BYTES = 8;
const LINES_AT_ONCE = 1_000;

/** The rows that a query found, on disk, with the place at which each begins. */
export interface ResultRows {
  /** Writes them all, and says how many they were. */
  write(
    jobId: string,
    columns: readonly string[],
    rows: Iterable<readonly string[]>,
    form: TextForm,
  ): Promise<number>;
  /** The bytes of some of them. */
  read(jobId: string, from: number, to: number): Promise<AsyncIterable<Uint8Array>>;
}

/** Creates the results of the queries of an org; row 0 is the header. */
export function createResultRows(storage: OrgStorage): ResultRows {
  const paths = (jobId: string) => ({
    rows: storage.path("queries", jobId, "rows.csv"),
    offsets: storage.path("queries", jobId, "offsets"),
  });
  return {
    async write(jobId, columns, rows, form) {
      const { rows: rowsPath, offsets: offsetsPath } = paths(jobId);
      const file = await open(rowsPath, "w");
      const offsets = await open(offsetsPath, "w");
      let position = 0;
      let count = 0;
      for (const lines of inParts([columns], rows, form)) {
        const begins = Buffer.alloc(lines.length * OFFSET_BYTES);
        for (const [at, line] of lines.entries()) {
          begins.writeBigUInt64LE(BigInt(position), at * OFFSET_BYTES);
          position += Buffer.byteLength(line);
        }
        count += lines.length;
        await file.appendFile(lines.join(""));
        await offsets.appendFile(begins);
      }
      const end = Buffer.alloc(OFFSET_BYTES);
      end.writeBigUInt64LE(BigInt(position));
      await offsets.appendFile(end);
      await Promise.all([file.close(), offsets.close()]);
      return count - 1;
    },

    async read(jobId, from, to) {
      const { rows, offsets } = paths(jobId);
      const file = await open(offsets);
      const offsetOf = async (row: number) => {
        const { buffer } = await file.read(Buffer.alloc(OFFSET_BYTES), 0, OFFSET_BYTES, row * OFFSET_BYTES);
        return Number(buffer.readBigUInt64LE());
      };
      const [start, end] = [await offsetOf(from), await offsetOf(to)];
      await file.close();
      return start === end ? nothing() : createReadStream(rows, { start, end: end - 1 });
    },
  };
}

function* inParts(
  header: readonly (readonly string[])[],
  rows: Iterable<readonly string[]>,
  form: TextForm,
): Generator<readonly string[]> {
  let lines = header.map((cells) => toLine(cells, form));
  for (const cells of rows) {
    lines.push(toLine(cells, form));
    if (lines.length < LINES_AT_ONCE) continue;
    yield lines;
    lines = [];
  }
  yield lines;
}

async function* nothing(): AsyncGenerator<Uint8Array> {
  yield new Uint8Array();
}
