import { z } from "zod";
import { loadJobFields, type OracleIcmJob } from "./oracle-icm-job-options.js";

interface Upload {
  /** The account of the content server under which the file is put; the vendor's guide of the import names it. */
  readonly account: string;
}

/** A file that a job of the Enterprise Scheduler reads. */
export interface OracleIcmJobLoad extends OracleIcmJob, Upload {
  readonly kind: "job";
  /** What the content server is told about the file. @defaultValue "zip" */
  readonly contentType?: string | undefined;
  /** Packs the file into a zip on its way. @defaultValue "none": it is sent as it is */
  readonly pack?: "none" | "zip" | undefined;
  /**
   * What the state WARNING means for this job: that it went through without some of the rows, or that nobody should
   * rely on what it did.
   *
   * @defaultValue "failed"
   */
  readonly warning?: "failed" | "succeeded-with-rejects" | undefined;
}

/** A file that Import Management reads. */
export interface OracleIcmImportLoad extends Upload {
  readonly kind: "import-activity";
  /** What the content server is told about the file. @defaultValue "csv" */
  readonly contentType?: string | undefined;
  /**
   * The attributes of the activity that name the object, the map of the columns and the form of the file, as
   * `importActivities/describe` lists them. The data file and the activation are the connector's.
   */
  readonly attributes: Readonly<Record<string, string>>;
}

export type OracleIcmLoad = OracleIcmJobLoad | OracleIcmImportLoad;

/** What Import Management calls things in this environment; `importActivities/describe` lists the attributes. */
export interface OracleIcmImportActivities {
  /** The attribute of a data file, or of its activity, that tells how far it is. */
  readonly statusAttribute: string;
  /** The values of it that mean an end. Any other means that it goes on. Case does not matter. */
  readonly succeeded: readonly string[];
  readonly failed: readonly string[];
  /** @defaultValue none */
  readonly cancelled?: readonly string[] | undefined;
  /** The attributes that count rows; several are added up. @defaultValue none: no count is known */
  readonly counts?:
    | {
        readonly read?: readonly string[] | undefined;
        readonly written?: readonly string[] | undefined;
        readonly rejected?: readonly string[] | undefined;
      }
    | undefined;
  /** The value of `Cancel` that cancels an activity. @defaultValue none: nothing can be cancelled */
  readonly cancelValue?: string | undefined;
}

const text = z.string().min(1);
const words = z.array(text).min(1);
/** The vendor cuts a description there. */
const LONGEST_DESCRIPTION = 250;

const attributes = z
  .record(text, z.string())
  .refine((given) => !("Activate" in given) && !("DataFiles" in given) && !("Cancel" in given), {
    message: "Activate, Cancel and DataFiles are the connector's",
  })
  .refine(({ Description = "" }) => Description.length <= LONGEST_DESCRIPTION, {
    path: ["Description"],
    message: `is longer than ${LONGEST_DESCRIPTION} characters`,
  });

export const load = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("job"),
    account: text,
    contentType: text.default("zip"),
    pack: z.enum(["none", "zip"]).default("none"),
    warning: z.enum(["failed", "succeeded-with-rejects"]).default("failed"),
    ...loadJobFields,
  }),
  z.strictObject({
    kind: z.literal("import-activity"),
    account: text,
    contentType: text.default("csv"),
    attributes,
  }),
]);

export const importActivities = z.strictObject({
  statusAttribute: text,
  succeeded: words,
  failed: words,
  cancelled: words.default([]),
  counts: z
    .strictObject({ read: words.optional(), written: words.optional(), rejected: words.optional() })
    .prefault({}),
  cancelValue: text.optional(),
});

/** Declared loads with their defaults. */
export type LoadSettings = z.output<typeof load>;
export type ImportLoadSettings = Extract<LoadSettings, { kind: "import-activity" }>;
export type ImportActivitySettings = z.output<typeof importActivities>;
