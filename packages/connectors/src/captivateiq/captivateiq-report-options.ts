import { z } from "zod";

/** All records of a data worksheet, with derived columns, or of a transformation worksheet. */
export interface WorksheetReport {
  readonly kind: "data-worksheet" | "transformation-worksheet";
  /** By id or name. */
  readonly worksheet: string;
  /** @defaultValue "csv" */
  readonly format?: "csv" | "json" | undefined;
}

/** What payouts hold, as they were processed last. */
export interface PayoutReport {
  readonly kind:
    | "payout-summaries"
    | "payout-adjustments"
    | "payout-employee-assumptions"
    | "payout-worksheet";
  /** One to five dates as `YYYY-MM-DD`, or so many of the newest that the vendor lists. */
  readonly payoutDates: readonly string[] | { readonly newest: number };
  /** By name; for `payout-worksheet`, and only for it. */
  readonly worksheetName?: string | undefined;
  /** Ids of commission plans. @defaultValue all */
  readonly planIds?: readonly string[] | undefined;
  /** @defaultValue all */
  readonly periodGroupIds?: readonly string[] | undefined;
  /** Leaves out what is not locked. @defaultValue false */
  readonly lockedOnly?: boolean | undefined;
}

/** A worksheet of a report model for one period. */
export interface ReportModelReport {
  readonly kind: "report-model";
  /** Ids, which the vendor lists at `report-models/`. */
  readonly reportModel: string;
  readonly worksheet: string;
  /** `YYYY-MM-DD` */
  readonly periodDate: string;
  /** Calculates the report model anew before. Unlike all other reports, this changes something. @defaultValue false */
  readonly reprocess?: boolean | undefined;
}

/** Chosen records of a worksheet of a report model. */
export interface ReportRecordsReport {
  readonly kind: "report-records";
  /** Ids, which the vendor lists at `report-models/`. */
  readonly reportModel: string;
  readonly worksheet: string;
  /** `YYYY-MM-DD`; report models of the type `time_series` need it. @defaultValue none */
  readonly periodDate?: string | undefined;
  /** Text that a record has to hold. @defaultValue any */
  readonly query?: string | undefined;
  /** @defaultValue none */
  readonly columnFilters?: readonly ColumnFilter[] | undefined;
  /** Columns by id, the first one counting most. @defaultValue the vendor's order */
  readonly sort?:
    | readonly { readonly column: string; readonly direction: "ascending" | "descending" }[]
    | undefined;
}

interface ColumnFilter {
  /** The id of the column. */
  readonly column: string;
  readonly operator: "contains" | "eq" | "ne" | "lt" | "lte" | "gt" | "gte" | "is" | "in";
  readonly term: string | readonly string[];
}

/** An export that the vendor makes as a file. */
export type CaptivateiqReport = WorksheetReport | PayoutReport | ReportModelReport | ReportRecordsReport;

const date = z.iso.date();
const id = z.guid("must be an id of the vendor's (a UUID)");
const worksheet = {
  worksheet: z.string().min(1),
  format: z.enum(["csv", "json"]).default("csv"),
};
const payouts = {
  payoutDates: z.union([
    z.array(date).min(1).max(5),
    z.strictObject({ newest: z.number().int().min(1).max(5) }),
  ]),
  planIds: z.array(id).default([]),
  periodGroupIds: z.array(id).default([]),
  lockedOnly: z.boolean().default(false),
};
const columnFilter = z.strictObject({
  column: id,
  operator: z.enum(["contains", "eq", "ne", "lt", "lte", "gt", "gte", "is", "in"]),
  term: z.union([z.string(), z.array(z.string())]),
});

export const captivateiqReport = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("data-worksheet"), ...worksheet }),
  z.strictObject({ kind: z.literal("transformation-worksheet"), ...worksheet }),
  z.strictObject({ kind: z.literal("payout-summaries"), ...payouts }),
  z.strictObject({ kind: z.literal("payout-adjustments"), ...payouts }),
  z.strictObject({ kind: z.literal("payout-employee-assumptions"), ...payouts }),
  z.strictObject({ kind: z.literal("payout-worksheet"), worksheetName: z.string().min(1), ...payouts }),
  z.strictObject({
    kind: z.literal("report-model"),
    reportModel: id,
    worksheet: id,
    periodDate: date,
    reprocess: z.boolean().default(false),
  }),
  z.strictObject({
    kind: z.literal("report-records"),
    reportModel: id,
    worksheet: id,
    periodDate: date.optional(),
    query: z.string().min(1).optional(),
    columnFilters: z.array(columnFilter).min(1).optional(),
    sort: z
      .array(z.strictObject({ column: id, direction: z.enum(["ascending", "descending"]) }))
      .min(1)
      .optional(),
  }),
]);
