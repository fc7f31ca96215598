import { guardFormula } from "@spm-ops/core";
import type { RowSink } from "./row-sink.js";

/** A rejected record as its sender will see it. */
interface RejectedRow {
  readonly record: number;
  readonly line: number;
  /** One sentence each. */
  readonly problems: readonly string[];
  readonly cells: readonly string[];
}

/**
 * Writes rejected records with the reasons, as CSV for the sender: UTF-8, the feed's delimiter, the columns
 * `record`, `line` and `problems` before the record's own cells.
 *
 * The sender will open it in a spreadsheet: a cell that begins like a formula gets an apostrophe in front (CWE-1236).
 */
export class RejectedRows {
  readonly #sink: RowSink;
  readonly #delimiter: string;
  #text = "";
  #rows = 0;

  constructor(sink: RowSink, delimiter: string, columnNames: readonly string[]) {
    this.#sink = sink;
    this.#delimiter = delimiter;
    this.#text = this.#toLine(["record", "line", "problems", ...columnNames]);
  }

  add({ record, line, problems, cells }: RejectedRow): void {
    this.#text += this.#toLine([String(record), String(line), problems.join(" "), ...cells]);
    this.#rows += 1;
  }

  /** Writes what was added. */
  async flush(): Promise<void> {
    if (this.#text === "") return;
    const bytes = Buffer.from(this.#text, "utf8");
    const rows = this.#rows;
    this.#text = "";
    this.#rows = 0;
    await this.#sink.write(bytes, rows);
  }

  #toLine(cells: readonly string[]): string {
    return `${cells.map((cell) => this.#toCell(guardFormula(cell))).join(this.#delimiter)}\r\n`;
  }

  #toCell(text: string): string {
    return text.includes(this.#delimiter) || /["\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  }
}
