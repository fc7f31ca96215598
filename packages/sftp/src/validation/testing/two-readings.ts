import { CsvError, type Options, parse } from "csv-parse/sync";
import { defineFeed } from "../../feed/feed.js";
import { getEncoding } from "../encoding/encoding.js";
import { readCells } from "../total/trailer-check.js";
import { runPass } from "../validate-file.js";

/** Our reading of a file of texts without a header, and whether we would refuse it. */
export async function readHere(
  bytes: Buffer,
  columnCount: number,
): Promise<{ readonly refused: boolean; readonly rows: string[][] }> {
  const names = Array.from({ length: columnCount }, (_, at) => `column-${at}`);
  const feed = defineFeed({
    name: "anything",
    title: "Anything",
    fileName: "anything.csv",
    header: "none",
    columns: Object.fromEntries(names.map((name) => [name, { type: "text" as const }])),
    acceptance: { minRecords: 0 },
  });
  const encoding = getEncoding("utf-8");
  const rows: string[][] = [];
  const source = { name: "anything.csv", bytes: toChunks(bytes) };
  const report = await runPass(feed, source, {
    references: [],
    onRecord: (record, _positions, reader) => rows.push([...readCells(record, reader, encoding)]),
  });
  return { refused: report.verdict === "refused", rows };
}

/** The reading of csv-parse, strict; nothing when it refuses the file. */
export function readThere(bytes: Buffer, options: Options = {}): string[][] | undefined {
  try {
    return parse(bytes, { record_delimiter: ["\r\n", "\n"], bom: true, ...options });
  } catch (error) {
    if (error instanceof CsvError) return undefined;
    throw error;
  }
}

async function* toChunks(bytes: Buffer): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 777) yield bytes.subarray(at, at + 777);
}
