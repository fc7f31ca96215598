import type { Finding, FindingCount } from "./finding/finding-log.js";
import type { DeliveryProfile } from "./profile/delivery-profile.js";

/** What a validation found out about one delivery. Plain JSON, to be kept in the log. */
export interface ValidationReport {
  /** The feed's name. */
  readonly feed: string;
  readonly fileName: string;
  readonly sizeBytes: number;
  /** Of the whole file, in lower-case hexadecimal: the verdict is about these very bytes. */
  readonly sha256: string;
  /** The lines before the header, each cut after 200 characters; they are no records. */
  readonly preamble: readonly string[];
  /** Data records, without header and trailer. Read is always accepted plus rejected. */
  readonly records: { readonly read: number; readonly accepted: number; readonly rejected: number };
  /**
   * `refused` when the file as a whole is wrong or too many records are; then nothing of it should be loaded.
   * `accepted-with-findings` when it may be loaded, and somebody should look at a warning or a rejected record.
   */
  readonly verdict: "accepted" | "accepted-with-findings" | "refused";
  /** Why it is refused, a sentence each. */
  readonly reasons: readonly string[];
  /** The first 20 of each code and column, in the order of the file. */
  readonly findings: readonly Finding[];
  /** Every finding, counted by code and column. */
  readonly summary: readonly FindingCount[];
  /** The sums of the accepted records as exact decimal text, by column: those the feed names, else all money columns. */
  readonly totals: Readonly<Record<string, string>>;
  /** The same sums over every record that was read, as a control file or a trailer tells them. */
  readonly totalsRead: Readonly<Record<string, string>>;
  /** The accepted amounts of the summed money columns as exact decimal text, by currency. */
  readonly amounts: Readonly<Record<string, string>>;
  /**
   * What the delivery looked like as a whole, for the next one to be compared with. `null` when its feed declares no
   * comparison, and when none of its records could be read.
   */
  readonly profile: DeliveryProfile | null;
  /** What the values were held against. */
  readonly references: readonly {
    readonly name: string;
    readonly size: number;
    readonly sha256: string | null;
  }[];
}
