export type Severity = "error" | "warning" | "info";

/** What a finding knows besides its column, as data, so that every language can make its own sentence of it. */
export type FindingDetail = Readonly<Record<string, string | number | boolean | readonly string[]>>;

/** For findings of which there is nothing more to know. */
export type NoDetail = Readonly<Record<never, never>>;

/** What the sentence about a finding is made of. */
type Told<Detail> = Detail & {
  /** The column's name; empty when the finding is about none. */
  readonly column: string;
};

/** What people read about a code, in one language. */
export interface FindingText<Detail> {
  /** A few words, for a heading. */
  readonly title: string;
  /** The whole sentence about one finding. */
  message(told: Told<Detail>): string;
  /** What to do about it, unless the finding knows better. */
  readonly hint: string;
}

/** One entry of the catalogue: how bad it is, what it is held against, and what it means, in English. */
export interface FindingKind<Detail> extends FindingText<Detail> {
  /** A feed may weigh the codes of `ADVISORY_CODES` otherwise. */
  readonly severity: Severity;
  /** An error about the file refuses the delivery; one about a row rejects the row. */
  readonly scope: "file" | "row";
  /** What it means and why it matters in a file that people are paid by. */
  readonly description: string;
  /** One such finding, from which the documentation composes its sentence. */
  readonly example: Detail & {
    readonly column?: string | undefined;
    /** The cell or the lines as they stand in the file. */
    readonly shown?: string | undefined;
  };
}

/** The entries of all codes of one subject. */
export type FindingKinds<Details> = { readonly [Code in keyof Details]: FindingKind<Details[Code]> };

/** The texts of all codes of one subject in another language. */
export type FindingTexts<Details> = { readonly [Code in keyof Details]: FindingText<Details[Code]> };

export const FILE_ERROR = { severity: "error", scope: "file" } as const;
export const FILE_WARNING = { severity: "warning", scope: "file" } as const;
export const FILE_INFO = { severity: "info", scope: "file" } as const;
export const ROW_ERROR = { severity: "error", scope: "row" } as const;
export const ROW_WARNING = { severity: "warning", scope: "row" } as const;
