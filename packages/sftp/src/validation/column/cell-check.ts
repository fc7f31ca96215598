import type { FindingCode, Severity } from "../finding/finding-codes.js";

/** Where a cell's content lies; quotes are off and doubled quotes are single. */
export interface CellContent {
  bytes: Buffer;
  start: number;
  end: number;
  /** Whether a byte of it is outside ASCII, or may be. */
  high: boolean;
}

/** What is wrong with a cell. */
export interface Complaint {
  readonly code: FindingCode;
  /** Fills `{detail}` of the message. */
  readonly detail?: string | undefined;
  /** Overrides the table. */
  readonly severity?: Severity | undefined;
  /** Says more than the table's hint; asked only for findings that are kept. */
  readonly hint?: ((value: string) => string | undefined) | undefined;
}

/** Checks the content of one cell that is not empty; compiled once from a column's declaration. */
export type CellCheck = (cell: CellContent) => Complaint | undefined;

/** A check that also reads the cell as a number. */
export interface NumberCheck {
  readonly check: CellCheck;
  readonly scale: number;
  /** The number of the last cell that passed, in units of its last digit. */
  readonly units: () => number | bigint;
}
