import { endOfFirstRecord } from "./record-counter.js";
import type { StageableFile } from "./stageable-file.js";

const LONGEST_BYTES = 1_000_000;

/**
 * The bytes of a text's first record, its line break included; of one longer than a megabyte, its beginning.
 *
 * Reads no further than that. Line breaks within quotes end no record; meant for encodings in which ASCII is itself.
 */
export async function readFirstRecord(file: Pick<StageableFile, "open">): Promise<Buffer> {
  let text = Buffer.alloc(0);
  for await (const piece of file.open()) {
    text = Buffer.concat([text, piece]);
    const end = endOfFirstRecord(text);
    if (end < text.byteLength || text.byteLength > LONGEST_BYTES) return text.subarray(0, end);
  }
  return text;
}

/** The cells of one record, without its line break; quotes by RFC 4180. */
export function toCells(record: string, delimiter: string): readonly string[] {
  const cells = [""];
  const add = (text: string) => cells.push(`${cells.pop()}${text}`);
  const line = record.replace(/\r?\n$/, "");
  let isQuoted = false;
  for (let at = 0; at < line.length; at += 1) {
    const character = line.charAt(at);
    if (character === '"' && isQuoted && line.charAt(at + 1) === '"') {
      add('"');
      at += 1;
    } else if (character === '"') isQuoted = !isQuoted;
    else if (character === delimiter && !isQuoted) cells.push("");
    else add(character);
  }
  return cells;
}
