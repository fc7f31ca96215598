import { type SecretReference, secretReference } from "@spm-ops/core";
import { z } from "zod";
import { type HttpOptions, httpAddress, httpOptionFields } from "../http/http-options.js";
import { jobFields, type OracleIcmJob } from "./oracle-icm-job-options.js";
import {
  importActivities,
  load,
  type OracleIcmImportActivities,
  type OracleIcmLoad,
} from "./oracle-icm-load-options.js";
import { type OracleIcmReport, report } from "./oracle-icm-report-options.js";

/** Who we are. The rights are those of the integration user; a missing one shows as 403. */
export type OracleIcmAuthentication =
  | { readonly kind: "basic"; readonly user: string; readonly password: SecretReference }
  /** A token of the identity domain, made for the environment's scope. */
  | {
      readonly kind: "client-credentials";
      /** The whole address: `https://idcs-….identity.oraclecloud.com/oauth2/v1/token`. */
      readonly tokenAddress: string;
      readonly clientId: string;
      readonly clientSecret: SecretReference;
      readonly scope: string;
    };

/** One environment of Oracle Fusion Cloud, and how to work with it. What a person writes down; checked strictly. */
export interface OracleIcmOptions extends HttpOptions {
  /** The client's name of this environment: `production`, `uat`. */
  readonly environment: string;
  /** The environment's own host: `https://client-test.fa.us2.oraclecloud.com`. `https:` unless it is this machine. */
  readonly address: string;
  /** The version of the REST resources. @defaultValue "11.13.18.05" */
  readonly resourceVersion?: string | undefined;
  readonly authentication: OracleIcmAuthentication;
  /** The files of this client, by name. @defaultValue none */
  readonly loads?: Readonly<Record<string, OracleIcmLoad>> | undefined;
  /** Needed for loads of the kind `import-activity`. @defaultValue none */
  readonly importActivities?: OracleIcmImportActivities | undefined;
  /** The jobs of this client (collect, credit, roll up, calculate, pay), by name. @defaultValue none */
  readonly processes?: Readonly<Record<string, OracleIcmJob>> | undefined;
  /** The exports and resources of this client, by name. @defaultValue none */
  readonly reports?: Readonly<Record<string, OracleIcmReport>> | undefined;
  /** The resource of `fscmRestApi` that is asked for one record to see whether the application is up. @defaultValue "incentiveCompensationTransactions" */
  readonly probe?: string | undefined;
  /** How long an activation may take to show before `find` says that there was none. @defaultValue 5_000 */
  readonly settleMs?: number | undefined;
}

const named = <Settings extends z.ZodType>(settings: Settings) =>
  z.record(z.string().min(1), settings).default({});

const authentication = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("basic"),
    user: z.string().regex(/^[^:]+$/, "must hold no colon, which stands before the password"),
    password: secretReference,
  }),
  z.strictObject({
    kind: z.literal("client-credentials"),
    tokenAddress: httpAddress,
    clientId: z.string().min(1),
    clientSecret: secretReference,
    scope: z.string().min(1),
  }),
]);

export const oracleIcmOptions = z
  .strictObject({
    environment: z.string().min(1),
    address: httpAddress,
    resourceVersion: z
      .string()
      .regex(/^(?:latest|\d+(?:\.\d+)*)$/, 'is "latest" or written like 11.13.18.05')
      .default("11.13.18.05"),
    authentication,
    loads: named(load),
    importActivities: importActivities.optional(),
    processes: named(z.strictObject(jobFields)),
    reports: named(report),
    probe: z.string().regex(/^\w+$/).default("incentiveCompensationTransactions"),
    settleMs: z.number().int().nonnegative().default(5_000),
    ...httpOptionFields,
  })
  .refine(
    ({ loads, importActivities: told }) =>
      told !== undefined || Object.values(loads).every(({ kind }) => kind !== "import-activity"),
    { path: ["importActivities"], message: "is needed for loads of the kind import-activity" },
  );

/** The options with their defaults in place. */
export type OracleIcmSettings = z.output<typeof oracleIcmOptions>;
