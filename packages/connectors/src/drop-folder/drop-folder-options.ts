import type { RetryPolicy } from "@spm-ops/core";
import { z } from "zod";
import { httpOptionFields } from "../http/http-options.js";
import { type DropProfile, dropProfile } from "./drop-profile.js";
import { folderPath, namePattern } from "./name-pattern.js";

/** A load: files of one kind that the vendor takes from the site. */
export interface DropLoad {
  /** What `{load}` stands for in names. @defaultValue the name of the load */
  readonly code?: string | undefined;
  /** The name of its data files. @defaultValue the profile's */
  readonly file?: string | undefined;
}

/** A file that the vendor puts out. */
export interface DropReport {
  readonly folder: string;
  /** Its name, in which `*` stands for anything; the newest that fits is the report. */
  readonly name: string;
}

/** What the drop folder connector needs to know; nothing here is a secret itself. */
export interface DropFolderOptions {
  /** The client's name of the environment: `production`. */
  readonly environment: string;
  readonly profile: DropProfile;
  readonly loads: Readonly<Record<string, DropLoad>>;
  /** @defaultValue none */
  readonly reports?: Readonly<Record<string, DropReport>> | undefined;
  /** How long a report has to stay as it is before it counts as whole, in milliseconds. @defaultValue 10_000 */
  readonly stableMs?: number | undefined;
  /** How far two times of the site's server may be apart and still count as one. @defaultValue 2_000 */
  readonly clockToleranceMs?: number | undefined;
  /** How long a lost signal may take to show before `find` says that there was none. @defaultValue 2_000 */
  readonly settleMs?: number | undefined;
  /** For questions and for putting data files; never for a signal. @defaultValue three tries, 1 s apart and doubling */
  readonly retry?: RetryPolicy | undefined;
}

const plainName = z.string().regex(/^[^/\\{}*\p{Cc}]+$/u, "must do as a part of a file's name");

export const dropFolderOptions = z
  .strictObject({
    environment: z.string().min(1),
    profile: dropProfile,
    loads: z.record(
      z.string().min(1),
      z.strictObject({ code: plainName.optional(), file: namePattern.optional() }),
    ),
    reports: z
      .record(
        z.string().min(1),
        z.strictObject({
          folder: folderPath,
          name: z
            .string()
            .regex(/^(?!\.{1,2}$)[^/\\\p{Cc}]+$/u, "must be the name of a file, without a folder"),
        }),
      )
      .default({}),
    stableMs: z.number().int().nonnegative().default(10_000),
    clockToleranceMs: z.number().int().nonnegative().default(2_000),
    settleMs: z.number().int().nonnegative().default(2_000),
    retry: httpOptionFields.retry,
  })
  .superRefine(({ profile, loads }, { addIssue }) => {
    for (const [name, { file, code }] of Object.entries(loads)) {
      const pattern = file ?? profile.file;
      if (pattern === undefined) {
        const message = "is missing, and the profile has none either";
        addIssue({ code: "custom", path: ["loads", name, "file"], message });
      } else if (profile.endings?.every((ending) => !pattern.endsWith(ending))) {
        const message = `must end in ${profile.endings.join(" or ")}, or ${profile.vendor} does not take it`;
        addIssue({ code: "custom", path: ["loads", name, "file"], message });
      } else if (code === undefined && pattern.includes("{load}") && !plainName.safeParse(name).success) {
        const message = "is missing, as the name of the load does not do as a part of a file's name";
        addIssue({ code: "custom", path: ["loads", name, "code"], message });
      }
    }
  });

/** The options with their defaults in place. */
export type DropFolderSettings = z.output<typeof dropFolderOptions>;
