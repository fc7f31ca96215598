import { z } from "zod";
import { jobFields, type OracleIcmJob } from "./oracle-icm-job-options.js";

/** A job whose output is fetched from the content server. */
export interface OracleIcmExport extends OracleIcmJob {
  readonly kind: "export";
  /** What goes into the vendor's archive. @defaultValue ["CSV"] */
  readonly extract?: readonly ("ALL" | "CSV" | "XML" | "TEXT" | "LOG")[] | undefined;
  /** `file` is the one file of the archive that is no log; `zip` the archive as it is. @defaultValue "file" */
  readonly form?: "file" | "zip" | undefined;
}

/** The records of a REST resource as separated text, with one header. Nothing runs for it. */
export interface OracleIcmResource {
  readonly kind: "resource";
  /** The part of the suite that it belongs to. @defaultValue "fscmRestApi" */
  readonly api?: "fscmRestApi" | "crmRestApi" | "hcmRestApi" | undefined;
  /** `incentiveCompensationEarnings`, or a child: `paymentBatches/300100071/child/paysheets`. */
  readonly resource: string;
  /** The attributes that are the columns, in their order. */
  readonly fields: readonly string[];
  /** The vendor's filter: `PeriodName=Jan-26;Status=CALCULATED`. @defaultValue all records */
  readonly q?: string | undefined;
  /** An order that no two records share, so that no page overlaps another: `EarningId:asc`. */
  readonly orderBy: string;
  /** Records that are asked for at once; the vendor may give fewer. @defaultValue 500 */
  readonly recordsPerPage?: number | undefined;
}

export type OracleIcmReport = OracleIcmExport | OracleIcmResource;

const plain = /^[A-Za-z]\w*$/;

export const report = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("export"),
    extract: z
      .array(z.enum(["ALL", "CSV", "XML", "TEXT", "LOG"]))
      .min(1)
      .default(["CSV"]),
    form: z.enum(["file", "zip"]).default("file"),
    ...jobFields,
  }),
  z.strictObject({
    kind: z.literal("resource"),
    api: z.enum(["fscmRestApi", "crmRestApi", "hcmRestApi"]).default("fscmRestApi"),
    resource: z.string().regex(/^[\w-]+(?:\/[\w-]+)*$/, "must be the path of a resource, without a query"),
    fields: z.array(z.string().regex(plain, "must be the name of an attribute")).min(1),
    q: z.string().min(1).optional(),
    orderBy: z
      .string()
      .regex(/^\w+(?::(?:asc|desc))?(?:,\w+(?::(?:asc|desc))?)*$/, "is written EarningId:asc"),
    recordsPerPage: z.number().int().positive().max(500).default(500),
  }),
]);

/** Declared reports with their defaults. */
export type ReportSettings = z.output<typeof report>;
export type ExportSettings = Extract<ReportSettings, { kind: "export" }>;
export type ResourceSettings = Extract<ReportSettings, { kind: "resource" }>;
