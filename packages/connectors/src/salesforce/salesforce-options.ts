import { type SecretReference, secretReference } from "@spm-ops/core";
import { z } from "zod";
import { type HttpOptions, httpAddress, httpOptionFields } from "../http/http-options.js";

/** How a connected app logs in. Whom it works as is set up in the org. */
export type SalesforceAuthentication =
  | {
      readonly kind: "client-credentials";
      readonly clientId: string;
      readonly clientSecret: SecretReference;
    }
  | {
      readonly kind: "jwt-bearer";
      readonly clientId: string;
      readonly user: string;
      /** The private key whose certificate the connected app knows, PEM (RSA). */
      readonly privateKey: SecretReference;
      /** @defaultValue "https://login.salesforce.com"; sandboxes want "https://test.salesforce.com" */
      readonly audience?: string | undefined;
    };

/** What stands between the cells of a record, in the vendor's words. */
export type SalesforceDelimiter = "BACKQUOTE" | "CARET" | "COMMA" | "PIPE" | "SEMICOLON" | "TAB";

/** An ingest job as it is created for each file. */
export interface SalesforceLoad {
  /** The API name of the object: `Commission_Line__c`. */
  readonly object: string;
  readonly operation: "insert" | "update" | "upsert" | "delete" | "hardDelete";
  /** For `upsert`, and only for it. Only an upsert can be loaded twice without doubling its rows. */
  readonly externalIdFieldName?: string | undefined;
  /** @defaultValue "COMMA" */
  readonly columnDelimiter?: SalesforceDelimiter | undefined;
  /** @defaultValue "LF" */
  readonly lineEnding?: "LF" | "CRLF" | undefined;
  readonly assignmentRuleId?: string | undefined;
}

/** A query whose rows are a report, as separated text with one header. */
export interface SalesforceQuery {
  readonly kind: "query";
  /** SOQL. No nested or aggregate queries, no OFFSET. */
  readonly query: string;
  /** `queryAll` also brings deleted and archived records. @defaultValue "query" */
  readonly operation?: "query" | "queryAll" | undefined;
  /** @defaultValue "COMMA" */
  readonly columnDelimiter?: SalesforceDelimiter | undefined;
  /** @defaultValue "LF" */
  readonly lineEnding?: "LF" | "CRLF" | undefined;
  /** Records that are asked for at once; each such page is held in memory and may take 64 MiB. @defaultValue 50_000 */
  readonly recordsPerPage?: number | undefined;
}

/** A report that somebody built in the org. */
export interface SalesforceReport {
  readonly kind: "analytics";
  readonly reportId: string;
  /**
   * `json` is what the run found, 2,000 detail rows at most. `xlsx` is the workbook that the vendor makes, for which it
   * runs the report once more while the workbook is fetched.
   *
   * @defaultValue "json"
   */
  readonly format?: "json" | "xlsx" | undefined;
}

/** One org, and how to work with it. What a person writes down; checked strictly. */
export interface SalesforceOptions extends HttpOptions {
  /** The client's name of this environment: `production`, `uat`. */
  readonly environment: string;
  /**
   * The My Domain of the org: `https://client.my.salesforce.com`. It is where one logs in; calls go to the instance that
   * the login names. `https:` unless the host is this machine.
   */
  readonly address: string;
  /** From 47.0 on, where query jobs begin. @defaultValue "60.0" */
  readonly apiVersion?: string | undefined;
  readonly authentication: SalesforceAuthentication;
  /** The ingest jobs of this client, by name. @defaultValue none */
  readonly loads?: Readonly<Record<string, SalesforceLoad>> | undefined;
  /** The queries and reports of this client, by name. @defaultValue none */
  readonly reports?: Readonly<Record<string, SalesforceQuery | SalesforceReport>> | undefined;
  /** How long a start may take to show before `find` says that there was none. @defaultValue 5_000 */
  readonly settleMs?: number | undefined;
}

/** Query jobs came with this version. */
const FIRST_VERSION = 47;

const apiName = z
  .string()
  .regex(/^[A-Za-z]\w*$/, "an API name consists of letters, digits and underscores: Commission_Line__c");
const recordId = z.string().regex(/^[A-Za-z0-9]{15}(?:[A-Za-z0-9]{3})?$/, "a record id has 15 or 18 digits");
const form = {
  columnDelimiter: z.enum(["BACKQUOTE", "CARET", "COMMA", "PIPE", "SEMICOLON", "TAB"]).default("COMMA"),
  lineEnding: z.enum(["LF", "CRLF"]).default("LF"),
};

const load = z
  .strictObject({
    object: apiName,
    operation: z.enum(["insert", "update", "upsert", "delete", "hardDelete"]),
    externalIdFieldName: apiName.optional(),
    ...form,
    assignmentRuleId: recordId.optional(),
  })
  .refine(
    ({ operation, externalIdFieldName }) => (operation === "upsert") === (externalIdFieldName !== undefined),
    {
      path: ["externalIdFieldName"],
      message: "is needed for an upsert, and means nothing to other operations",
    },
  );

const report = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("query"),
    query: z.string().regex(/^\s*select\s/i, "a query begins with SELECT"),
    operation: z.enum(["query", "queryAll"]).default("query"),
    ...form,
    recordsPerPage: z.number().int().positive().default(50_000),
  }),
  z.strictObject({
    kind: z.literal("analytics"),
    reportId: recordId,
    format: z.enum(["json", "xlsx"]).default("json"),
  }),
]);

const authentication = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("client-credentials"),
    clientId: z.string().min(1),
    clientSecret: secretReference,
  }),
  z.strictObject({
    kind: z.literal("jwt-bearer"),
    clientId: z.string().min(1),
    user: z.string().min(1),
    privateKey: secretReference,
    audience: httpAddress.default("https://login.salesforce.com"),
  }),
]);

export const salesforceOptions = z.strictObject({
  environment: z.string().min(1),
  address: httpAddress,
  apiVersion: z
    .string()
    .regex(/^\d+\.0$/, "a version is written like 60.0")
    .refine(
      (version) => Number(version) >= FIRST_VERSION,
      `query jobs need version ${FIRST_VERSION}.0 or later`,
    )
    .default("60.0"),
  authentication,
  loads: z.record(z.string().min(1), load).default({}),
  reports: z.record(z.string().min(1), report).default({}),
  settleMs: z.number().int().nonnegative().default(5_000),
  ...httpOptionFields,
});

/** The options with their defaults in place. */
export type SalesforceSettings = z.output<typeof salesforceOptions>;
export type LoadSettings = SalesforceSettings["loads"][string];
export type ReportSettings = SalesforceSettings["reports"][string];
