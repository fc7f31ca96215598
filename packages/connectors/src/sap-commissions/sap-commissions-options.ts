import { type SecretReference, secretReference } from "@spm-ops/core";
import { z } from "zod";
import { type HttpOptions, httpAddress, httpOptionFields } from "../http/http-options.js";
import {
  loadOptions,
  processOptions,
  type SapCommissionsLoad,
  type SapCommissionsProcess,
} from "./sap-commissions-jobs.js";

/** Who we are. */
export type SapCommissionsAuthentication =
  /** A user of the classic generation. */
  | { readonly kind: "basic"; readonly user: string; readonly password: SecretReference }
  /** A client of the identity service (IAS) that stands before the cloud generation. */
  | {
      readonly kind: "ias";
      /** The identity service: `https://client.accounts.ondemand.com`. */
      readonly address: string;
      readonly clientId: string;
      readonly clientSecret: SecretReference;
    };

/** One tenant, and how to work with it. What a person writes down; checked strictly. */
export interface SapCommissionsOptions extends HttpOptions {
  /** The client's name of this environment: `production`, `uat`. */
  readonly environment: string;
  /** The tenant's own host, which is the environment: `https://abcd-prd.callidusondemand.com`. */
  readonly address: string;
  /** `classic` on callidusondemand.com, `cloud` on commissions.cloud.sap. */
  readonly generation: "classic" | "cloud";
  /** Below the address, ending in the version. @defaultValue "api/v2" for classic, "mtsvc/tcmp/rest/v2" for cloud */
  readonly restRoot?: string | undefined;
  readonly authentication: SapCommissionsAuthentication;
  /** How files come into the stage tables, over the site that the connector is given. */
  readonly staging?:
    | {
        /** The folder of the drop box. @defaultValue "/inbound" */
        readonly folder?: string | undefined;
        /**
         * What names of files must look like, as a regular expression whose group `type` is the file type.
         *
         * @defaultValue the vendor's template, cust_FILETYPE_ENV_yyyymmdd_hhmiss_tag.txt
         */
        readonly fileName?: string | undefined;
        /** How long a file may lie in the folder before it is picked up; 0 for not looking at all. @defaultValue 300_000 */
        readonly patienceMs?: number | undefined;
        /** How often to look. @defaultValue 5_000 */
        readonly intervalMs?: number | undefined;
        /** How long the vendor may work on a file that has left the folder; waited for, as nothing tells. @defaultValue 30_000 */
        readonly settleMs?: number | undefined;
      }
    | undefined;
  /** The imports of this client, by name. @defaultValue none */
  readonly loads?: Readonly<Record<string, SapCommissionsLoad>> | undefined;
  /** The pipelines of this client, by name; also those that make reports. @defaultValue none */
  readonly processes?: Readonly<Record<string, SapCommissionsProcess>> | undefined;
  /** How long a start may take to show before `find` says that there was none. @defaultValue 5_000 */
  readonly settleMs?: number | undefined;
}

const REST_ROOTS = { classic: "api/v2", cloud: "mtsvc/tcmp/rest/v2" } as const;

const milliseconds = z.number().int().nonnegative();

const pattern = z.string().superRefine((source, { addIssue }) => {
  try {
    new RegExp(source);
    if (!source.includes("(?<type>")) addIssue("needs a group (?<type>…) for the file type");
  } catch {
    addIssue("is no regular expression");
  }
});

const authentication = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("basic"),
    user: z.string().regex(/^[^:\p{Cc}]+$/u, "a user has no colon, which ends it in the header"),
    password: secretReference,
  }),
  z.strictObject({
    kind: z.literal("ias"),
    address: httpAddress,
    clientId: z.string().regex(/^[^:\p{Cc}]+$/u, "a client has no colon, which ends it in the header"),
    clientSecret: secretReference,
  }),
]);

const staging = z.strictObject({
  folder: z.string().startsWith("/", "must be a path from the root of the site").default("/inbound"),
  fileName: pattern.default(
    "^[A-Za-z0-9]{4}_(?<type>[A-Z0-9]{4,})_(?:DEV|TST|PRD)_\\d{8}_\\d{6}_[A-Za-z0-9-]+\\.txt$",
  ),
  patienceMs: milliseconds.default(300_000),
  intervalMs: milliseconds.positive().default(5_000),
  settleMs: milliseconds.default(30_000),
});

export const sapCommissionsOptions = z
  .strictObject({
    environment: z.string().min(1),
    address: httpAddress,
    generation: z.enum(["classic", "cloud"]),
    restRoot: z
      .string()
      .regex(/^[^/].*\/v\d+$/, "is a path that begins without a slash and ends in the version: api/v2")
      .optional(),
    authentication,
    staging: staging.prefault({}),
    loads: z.record(z.string().min(1), loadOptions).default({}),
    processes: z.record(z.string().min(1), processOptions).default({}),
    settleMs: milliseconds.default(5_000),
    ...httpOptionFields,
  })
  .superRefine(({ generation, loads }, { addIssue }) => {
    for (const [name, { stageResources }] of Object.entries(loads)) {
      if (generation === "cloud" || stageResources.length === 0) continue;
      const message = "only the cloud generation shows its stage tables";
      addIssue({ code: "custom", path: ["loads", name, "stageResources"], message });
    }
  })
  .transform((options) => ({ ...options, restRoot: options.restRoot ?? REST_ROOTS[options.generation] }));

/** The options with their defaults in place. */
export type SapCommissionsSettings = z.output<typeof sapCommissionsOptions>;
