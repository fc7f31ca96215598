/** What a statement gives: rows without the names of their columns, or why it cannot be carried out. */
export type StatementResult =
  | { readonly kind: "rows"; readonly rows: readonly (readonly string[])[] }
  | { readonly kind: "done"; readonly message: string; readonly count?: number | undefined }
  | { readonly kind: "problem"; readonly message: string };

export function done(message: string, count?: number): StatementResult {
  return { kind: "done", message, count };
}

export function problem(message: string): StatementResult {
  return { kind: "problem", message };
}

/**
 * The one row of a command's result: `status_code`, `status_message`, `name`, `command`, `count`, `value`,
 * `exception_message`. The order is the simulator's own.
 */
export function toRows(command: string, result: StatementResult): readonly (readonly string[])[] {
  if (result.kind === "rows") return result.rows;
  const name = command.split(/\s+/)[0] ?? "";
  return result.kind === "done"
    ? [["0", result.message, name, command, result.count === undefined ? "" : `${result.count}`, "", ""]]
    : [["1", "", name, command, "", "", result.message]];
}
