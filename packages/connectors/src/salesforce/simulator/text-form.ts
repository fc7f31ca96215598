/** What stands between the cells of a record, by the vendor's word for it. */
export const DELIMITERS: Readonly<Record<string, string>> = {
  BACKQUOTE: "`",
  CARET: "^",
  COMMA: ",",
  PIPE: "|",
  SEMICOLON: ";",
  TAB: "\t",
};

/** What ends a record, by the vendor's word for it. */
export const LINE_ENDINGS: Readonly<Record<string, string>> = { LF: "\n", CRLF: "\r\n" };

/** The form of a separated text. */
export interface TextForm {
  readonly columnDelimiter: string;
  readonly lineEnding: string;
}

/** A record as the vendor writes it: every cell in quotes. */
export function toLine(cells: readonly string[], { columnDelimiter, lineEnding }: TextForm): string {
  const quoted = cells.map((cell) => `"${cell.replaceAll('"', '""')}"`);
  return `${quoted.join(DELIMITERS[columnDelimiter] ?? ",")}${LINE_ENDINGS[lineEnding] ?? "\n"}`;
}
