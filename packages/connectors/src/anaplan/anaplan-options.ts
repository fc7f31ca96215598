import { type SecretReference, secretReference } from "@spm-ops/core";
import { z } from "zod";
import { type HttpOptions, httpAddress, httpOptionFields } from "../http/http-options.js";

/** How to log in. Single sign-on tenants allow a password only to an exception user. */
export type AnaplanAuthentication =
  | { readonly kind: "basic"; readonly user: string; readonly password: SecretReference }
  | {
      readonly kind: "certificate";
      /** The registered certificate, PEM. */
      readonly certificate: SecretReference;
      /** Its private key, PEM (RSA). */
      readonly privateKey: SecretReference;
    };

/** One model of one tenant, and how to work with it. What a person writes down; checked strictly. */
export interface AnaplanOptions extends HttpOptions {
  /** The client's name of this environment: `production`, `uat`. */
  readonly environment: string;
  /** Regions have hosts of their own. `https:` unless the host is this machine. */
  readonly hosts?:
    | {
        /** @defaultValue "https://api.anaplan.com/2/0" */
        readonly api?: string | undefined;
        /** @defaultValue "https://auth.anaplan.com" */
        readonly authentication?: string | undefined;
      }
    | undefined;
  readonly workspaceId: string;
  readonly modelId: string;
  readonly authentication: AnaplanAuthentication;
  readonly upload?:
    | {
        /**
         * The vendor asks for 1 to 50 MB. Smaller pieces, down to 16 KiB, serve trials; each is held in memory.
         *
         * @defaultValue 10 MiB
         */
        readonly chunkSizeBytes?: number | undefined;
        /** Sends each piece compressed. @defaultValue true */
        readonly gzip?: boolean | undefined;
        /**
         * Compares the first line of each file with the columns that its import reads, before anything is sent. Costs
         * one call for each import in the connector's life.
         *
         * @defaultValue true
         */
        readonly checkHeader?: boolean | undefined;
      }
    | undefined;
  /**
   * Opens the model, which sleeps after an hour without work, before it is worked with. Costs two calls at the first
   * work, and again after 55 minutes without any.
   *
   * @defaultValue for up to five minutes, with a look every two seconds
   */
  readonly wake?: false | AnaplanWake | undefined;
  /** The language of messages and of parsing in the model. @defaultValue "en_US" */
  readonly localeName?: string | undefined;
  /** How long a start may take to show in the list before `find` says that there was none. @defaultValue 5_000 */
  readonly settleMs?: number | undefined;
}

/** How to wait for a model to open, in milliseconds. */
export interface AnaplanWake {
  /** After that nothing is sent, and the call fails as `remote.unavailable`. @defaultValue 300_000 */
  readonly timeoutMs?: number | undefined;
  /** Between two looks. @defaultValue 2_000 */
  readonly intervalMs?: number | undefined;
}

const MIB = 1024 * 1024;

export const anaplanAuthentication = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("basic"), user: z.string().min(1), password: secretReference }),
  z.strictObject({
    kind: z.literal("certificate"),
    certificate: secretReference,
    privateKey: secretReference,
  }),
]);

export const anaplanOptions = z.strictObject({
  environment: z.string().min(1),
  hosts: z
    .strictObject({
      api: httpAddress.default("https://api.anaplan.com/2/0"),
      authentication: httpAddress.default("https://auth.anaplan.com"),
    })
    .prefault({}),
  workspaceId: z.string().regex(/^[0-9a-f]{32}$/, "a workspace id is 32 lower-case hexadecimal digits"),
  modelId: z.string().regex(/^[0-9A-F]{32}$/, "a model id is 32 upper-case hexadecimal digits"),
  authentication: anaplanAuthentication,
  upload: z
    .strictObject({
      chunkSizeBytes: z
        .number()
        .int()
        .min(16 * 1024)
        .max(50 * MIB)
        .default(10 * MIB),
      gzip: z.boolean().default(true),
      checkHeader: z.boolean().default(true),
    })
    .prefault({}),
  wake: z
    .union([
      z.literal(false),
      z.strictObject({
        timeoutMs: z.number().int().nonnegative().default(300_000),
        intervalMs: z.number().int().positive().default(2_000),
      }),
    ])
    .prefault({}),
  localeName: z.string().min(1).default("en_US"),
  settleMs: z.number().int().nonnegative().default(5_000),
  ...httpOptionFields,
});

/** The options with their defaults in place. */
export type AnaplanSettings = z.output<typeof anaplanOptions>;
