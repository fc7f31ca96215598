import { isZone, VOLUME_MEASURES, type VolumeMeasure } from "@spm-ops/core";
import { z } from "zod";
import { jsonPointer } from "../contract/json-pointer.js";
import type { ToldState } from "../contract/told-outcome.js";
import {
  contentTerms,
  folderPath,
  namePattern,
  pathPattern,
  searchPattern,
  termsOf,
} from "./name-pattern.js";

/** What makes the vendor begin. It is put last, and once. */
export type DropSignal =
  /** The data file gets its name. Until then it lies under `temporary`, a path such as `{file}.tmp`. */
  | { readonly kind: "rename"; readonly temporary: string }
  /** A control or trigger file comes to lie at `path`. */
  | {
      readonly kind: "file";
      readonly path: string;
      /** Its text, with any of the terms, and `{rows}`, `{bytes}` and `{sha256}` of the data file. @defaultValue empty */
      readonly content?: string | undefined;
      /**
       * When the vendor takes it away. Where it leaves at any time, its absence tells nothing, and `find` cannot say that
       * it was not put. @defaultValue "any-time"
       */
      readonly leaves?: "never" | "after-data" | "any-time" | undefined;
    };

/** A result file in JSON: where in it the vendor tells what. */
export interface ResultVerdict {
  readonly kind: "result";
  readonly path: string;
  /** Says whether the work has ended. @defaultValue it has, as soon as the file is there */
  readonly ended?: { readonly pointer: string; readonly words: readonly string[] } | undefined;
  /** The word for how it ended. A word that is not among them is `unknown`. */
  readonly state: { readonly pointer: string; readonly words: Readonly<Record<string, ToldState>> };
  readonly counts?: Readonly<Partial<Record<VolumeMeasure, string>>> | undefined;
  readonly messages?: readonly string[] | undefined;
  /** Texts that are there only when something went wrong. A success that tells any is `unknown`. */
  readonly problems?: readonly string[] | undefined;
  /** The key of the run, where the vendor repeats it. */
  readonly run?: string | undefined;
  /** When the work began or ended. A result of before the signal is that of another run. */
  readonly time?: string | undefined;
}

/** What tells the end. */
export type DropVerdict =
  | ResultVerdict
  /** One of two files comes; the text of the bad one is the message. */
  | { readonly kind: "twin"; readonly succeeded: string; readonly failed: string }
  /** The data file is moved. Where to tells failure, but vendors move what failed to `processed`, too. */
  | {
      readonly kind: "moved";
      readonly processed: string;
      readonly failed?: string | undefined;
      /** What `processed` means. @defaultValue "unknown" */
      readonly processedMeans?: "succeeded" | "unknown" | undefined;
    }
  /** Nothing: a person has to look. */
  | { readonly kind: "none" };

/**
 * How a vendor takes files from a site and tells what became of them.
 *
 * Names and paths are patterns of `{load}`, `{run}` (the key of one drop), `{yyyy}`, `{mm}`, `{dd}`, `{hh}`, `{mi}` and
 * `{ss}` (when it was dropped); paths also of `{file}` and `{stem}`, the name of the data file with and without its
 * ending. A path without a slash before it lies in the folder of the drop.
 */
export interface DropProfile {
  /** Names the vendor in errors and logs. */
  readonly vendor: string;
  /** The folder of the site in which drops are put. */
  readonly inbound: string;
  /** The name of a folder of its own within `inbound`. @defaultValue none: data files lie in `inbound` itself */
  readonly folder?: string | undefined;
  /** The name of data files. @defaultValue each load says its own */
  readonly file?: string | undefined;
  readonly signal: DropSignal;
  readonly verdict: DropVerdict;
  /** How long the verdict may take, counted from the signal, before it is unknown. @defaultValue 21_600_000, six hours */
  readonly patienceMs?: number | undefined;
  /** Where rows lie that were not taken; `*` in the name stands for anything. @defaultValue the vendor gives none out */
  readonly rejects?: string | undefined;
  /** The largest data file that the vendor takes. @defaultValue no limit */
  readonly largestBytes?: number | undefined;
  /** How the names of data files may end. @defaultValue in any way */
  readonly endings?: readonly string[] | undefined;
  /** The zone in which names tell dates and times, as `Europe/Berlin`. @defaultValue "UTC" */
  readonly zone?: string | undefined;
}

const signal = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("rename"), temporary: pathPattern }),
  z.strictObject({
    kind: z.literal("file"),
    path: pathPattern,
    content: z.string().default(""),
    leaves: z.enum(["never", "after-data", "any-time"]).default("any-time"),
  }),
]);

const word = z.enum(["succeeded", "succeeded-with-rejects", "failed", "cancelled", "unknown"]);

const verdict = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("result"),
    path: searchPattern,
    ended: z.strictObject({ pointer: jsonPointer, words: z.array(z.string()).min(1) }).optional(),
    state: z.strictObject({ pointer: jsonPointer, words: z.record(z.string(), word) }),
    counts: z.partialRecord(z.enum(VOLUME_MEASURES), jsonPointer).default({}),
    messages: z.array(jsonPointer).default([]),
    problems: z.array(jsonPointer).default([]),
    run: jsonPointer.optional(),
    time: jsonPointer.optional(),
  }),
  z.strictObject({ kind: z.literal("twin"), succeeded: searchPattern, failed: searchPattern }),
  z.strictObject({
    kind: z.literal("moved"),
    processed: searchPattern,
    failed: searchPattern.optional(),
    processedMeans: z.enum(["succeeded", "unknown"]).default("unknown"),
  }),
  z.strictObject({ kind: z.literal("none") }),
]);

export const dropProfile = z
  .strictObject({
    vendor: z.string().min(1),
    inbound: folderPath,
    folder: namePattern.optional(),
    file: namePattern.optional(),
    signal,
    verdict,
    patienceMs: z.number().int().positive().default(21_600_000),
    rejects: searchPattern.optional(),
    largestBytes: z.number().int().positive().optional(),
    endings: z.array(z.string().startsWith(".")).min(1).optional(),
    zone: z.string().refine(isZone, "is no zone that is known here").default("UTC"),
  })
  .superRefine((profile, { addIssue }) => {
    if (profile.signal.kind === "rename" && !/\{(?:file|stem)\}/.test(profile.signal.temporary)) {
      const message = "must hold {file} or {stem}, as each data file needs a temporary name of its own";
      addIssue({ code: "custom", path: ["signal", "temporary"], message });
    }
    if (profile.signal.kind === "file" && profile.signal.path === "{file}") {
      addIssue({ code: "custom", path: ["signal", "path"], message: "is the data file itself" });
    }
  });

/** A profile with its defaults in place. */
export type DropRules = z.output<typeof dropProfile>;

/** Whether a signal tells rows, so that they have to be counted. */
export function tellsRows(rules: Pick<DropRules, "signal">): boolean {
  return rules.signal.kind === "file" && contentTerms(rules.signal.content).includes("rows");
}

/** Whether a path holds the key of the run, and so can be of no other run. */
export function isOfOneRun(
  { folder = "" }: Pick<DropRules, "folder">,
  file: string,
  pattern: string,
): boolean {
  const inFolder = pattern.startsWith("/") ? "" : folder;
  const ofFile = /\{(?:file|stem)\}/.test(pattern) ? file : "";
  return termsOf(`${pattern}${inFolder}${ofFile}`).includes("run");
}
