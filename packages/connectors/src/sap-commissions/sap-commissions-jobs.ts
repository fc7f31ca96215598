import { z } from "zod";
import {
  IMPORT_MODULE_NAMES,
  IMPORT_STAGE_NAMES,
  type ImportModule,
  type ImportStage,
  RUN_STAGE_NAMES,
  type RunStage,
  STAGE_TABLES,
} from "./pipeline-stages.js";

/** An import from the stage tables: the second half of a load, after the file has come into them. */
export interface SapCommissionsLoad {
  /** The type that names of its files have in them: `CLCA`. Types are a matter of the tenant's templates. */
  readonly fileType: string;
  readonly module: ImportModule;
  /** By name. */
  readonly calendar: string;
  /** @defaultValue "ValidateAndTransfer" */
  readonly stage?: ImportStage | undefined;
  /** @defaultValue all tables of the module */
  readonly stageTables?: readonly string[] | undefined;
  /** Which rows of the batch. @defaultValue all of them */
  readonly rows?:
    | {
        /** `new` for transactional data only. @defaultValue "all" */
        readonly run?: "all" | "new" | undefined;
        /** For stages that validate. @defaultValue "all" */
        readonly revalidate?: "all" | "onlyError" | undefined;
      }
    | undefined;
  /** By name; for tenants with processing units. @defaultValue none */
  readonly processingUnit?: string | undefined;
  /** Resources whose rows stay behind when they are rejected: `stageSalesTransactions`. Cloud only. @defaultValue none */
  readonly stageResources?: readonly string[] | undefined;
}

/** A pipeline over a period. */
export interface SapCommissionsProcess {
  readonly stage: RunStage;
  /** By name. */
  readonly calendar: string;
  /** The shortest period of the calendar that holds the moment of the start, the one before it, or always the same. */
  readonly period: "current" | "previous" | { readonly name: string };
  /** @defaultValue "full" */
  readonly run?:
    | "full"
    | "incremental"
    | { readonly positionGroups: readonly string[] }
    | { readonly positionSeqs: readonly string[] }
    | undefined;
  /** By name; for tenants with processing units. @defaultValue none */
  readonly processingUnit?: string | undefined;
  /** For Compensate and CompensateAndPay. @defaultValue false */
  readonly removeStaleResults?: boolean | undefined;
  /** @defaultValue false */
  readonly runStats?: boolean | undefined;
  /** What ReportsGeneration makes, and no other stage. It is published in the portal. */
  readonly reports?:
    | {
        readonly type: "Crystal" | "Webi";
        readonly formats: readonly ("native" | "excel" | "pdf")[];
        readonly names: readonly string[];
        /** Business object groups, where the run is not by positions. */
        readonly groups?: readonly string[] | undefined;
      }
    | undefined;
}

/** What goes into a filter. The vendor documents no way to write a quote or a star there. */
const vendorName = z
  .string()
  .regex(/^[^'*\p{Cc}]+$/u, "cannot have a quote or a star, as it goes into a filter");
const texts = z.array(z.string().min(1)).min(1);

export const loadOptions = z
  .strictObject({
    fileType: z.string().regex(/^[A-Z0-9]{3,}$/, "a file type consists of capital letters: CLCA"),
    module: z.enum(IMPORT_MODULE_NAMES),
    calendar: vendorName,
    stage: z.enum(IMPORT_STAGE_NAMES).default("ValidateAndTransfer"),
    stageTables: texts.optional(),
    rows: z
      .strictObject({
        run: z.enum(["all", "new"]).default("all"),
        revalidate: z.enum(["all", "onlyError"]).optional(),
      })
      .prefault({}),
    processingUnit: vendorName.optional(),
    stageResources: z
      .array(z.string().regex(/^stage[A-Z]\w*$/, "is a resource of the stage: stageSalesTransactions"))
      .default([]),
  })
  .superRefine(({ module, stage, rows, stageTables = [] }, { addIssue }) => {
    const complain = (path: readonly string[], message: string) =>
      addIssue({ code: "custom", path: [...path], message });
    if (rows.run === "new" && module !== "TransactionalData") {
      complain(["rows", "run"], "only transactional data knows new rows");
    }
    if (rows.revalidate !== undefined && stage.startsWith("Transfer")) {
      complain(["rows", "revalidate"], `${stage} does not validate`);
    }
    const known: readonly string[] = STAGE_TABLES[module];
    const foreign = stageTables.filter((table) => !known.includes(table));
    if (foreign.length > 0)
      complain(["stageTables"], `${module} has no ${foreign.join(", ")}, but ${known.join(", ")}`);
  });

export const processOptions = z
  .strictObject({
    stage: z.enum(RUN_STAGE_NAMES),
    calendar: vendorName,
    period: z.union([z.literal(["current", "previous"]), z.strictObject({ name: vendorName })]),
    run: z
      .union([
        z.literal(["full", "incremental"]),
        z.strictObject({ positionGroups: texts }),
        z.strictObject({ positionSeqs: texts }),
      ])
      .default("full"),
    processingUnit: vendorName.optional(),
    removeStaleResults: z.boolean().optional(),
    runStats: z.boolean().default(false),
    reports: z
      .strictObject({
        type: z.enum(["Crystal", "Webi"]),
        formats: z.array(z.enum(["native", "excel", "pdf"])).min(1),
        names: texts,
        groups: texts.optional(),
      })
      .optional(),
  })
  .superRefine(({ stage, run, removeStaleResults, reports }, { addIssue }) => {
    const complain = (path: readonly string[], message: string) =>
      addIssue({ code: "custom", path: [...path], message });
    const mode = typeof run === "string" ? run : "positions";
    if (NEVER_BY[stage] === mode) complain(["run"], `${stage} cannot be run so`);
    const compensates = stage === "Compensate" || stage === "CompensateAndPay";
    if (removeStaleResults !== undefined && !compensates)
      complain(["removeStaleResults"], `means nothing to ${stage}`);
    if ((stage === "ReportsGeneration") !== (reports !== undefined)) {
      complain(["reports"], "goes with ReportsGeneration, and with nothing else");
    }
    if (reports !== undefined && (mode === "positions") === (reports.groups !== undefined)) {
      complain(["reports", "groups"], "either groups, or a run by positions");
    }
  });

/** How a stage cannot be run. */
const NEVER_BY: Partial<Readonly<Record<RunStage, "positions" | "incremental">>> = {
  Classify: "positions",
  Reward: "incremental",
  Pay: "incremental",
  ReportsGeneration: "incremental",
};

/** The options of a load with their defaults in place. */
export type LoadSettings = z.output<typeof loadOptions>;
/** The options of a process with their defaults in place. */
export type ProcessSettings = z.output<typeof processOptions>;
