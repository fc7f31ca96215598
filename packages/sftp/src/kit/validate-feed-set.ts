import { isSpmError } from "@spm-ops/core";
import { periodOfFile } from "../arrival/business-period.js";
import type { Feed } from "../feed/feed.js";
import { readReferenceSet } from "../validation/reference/read-reference-set.js";
import type { ReferenceSet } from "../validation/reference/reference-set.js";
import { type ValidationOptions, validateFile } from "../validation/validate-file.js";
import type { ValidationReport } from "../validation/validation-report.js";
import type { FeedSet, LookUp } from "./feed-set.js";
import { type FeedSetReport, type SetFileReport, toSetVerdict } from "./feed-set-report.js";

/** One file of a set. It is opened once to be validated, and once for each feed that refers to it in its own way. */
export interface SetSource {
  /** As the sender called it, without folders. */
  readonly name: string;
  /** When known, another number of bytes is an error. */
  readonly sizeBytes?: number | undefined;
  open(): AsyncIterable<Uint8Array>;
}

export interface ValidateFeedSetOptions {
  /** What is referred to and is no feed of the set; also for optional feeds that are not delivered. */
  readonly references?: readonly ReferenceSet[] | undefined;
  /** What the validation of one feed is made with, besides what all have in common. @defaultValue nothing special */
  readonly optionsOf?:
    | ((feed: Feed) => Omit<ValidationOptions, "references" | "locale" | "signal">)
    | undefined;
  /** The language of messages, hints and reasons of each file; those of the set are English. @defaultValue `"en"` */
  readonly locale?: ValidationOptions["locale"];
  readonly signal?: AbortSignal | undefined;
}

/**
 * Validates the files of a set in the order of their references, and makes what they refer to from the files
 * themselves: participants before orders, orders before credits.
 *
 * A record that is rejected is known to those that refer to it all the same: each fault is told once. A file that
 * cannot be read as its feed at all leaves those unread that refer to it. Files of different business periods refuse
 * the set.
 *
 * @throws SpmError as `validateFile` and `readReferenceSet` do for what is no fault of a file.
 * @example
 * const set = defineFeedSet({ title: "October", feeds: [orders, accounts] });
 * const { verdict, reasons } = await validateFeedSet(set, [
 *   { name: "orders_2026-10.csv", open: () => createReadStream(path) },
 * ]);
 */
export async function validateFeedSet(
  set: FeedSet,
  sources: readonly SetSource[],
  options: ValidateFeedSetOptions = {},
): Promise<FeedSetReport> {
  const files: SetFileReport[] = [];
  const { chosen, reasons } = chooseFiles(set, sources);
  const known = new KnownFiles(options);
  for (const feed of set.feeds) {
    const source = chosen.get(feed.name);
    if (source === undefined) continue;
    const found = await known.lookUp(set.lookUps.get(feed.name) ?? []);
    if (found.missing.length > 0) {
      reasons.push(`${source.name} was not validated: it refers to ${found.missing.join(", and to ")}.`);
      files.push({ feed: feed.name, fileName: source.name, report: null });
      continue;
    }
    const { locale, signal, optionsOf } = options;
    const { name, sizeBytes } = source;
    const report = await validateFile(
      feed,
      { name, sizeBytes, bytes: source.open() },
      { ...optionsOf?.(feed), locale, signal, references: found.sets },
    );
    known.add(feed, source, report);
    files.push({ feed: feed.name, fileName: name, report });
    if (report.verdict === "refused") reasons.push(...report.reasons.map((reason) => `${name}: ${reason}`));
  }
  const strangers = sources.filter(({ name }) => !set.feeds.some((feed) => feed.matches(name)));
  return {
    title: set.title,
    verdict: toSetVerdict(reasons, files),
    reasons,
    files,
    strangers: strangers.map(({ name }) => name),
  };
}

/** The file of each feed, and what is wrong with their number and their periods. */
function chooseFiles({ feeds, optional }: FeedSet, sources: readonly SetSource[]) {
  const chosen = new Map<string, SetSource>();
  const reasons: string[] = [];
  const periods = new Map<string, string>();
  for (const feed of feeds) {
    const [first, ...others] = sources.filter(({ name }) => feed.matches(name));
    if (first === undefined) {
      if (!optional.includes(feed.name)) reasons.push(`There is no file of ${feed.name}.`);
    } else if (others.length > 0) {
      const names = [first, ...others].map(({ name }) => name).join(", ");
      reasons.push(`There are several files of ${feed.name}: ${names}.`);
    } else {
      chosen.set(feed.name, first);
      const period = periodOfFile(feed, first.name);
      if (period !== undefined && !periods.has(period)) periods.set(period, first.name);
    }
  }
  if (periods.size > 1)
    reasons.push(`The files are of different periods: ${[...periods.values()].join(", ")}.`);
  return { chosen, reasons };
}

interface KnownFile {
  readonly feed: Feed;
  readonly source: SetSource;
  readonly sha256: string;
}

/** The files that were validated, for others to look something up in them. */
class KnownFiles {
  readonly #options: ValidateFeedSetOptions;
  readonly #files = new Map<string, KnownFile>();
  /** By feed, columns and days. */
  readonly #sets = new Map<string, ReferenceSet | undefined>();

  constructor(options: ValidateFeedSetOptions) {
    this.#options = options;
  }

  add(feed: Feed, source: SetSource, { sha256 }: ValidationReport): void {
    this.#files.set(feed.name, { feed, source, sha256 });
  }

  /** What is looked up in other files, with all that was given; and the feeds that cannot be looked up. */
  async lookUp(lookUps: readonly LookUp[]) {
    const given = this.#options.references ?? [];
    const sets: ReferenceSet[] = [];
    const missing: string[] = [];
    for (const lookUp of lookUps) {
      const { name } = lookUp.to;
      const set = await this.#readSet(lookUp);
      if (set !== undefined) sets.push(set);
      else if (this.#files.has(name)) missing.push(`${name}, whose file cannot be read`);
      else if (!given.some((each) => each.name === name)) missing.push(`${name}, of which no file was read`);
    }
    const own = new Set(sets.map(({ name }) => name));
    return { missing, sets: [...sets, ...given.filter(({ name }) => !own.has(name))] };
  }

  async #readSet({ to, columns, valid }: LookUp): Promise<ReferenceSet | undefined> {
    const file = this.#files.get(to.name);
    if (file === undefined) return undefined;
    const key = [to.name, valid === undefined ? "" : "dated", ...columns].join("\n");
    if (!this.#sets.has(key)) this.#sets.set(key, await this.#read(file, columns, valid));
    return this.#sets.get(key);
  }

  /** `undefined` for a file that is not even of the shape of its feed, which its own report says. */
  async #read(
    { feed, source, sha256 }: KnownFile,
    columns: readonly string[],
    valid: LookUp["valid"],
  ): Promise<ReferenceSet | undefined> {
    const { signal } = this.#options;
    try {
      const bytes = source.open();
      return await readReferenceSet(feed, columns, { name: source.name, bytes }, { valid, sha256, signal });
    } catch (error) {
      if (isSpmError(error, "config.invalid")) return undefined;
      throw error;
    }
  }
}
