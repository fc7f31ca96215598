import { SpmError } from "../../spm-error.js";

/** The primary result codes of SQLite on which a caller acts differently (https://sqlite.org/rescode.html). */
const ERROR = 1;
const BUSY = 5;
const LOCKED = 6;
const READONLY = 8;
const CORRUPT = 11;
const FULL = 13;
const CANTOPEN = 14;
const NOTADB = 26;

const CODES: Readonly<Record<string, number>> = {
  SQLITE_ERROR: ERROR,
  SQLITE_BUSY: BUSY,
  SQLITE_LOCKED: LOCKED,
  SQLITE_READONLY: READONLY,
  SQLITE_CORRUPT: CORRUPT,
  SQLITE_FULL: FULL,
  SQLITE_CANTOPEN: CANTOPEN,
  SQLITE_NOTADB: NOTADB,
};

/** A failure of SQLite in our words; anything else as it is. */
export function toSqliteFailure(error: unknown, path: string): unknown {
  switch (resultCode(error)) {
    case BUSY:
    case LOCKED:
      return new SpmError(
        "remote.busy",
        `${path} is being written by another process for too long.`,
        { operation: "write the log" },
        { cause: error },
      );
    case FULL:
      return new SpmError(
        "storage.full",
        `There is no room left for ${path}. Nothing half-written counts; free some and start again.`,
        { path },
        { cause: error },
      );
    case READONLY:
    case CANTOPEN:
      return cannotOpen(path, error);
    case CORRUPT:
      return damaged(path, error);
    case NOTADB:
      return new SpmError(
        "log.incompatible",
        `${path} is no database. Name another file for the log.`,
        { found: "no SQLite database", supported: "an SQLite database" },
        { cause: error },
      );
    default:
      return error;
  }
}

/** A failure to open a log in our words. SQLite says that a statement is wrong where it cannot read what is in the file. */
export function toOpeningFailure(error: unknown, path: string): unknown {
  const failure = toSqliteFailure(error, path);
  return failure === error && resultCode(error) === ERROR ? damaged(path, error) : failure;
}

/** The file cannot be opened for writing, whatever the binding has to say about it. */
export function cannotOpen(path: string, cause: unknown): SpmError {
  return new SpmError(
    "file.refused",
    `${path} cannot be written: check that its folder exists and who may write there.`,
    { path, reason: "not writable" },
    { cause },
  );
}

function damaged(path: string, cause: unknown): SpmError {
  return new SpmError(
    "log.damaged",
    `${path} is damaged. Keep it as it is and restore a copy.`,
    { stream: path, seq: 0 },
    { cause },
  );
}

/** `node:sqlite` gives the number as `errcode`, `libsql` the name as `code`; both may be extended codes. */
function resultCode(error: unknown): number | undefined {
  if (!(error instanceof Error)) return undefined;
  if ("errcode" in error && typeof error.errcode === "number") return error.errcode & 0xff;
  if (!("code" in error) || typeof error.code !== "string") return undefined;
  const code = error.code;
  return CODES[Object.keys(CODES).find((name) => code === name || code.startsWith(`${name}_`)) ?? ""];
}
