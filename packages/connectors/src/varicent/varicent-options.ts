import { type SecretReference, secretReference } from "@spm-ops/core";
import { z } from "zod";
import { type HttpOptions, httpAddress, httpOptionFields } from "../http/http-options.js";

/** Who we are. The rights are those of the user whose key or password it is. */
export type VaricentAuthentication =
  /** Made once in the user options of the administration client, and shown there once. */
  | { readonly kind: "api-key"; readonly apiKey: SecretReference }
  /** The older way: a token that lives six hours. */
  | { readonly kind: "login"; readonly email: string; readonly password: SecretReference };

/** A published file that is a report of this environment. */
export interface VaricentReport {
  /** The name under which the vendor publishes it: `Orders.csv`. It is the report's name. */
  readonly file: string;
  /** The scheduler item that publishes it, by id or name. @defaultValue none: the newest file is read as it lies there */
  readonly item?: string | undefined;
}

/** One model of one customer, and how to work with it. What a person writes down; checked strictly. */
export interface VaricentOptions extends HttpOptions {
  /** The client's name of this environment: `production`, `uat`. */
  readonly environment: string;
  /** The server of the API: `https://api.cloud.varicent.com`. Customers have their own. */
  readonly address: string;
  /** The model, which is the environment: development, test and production are different ones. */
  readonly model: string;
  readonly authentication: VaricentAuthentication;
  /** Where files for saved imports are put, on the site that the connector is given. */
  readonly staging?:
    | {
        /** The folder that the imports read. @defaultValue "/Data" */
        readonly folder?: string | undefined;
        /** Asks the server whether it holds a file completely before it counts as staged. @defaultValue true */
        readonly fileList?: boolean | undefined;
        /** How long the server may take to list a file. @defaultValue 60_000 */
        readonly patienceMs?: number | undefined;
        /** How often to ask for the list. @defaultValue 5_000 */
        readonly intervalMs?: number | undefined;
      }
    | undefined;
  /** @defaultValue none: the environment has no reports */
  readonly reports?:
    | {
        /** Which end of the list of published files is the newest. The vendor documents neither an order nor a time. */
        readonly newest: "first" | "last";
        readonly files: readonly VaricentReport[];
      }
    | undefined;
  /** How runs are told from one another and from failures. */
  readonly activities?:
    | {
        /** The user id that the vendor shows on our activities. @defaultValue all users' are taken for candidates */
        readonly user?: string | undefined;
        /** Words that a message of success has in it, in the language of the environment. @defaultValue ["successfully"] */
        readonly successWords?: readonly string[] | undefined;
        /** Asks before each start whether a global action runs. @defaultValue true */
        readonly checkGlobalAction?: boolean | undefined;
        /** How long a run may be in neither list, or its result untold, before it counts as unknown. @defaultValue 60_000 */
        readonly gapMs?: number | undefined;
        /** How long a start may take to show before `find` says that there was none. @defaultValue 5_000 */
        readonly settleMs?: number | undefined;
      }
    | undefined;
}

const milliseconds = z.number().int().nonnegative();
/** What goes into a header or a path has to be plain. */
const headerText = z
  .string()
  .regex(/^[!-~](?:[ -~]*[!-~])?$/, "must be printable ASCII, as a header carries it");
const plainName = z.string().regex(/^[^/\\\p{Cc}]+$/u, "must be a file name without a folder");

const reports = z
  .strictObject({
    newest: z.enum(["first", "last"]),
    files: z.array(z.strictObject({ file: plainName, item: z.string().min(1).optional() })).min(1),
  })
  .refine(({ files }) => new Set(files.map(({ file }) => file)).size === files.length, {
    path: ["files"],
    message: "names a file twice",
  });

export const varicentOptions = z.strictObject({
  environment: z.string().min(1),
  address: httpAddress,
  model: headerText,
  authentication: z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("api-key"), apiKey: secretReference }),
    z.strictObject({ kind: z.literal("login"), email: z.string().min(1), password: secretReference }),
  ]),
  staging: z
    .strictObject({
      folder: z.string().startsWith("/", "must be a path from the root of the site").default("/Data"),
      fileList: z.boolean().default(true),
      patienceMs: milliseconds.default(60_000),
      intervalMs: milliseconds.positive().default(5_000),
    })
    .prefault({}),
  reports: reports.optional(),
  activities: z
    .strictObject({
      user: z.string().min(1).optional(),
      successWords: z.array(z.string().min(1)).min(1).default(["successfully"]),
      checkGlobalAction: z.boolean().default(true),
      gapMs: milliseconds.default(60_000),
      settleMs: milliseconds.default(5_000),
    })
    .prefault({}),
  ...httpOptionFields,
});

/** The options with their defaults in place. */
export type VaricentSettings = z.output<typeof varicentOptions>;
