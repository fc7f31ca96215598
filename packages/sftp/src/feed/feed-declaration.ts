import type { AdvisoryCode } from "../validation/finding/finding-codes.js";
import type { ArrivalRule } from "./arrival-rule.js";
import type { Column, FindingWeight } from "./column.js";
import type { FeedComparison } from "./comparison-rule.js";
import type { FeedDecoding } from "./decoding-rule.js";
import type { FeedDialect } from "./feed-dialect.js";
import type { FeedEncoding } from "./feed-encoding.js";
import type { FeedPreamble } from "./feed-preamble.js";
import type { FeedPeriod } from "./period-rule.js";
import type { FeedReference } from "./reference-rule.js";
import type { RowRule } from "./row-rule.js";
import type { FeedShares } from "./share-rule.js";
import type { FeedHierarchy, FeedIntervals } from "./structure-rule.js";

/**
 * What a client says about a kind of file that it expects: the contract that each delivery is checked against.
 *
 * `Name` is the union of the column names, so that the compiler refuses a key on a column that is not there.
 */
export interface FeedDeclaration<Name extends string = string> {
  /** Lower-case letters, digits and dashes; it becomes a folder of the history. */
  readonly name: string;
  /** For people. */
  readonly title: string;
  /**
   * A literal name, or a template such as `orders_{period}.csv`. Case counts.
   *
   * `{period}` is a year, month, quarter or day (`2026`, `2026-10`, `202610`, `2026Q4`, `20261031`), `{date}` a day,
   * `{time}` hours and minutes with or without seconds, `{sequence}` digits, `{any}` at least one character.
   */
  readonly fileName: string;
  /** Declared, never guessed, and the whole file is held to it. @defaultValue `"utf-8"` */
  readonly encoding?: FeedEncoding | undefined;
  readonly dialect?: FeedDialect<NoInfer<Name>> | undefined;
  /** Lines before the header that are no data. @defaultValue none */
  readonly preamble?: FeedPreamble | undefined;
  /**
   * `exact`: the first record names the columns, all of them, in this order. `any-order`: in whichever order.
   * `none`: there is no header; columns come as declared. @defaultValue `"exact"`
   */
  readonly header?: "exact" | "any-order" | "none" | undefined;
  /** Whether upper and lower case count in the names of the header. @defaultValue `"exact"` */
  readonly headerCase?: "exact" | "ignore" | undefined;
  /** The columns by name, in the order of the file. */
  readonly columns: Readonly<Record<Name, Column>>;
  /** Columns whose values together occur once in the file. Records with one of them empty are not compared. */
  readonly keys?: readonly (readonly NoInfer<Name>[])[] | undefined;
  /** Columns whose values must be known elsewhere. */
  readonly references?: readonly FeedReference<NoInfer<Name>>[] | undefined;
  /** Columns to be summed for the report. @defaultValue every money column */
  readonly totals?: readonly NoInfer<Name>[] | undefined;
  /** The last record, when it carries control totals instead of data. */
  readonly trailer?: FeedTrailer<NoInfer<Name>> | undefined;
  /** What must hold between the cells of each record. */
  readonly rules?: readonly RowRule<NoInfer<Name>>[] | undefined;
  /** The days on which the records of a key are valid. @defaultValue they have none */
  readonly intervals?: FeedIntervals<NoInfer<Name>> | undefined;
  /** Which record is below which. @defaultValue none is */
  readonly hierarchy?: FeedHierarchy<NoInfer<Name>> | undefined;
  /** Parts that may not be more than their whole. */
  readonly shares?: readonly FeedShares<NoInfer<Name>>[] | undefined;
  /** How the records belong to business periods. @defaultValue they belong to none */
  readonly period?: FeedPeriod<NoInfer<Name>> | undefined;
  /** How far a delivery may differ from the one before. @defaultValue nothing is compared, and no profile made */
  readonly comparison?: FeedComparison<NoInfer<Name>> | undefined;
  readonly acceptance?: FeedAcceptance | undefined;
  /** How much has to speak for a file before it counts as complete. @defaultValue seen unchanged, and nothing more */
  readonly arrival?: ArrivalRule | undefined;
  /** What its files are wrapped in, for `decodeFile`. @defaultValue nothing */
  readonly decoding?: FeedDecoding | undefined;
  /**
   * How bad the accidents are that are not against the format; `off` does not even count them, and is what
   * `duplicate-row` is unless it stands here.
   */
  readonly advisories?: Readonly<Partial<Record<AdvisoryCode, FindingWeight | "info" | "off">>> | undefined;
}

/** A last record such as `TRAILER,8800,10005534.00`. Cells are counted from 1. */
export interface FeedTrailer<Name extends string = string> {
  /** What the first cell of the trailer holds, and of no other record. */
  readonly mark: string;
  /** The cell that holds the number of data records. */
  readonly count?: number | undefined;
  /** The cells that hold the sums of columns over all data records. */
  readonly sums?: Readonly<Partial<Record<Name, number>>> | undefined;
}

/** How much may be wrong before the whole delivery is refused. */
export interface FeedAcceptance {
  /** The share of rejected records that is still borne, 0 to 1. @defaultValue 0 */
  readonly rejectedRatio?: number | undefined;
  /** Fewer data records refuse the delivery. @defaultValue 1 */
  readonly minRecords?: number | undefined;
}
