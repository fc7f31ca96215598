import { FIGURES_AT } from "./walk-memory.js";

/** Where the walk puts down what it has to say about its records, in bytes. */
export interface WalkFigures {
  readonly mostRecords: number;
  /** The address behind the last record. */
  readonly endAt: number;
  /** Whether a summed column had a number in any record, in 4 bytes. */
  hasAt(order: number): number;
  /** The sum of a summed column over all records, in 8 bytes. */
  sumAt(order: number): number;
  /** Where one record's figures lie, counted from the record's own address; absent when nobody asks for records. */
  readonly listed: ListedFigures | undefined;
  /** Where the bytes of the file are put. */
  readonly inputAt: number;
}

/** What is put down of each record by itself, one record behind the other from `FIGURES_AT` on. */
export interface ListedFigures {
  readonly recordBytes: number;
  /** Three words: where the content begins, where it ends, its marks. */
  cellAt(cell: number): number;
  /** The address behind the record. */
  readonly endAt: number;
  /** Whether the record has a number in a summed column, in 4 bytes. */
  hasAt(order: number): number;
  /** That number as a float. */
  unitsAt(order: number): number;
}

/** Sums of so many numbers of 15 digits still fit into 64 bits. */
const MOST_COUNTED = 4_096;
const MOST_LISTED = 512;

/** Lays out the memory for a number of columns of which some are summed. */
export function layOutFigures(columns: number, summed: number, isListed: boolean): WalkFigures {
  if (!isListed) {
    const sumsAt = FIGURES_AT + 8 + Math.ceil(summed / 2) * 8;
    return {
      mostRecords: MOST_COUNTED,
      endAt: FIGURES_AT,
      hasAt: (order) => FIGURES_AT + 8 + order * 4,
      sumAt: (order) => sumsAt + order * 8,
      listed: undefined,
      inputAt: sumsAt + summed * 8,
    };
  }
  const endAt = columns * 12;
  const unitsAt = Math.ceil((endAt + 4 + summed * 4) / 8) * 8;
  const recordBytes = unitsAt + summed * 8;
  return {
    mostRecords: MOST_LISTED,
    endAt,
    hasAt: () => 0,
    sumAt: () => 0,
    listed: {
      recordBytes,
      cellAt: (cell) => cell * 12,
      endAt,
      hasAt: (order) => endAt + 4 + order * 4,
      unitsAt: (order) => unitsAt + order * 8,
    },
    inputAt: FIGURES_AT + recordBytes * MOST_LISTED,
  };
}
