import type { Complaint } from "../finding/complaint.js";

/** A complaint about one record, and the cell it is about. */
export interface RowProblem {
  readonly complaint: Complaint;
  /** The cell's place in the record; `undefined` when it is about the whole record. */
  readonly cell: number | undefined;
  /** How many bytes into the cell the trouble begins. */
  readonly offset: number;
}

/** Collects what is wrong with one record; emptied for the next one. */
export class RowProblems {
  readonly list: RowProblem[] = [];

  addForCell(complaint: Complaint, cell: number, offset = 0): void {
    this.list.push({ complaint, cell, offset });
  }

  addForRecord(complaint: Complaint): void {
    this.list.push({ complaint, cell: undefined, offset: 0 });
  }

  clear(): void {
    // Setting the length costs more than asking for it, and nearly every record is sound.
    if (this.list.length > 0) this.list.length = 0;
  }
}
