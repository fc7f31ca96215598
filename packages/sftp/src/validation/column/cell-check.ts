import type { Complaint } from "../finding/complaint.js";

/** Where a cell's content lies; quotes are off and doubled quotes are single. */
export interface CellContent {
  bytes: Buffer;
  start: number;
  end: number;
  /** Whether a byte of it is outside ASCII, or may be. */
  high: boolean;
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
