import { type SecretReference, secretReference } from "@spm-ops/core";
import { z } from "zod";
import { type HttpOptions, httpAddress, httpOptionFields } from "../http/http-options.js";
import { commandText, schemaTable, selectedColumns, template } from "./xactly-language.js";

/** Who we are. The user decides which business, and so which environment, is worked in. */
export interface XactlyAuthentication {
  readonly user: string;
  readonly password: SecretReference;
  /** Of the customer's application at the gateway, given by the vendor. */
  readonly clientId: string;
  /** Likewise. */
  readonly consumer: string;
}

/** Rows that are read from a table; the vendor's results have no column names, so each is named here. */
export interface XactlySelection {
  readonly columns: readonly string[];
  /** With its schema: `staging.order_item_validation_error`. */
  readonly from: string;
  /** A condition in the vendor's SQL. @defaultValue every row */
  readonly where?: string | undefined;
}

/** Where the rows lie that a job did not take. */
export interface XactlyRejects extends XactlySelection {
  /**
   * Nothing is uploaded while a row lies there, so such a job ends as `failed`. `false` where the pipeline puts these
   * orders aside before it uploads the others: `succeeded-with-rejects`.
   *
   * @defaultValue true
   */
  readonly allOrNothing?: boolean | undefined;
}

/** A pipeline that reads a file of the vendor's sFTP site. The vendor tells of no pipeline what it reads. */
export interface XactlyLoad {
  /** The pipeline's name. It is the load's name. */
  readonly pipeline: string;
  /** What the pipeline reads, from the root of the site: `/inbox/orders.csv`. */
  readonly file: string;
  /** @defaultValue none: no rejected rows are known */
  readonly rejects?: XactlyRejects | undefined;
}

/** A command that is a process by itself. Its end is told by its result, so it has to be synchronous. */
export interface XactlyCommand {
  readonly name: string;
  /** In the vendor's command language: `incent synchronous create batches`. */
  readonly command: string;
  /** @defaultValue none */
  readonly rejects?: XactlyRejects | undefined;
}

/** A table that is read as a report, as comma-separated text with a header. */
export interface XactlyReport extends XactlySelection {
  readonly name: string;
  /** Columns that decide the order of rows. @defaultValue as the vendor gives them */
  readonly orderBy?: readonly string[] | undefined;
}

/** What has to be seen once in the customer's environment, as the vendor documents it behind a login or not at all. */
export interface XactlyLanguage {
  /** The columns of a command's one-row result, in order; `status_code` is among them. */
  readonly resultColumns: readonly string[];
  /** How a pipeline is invoked; the name stands for `{name}`. @defaultValue "invoke pipeline {name}" */
  readonly invoke?: string | undefined;
  /** How an invocation is aborted; its id stands for `{id}`. @defaultValue none: nothing can be cancelled */
  readonly abort?: string | undefined;
}

/** One business of one customer, and how to work with it. What a person writes down; checked strictly. */
export interface XactlyOptions extends HttpOptions {
  /** The client's name of this environment: `production`, `sandbox`. */
  readonly environment: string;
  /** The gateway with its prefix: `https://api.xactlycorp.com/api`. Older pods are hosts of their own. */
  readonly address: string;
  readonly authentication: XactlyAuthentication;
  readonly language: XactlyLanguage;
  /** @defaultValue none */
  readonly loads?: readonly XactlyLoad[] | undefined;
  /** @defaultValue none: processes are the pipelines that are no loads */
  readonly commands?: readonly XactlyCommand[] | undefined;
  /** @defaultValue none */
  readonly reports?: readonly XactlyReport[] | undefined;
  readonly invocations?:
    | {
        /** Whether a pipeline that a condition step stopped has succeeded, as with no file today. @defaultValue false */
        readonly acceptConditionFalse?: boolean | undefined;
        /** How long an invocation may take to show. @defaultValue 5_000 */
        readonly settleMs?: number | undefined;
      }
    | undefined;
  readonly results?:
    | {
        /** Rows of a result that are asked for at a time; its limit is not known. @defaultValue 100 */
        readonly pageSize?: number | undefined;
      }
    | undefined;
}

const text = z.string().min(1);

const selection = {
  columns: selectedColumns,
  from: schemaTable,
  where: z
    .string()
    .regex(/^[^;]+$/, "must be one condition without a semicolon")
    .optional(),
};
const rejects = z.strictObject({ ...selection, allOrNothing: z.boolean().default(true) });
const file = z
  .string()
  .regex(/^(?:\/[^/\\\p{Cc}]+)+$/u, "must be a path from the root of the site")
  .refine((path) => !path.split("/").some((part) => /^\.+$/.test(part)), "must not lead out of the site");

/** A list whose entries are known by one of their fields. */
function namedList<Item extends z.ZodType>(item: Item, nameOf: (entry: z.output<Item>) => string) {
  return z
    .array(item)
    .default([])
    .refine((entries) => new Set(entries.map(nameOf)).size === entries.length, "names one of them twice");
}

export const xactlyOptions = z.strictObject({
  environment: text,
  address: httpAddress,
  authentication: z.strictObject({ user: text, password: secretReference, clientId: text, consumer: text }),
  language: z.strictObject({
    resultColumns: z
      .array(text)
      .refine((columns) => columns.includes("status_code"), "must have status_code"),
    invoke: template("{name}").default("invoke pipeline {name}"),
    abort: template("{id}").optional(),
  }),
  loads: namedList(
    z.strictObject({ pipeline: text, file, rejects: rejects.optional() }),
    ({ pipeline }) => pipeline,
  ),
  commands: namedList(
    z.strictObject({ name: text, command: commandText, rejects: rejects.optional() }),
    ({ name }) => name,
  ),
  reports: namedList(
    z.strictObject({ name: text, ...selection, orderBy: selectedColumns.optional() }),
    ({ name }) => name,
  ),
  invocations: z
    .strictObject({
      acceptConditionFalse: z.boolean().default(false),
      settleMs: z.number().int().nonnegative().default(5_000),
    })
    .prefault({}),
  results: z.strictObject({ pageSize: z.number().int().positive().default(100) }).prefault({}),
  ...httpOptionFields,
});

/** The options with their defaults in place. */
export type XactlySettings = z.output<typeof xactlyOptions>;
export type RejectSettings = z.output<typeof rejects>;
