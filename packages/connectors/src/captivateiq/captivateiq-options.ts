import { type SecretReference, secretReference } from "@spm-ops/core";
import { z } from "zod";
import { type HttpOptions, httpAddress, httpOptionFields } from "../http/http-options.js";
import { type CaptivateiqReport, captivateiqReport } from "./captivateiq-report-options.js";
import { HEADER_ENCODINGS } from "./header-encodings.js";

/**
 * What an import does to the records of the worksheet, by their unique id.
 *
 * - `upsert`: changes the records that are there and creates the others. The only one that can be repeated safely.
 * - `insert-only`: creates records.
 * - `replace-all`: the file takes the place of what was there (the vendor's `overwrite`).
 * - `delete-listed`: the records that the file lists go (the vendor's `delete`).
 */
export type CaptivateiqImportMode = "upsert" | "insert-only" | "replace-all" | "delete-listed";

/** A bulk import of CSV files into a data worksheet. */
export interface CaptivateiqLoad {
  /** The data worksheet, by id or name. */
  readonly worksheet: string;
  readonly mode: CaptivateiqImportMode;
  /** The header in the file, by the name of the worksheet's column, where the two differ. @defaultValue none */
  readonly dataMappings?: Readonly<Record<string, string>> | undefined;
  /** Whether columns that no mapping names are loaded as well. @defaultValue true */
  readonly loadAllColumns?: boolean | undefined;
  /** @defaultValue the vendor's, which is a comma */
  readonly delimiter?: "," | "tab" | "|" | ";" | undefined;
  /** @defaultValue the organization's setting */
  readonly dateFormat?: "MM_DD_YYYY" | "DD_MM_YYYY" | "YYYY_MM_DD" | undefined;
  /** By Python's names, as the vendor has them: `utf-8-sig`. @defaultValue the vendor tries utf-8, utf-16, iso-8859-1 */
  readonly encoding?: string | undefined;
  /** Compares a file's header with the worksheet's template before anything is sent. @defaultValue false */
  readonly checkHeader?: boolean | undefined;
}

/** Where the vendor's presigned links lead, and how they are used. The token is never sent there. */
export interface CaptivateiqLinks {
  /** The only origins that are followed: `https://bucket.s3.amazonaws.com`. @defaultValue any with https: but the API's own */
  readonly origins?: readonly string[] | undefined;
  /** Where the link stands in the details of an upload, as a JSON pointer. @defaultValue the first link in them */
  readonly uploadPointer?: string | undefined;
  /** Where the link stands in the details of a job, as a JSON pointer. @defaultValue the first link in them */
  readonly downloadPointer?: string | undefined;
  /** The verb that the link of an upload was signed for. @defaultValue "PUT" */
  readonly uploadMethod?: "PUT" | "POST" | undefined;
  /** Headers that the link of an upload was signed for. @defaultValue none */
  readonly uploadHeaders?: Readonly<Record<string, string>> | undefined;
}

/** One organization, and how to work with it. What a person writes down; checked strictly. */
export interface CaptivateiqOptions extends HttpOptions {
  /** The client's name of this environment: `production`, `uat`. */
  readonly environment: string;
  /** The host of the API. `https:` unless it is this machine. @defaultValue "https://api.captivateiq.com" */
  readonly address?: string | undefined;
  /** Made in the profile of a user, and shown there once. Its rights are those of that user. */
  readonly token: SecretReference;
  /**
   * The organization that the token has to belong to, by id or name. A sandbox is known by its token only, so without
   * this a token that was mixed up loads into the other organization. @defaultValue whichever it is
   */
  readonly organization?: string | undefined;
  /** What the contract allows: 5 requests a second and 1,500 an hour, or 15 and 6,000. @defaultValue "standard" */
  readonly tier?: "standard" | "enterprise" | undefined;
  /** The imports of this client, by name. @defaultValue none */
  readonly loads?: Readonly<Record<string, CaptivateiqLoad>> | undefined;
  /** The exports of this client, by name. @defaultValue none */
  readonly reports?: Readonly<Record<string, CaptivateiqReport>> | undefined;
  readonly links?: CaptivateiqLinks | undefined;
  /** How long a start may take to show; the vendor may go on after a 502. @defaultValue 60_000 */
  readonly settleMs?: number | undefined;
}

const load = z
  .strictObject({
    worksheet: z.string().min(1),
    mode: z.enum(["upsert", "insert-only", "replace-all", "delete-listed"]),
    dataMappings: z.record(z.string().min(1), z.string().min(1)).default({}),
    loadAllColumns: z.boolean().default(true),
    delimiter: z.enum([",", "tab", "|", ";"]).optional(),
    dateFormat: z.enum(["MM_DD_YYYY", "DD_MM_YYYY", "YYYY_MM_DD"]).optional(),
    encoding: z.string().min(1).optional(),
    checkHeader: z.boolean().default(false),
  })
  .refine(({ checkHeader, encoding = "utf-8" }) => !checkHeader || encoding in HEADER_ENCODINGS, {
    path: ["checkHeader"],
    message: `a header can be read in ${Object.keys(HEADER_ENCODINGS).join(", ")} only`,
  });

const jsonPointer = z.string().regex(/^\/(?:[^~]|~[01])*$/, "a JSON pointer is written like /links/0");
const origin = httpAddress.refine(
  (address) => new URL(address).origin === address,
  "must be an origin without a path, in lower case",
);
const headerName = z.string().regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/, "is no name of a header");

export const captivateiqOptions = z.strictObject({
  environment: z.string().min(1),
  address: httpAddress
    .refine((address) => new URL(address).origin === address, "must be an origin: the paths are the vendor's")
    .default("https://api.captivateiq.com"),
  token: secretReference,
  organization: z.string().min(1).optional(),
  tier: z.enum(["standard", "enterprise"]).default("standard"),
  loads: z.record(z.string().min(1), load).default({}),
  reports: z.record(z.string().min(1), captivateiqReport).default({}),
  links: z
    .strictObject({
      origins: z.array(origin).min(1).optional(),
      uploadPointer: jsonPointer.optional(),
      downloadPointer: jsonPointer.optional(),
      uploadMethod: z.enum(["PUT", "POST"]).default("PUT"),
      uploadHeaders: z
        .record(headerName, z.string())
        .refine(
          (headers) =>
            !Object.keys(headers).some((name) => /^(authorization|content-length|host)$/i.test(name)),
          "must not name Authorization, Content-Length or Host",
        )
        .default({}),
    })
    .prefault({}),
  settleMs: z.number().int().nonnegative().default(60_000),
  ...httpOptionFields,
});

/** The options with their defaults in place. */
export type CaptivateiqSettings = z.output<typeof captivateiqOptions>;
export type LoadSettings = CaptivateiqSettings["loads"][string];
export type ReportSettings = CaptivateiqSettings["reports"][string];
