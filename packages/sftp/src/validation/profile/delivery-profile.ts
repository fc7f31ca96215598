/**
 * What a delivery looked like as a whole, for the next one to be compared with. Plain JSON, and the same in whichever
 * order the records came.
 */
export interface DeliveryProfile {
  /** The feed's name. */
  readonly feed: string;
  /** Data records that were read, rejected ones included. */
  readonly records: number;
  /** Those of them whose cells could not be told apart; the columns know nothing of them. */
  readonly unreadable: number;
  readonly columns: Readonly<Record<string, ColumnProfile>>;
}

/** What one column of a delivery looked like, over all records whose cells could be told apart. */
export interface ColumnProfile {
  /** Cells without a value. */
  readonly empty: number;
  /** How often each value occurred, where there are few. Absent for numbers, days and sensitive columns. */
  readonly values?: Readonly<Record<string, number>> | undefined;
  /** Cells that hold a number of the declared kind. */
  readonly numbers?: number | undefined;
  /** Those of them that are below zero. */
  readonly negative?: number | undefined;
  /** The exact sum of the numbers as decimal text. Absent for money. */
  readonly sum?: string | undefined;
  /** The exact sums of an amount of money as decimal text, by currency. */
  readonly amounts?: Readonly<Record<string, string>> | undefined;
  /** The least number as decimal text, or the earliest day as `yyyy-MM-dd`. Absent for sensitive columns. */
  readonly min?: string | undefined;
  /** The greatest number, or the latest day. Absent for sensitive columns. */
  readonly max?: string | undefined;
}

/** A column with more different values than this has no `values`. */
export const MOST_VALUES = 1_000;

/** A column with a longer value than this, in bytes, has no `values`. */
export const LONGEST_VALUE_BYTES = 200;
