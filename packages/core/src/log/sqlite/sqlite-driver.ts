import type { StoredRow } from "../stored-row.js";

/** What is needed of an SQLite binding: the part that `node:sqlite` and `libsql` have in common. Synchronous. */
export interface SqliteDriver {
  exec(sql: string): unknown;
  prepare(sql: string): SqliteStatement;
  close(): unknown;
}

export interface SqliteStatement {
  run(...parameters: readonly SqliteValue[]): unknown;
  get(...parameters: readonly SqliteValue[]): unknown;
  all(...parameters: readonly SqliteValue[]): readonly unknown[];
}

/** Bytes are never the only parameter of a call: a lone object would be taken for named parameters. */
export type SqliteValue = string | number | null | Uint8Array;

/**
 * Opens a database file with the SQLite of this runtime (`node:sqlite`, from Node 22.13 on), or else with `libsql`,
 * which ships prebuilt.
 */
export async function openSqliteDriver(path: string): Promise<SqliteDriver> {
  const builtIn: unknown = process.getBuiltinModule("node:sqlite");
  if (hasDatabase(builtIn)) return new builtIn.DatabaseSync(path);
  const { default: Database } = await import("libsql");
  const database = new Database(path);
  return {
    exec: (sql) => database.exec(sql),
    prepare: (sql) => database.prepare<SqliteValue[]>(sql),
    close: () => database.close(),
  };
}

interface BuiltInSqlite {
  readonly DatabaseSync: new (path: string) => SqliteDriver;
}

function hasDatabase(module: unknown): module is BuiltInSqlite {
  return typeof module === "object" && module !== null && "DatabaseSync" in module;
}

/** A row as both bindings give it: an object by column names. */
export function toRow(row: unknown): StoredRow {
  return isRow(row) ? row : {};
}

function isRow(row: unknown): row is StoredRow {
  return typeof row === "object" && row !== null;
}
