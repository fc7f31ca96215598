import { z } from "zod";
import type { JobKind } from "../contract/spm-connector.js";
import { type HttpOptions, httpAddress, httpOptionFields } from "../http/http-options.js";
import { type HttpProfile, httpProfile } from "./http-profile.js";

/** Something that can be started, where the profile lists nothing. */
export interface DeclaredObject {
  /** What `{object}` stands for. @defaultValue the name */
  readonly code?: string | undefined;
}

/** One environment of an application that a profile describes. What a person writes down; checked strictly. */
export interface HttpProfileOptions extends HttpOptions {
  /** The client's name of this environment: `production`, `uat`. */
  readonly environment: string;
  /** What the paths of the profile are put behind. `https:` unless it is this machine. */
  readonly address: string;
  readonly profile: HttpProfile;
  /** Loads by name. @defaultValue none, or those that the profile lists */
  readonly loads?: Readonly<Record<string, DeclaredObject>> | undefined;
  /** @defaultValue none, or those that the profile lists */
  readonly processes?: Readonly<Record<string, DeclaredObject>> | undefined;
  /** @defaultValue none, or those that the profile lists */
  readonly reports?: Readonly<Record<string, DeclaredObject>> | undefined;
  /** Other hosts to which links for download may lead; no credential is sent there. @defaultValue none */
  readonly linkOrigins?: readonly string[] | undefined;
  /** How long a start may take to show before `find` says that there was none, in milliseconds. @defaultValue 2_000 */
  readonly settleMs?: number | undefined;
}

/** The sections of a profile by what they start. */
export const SECTIONS = { load: "loads", process: "processes", report: "reports" } as const satisfies Record<
  JobKind,
  string
>;

const declared = z
  .record(z.string().min(1), z.strictObject({ code: z.string().min(1).optional() }))
  .default({});

export const httpProfileOptions = z
  .strictObject({
    environment: z.string().min(1),
    address: httpAddress,
    profile: httpProfile,
    loads: declared,
    processes: declared,
    reports: declared,
    linkOrigins: z
      .array(
        httpAddress.refine((url) => URL.canParse(url) && new URL(url).origin === url, "must be an origin"),
      )
      .default([]),
    settleMs: z.number().int().nonnegative().default(2_000),
    ...httpOptionFields,
  })
  .superRefine((options, { addIssue }) => {
    for (const section of Object.values(SECTIONS)) {
      if (Object.keys(options[section]).length === 0) continue;
      const templates = options.profile[section];
      const add = (message: string) => addIssue({ code: "custom", path: [section], message });
      if (templates === undefined) add(`the profile says nothing of ${section}`);
      else if (templates.list !== undefined) add("the profile lists them; declare none");
    }
  });

/** The options with their defaults in place. */
export type HttpProfileSettings = z.output<typeof httpProfileOptions>;
