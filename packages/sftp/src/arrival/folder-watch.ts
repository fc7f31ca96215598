import type { FileStat } from "@spm-ops/core";
import { joinSitePath } from "../site/site-path.js";
import { createFolderMemory, type Entry } from "./folder-memory.js";
import { isUnchanged, type LookMoment, type Observation } from "./observation.js";
import type { SuspectName } from "./suspect-name.js";
import { isTemporaryName } from "./temporary-name.js";

/** What one listing showed that the one before it did not. */
export interface ListingDifference {
  readonly appeared: readonly Observation[];
  /** Listed with another size, time or kind than before. */
  readonly changed: readonly { readonly before: Observation; readonly after: Observation }[];
  readonly gone: readonly Observation[];
}

/** What is known of a folder from its listings so far. */
export interface FolderWatch {
  /**
   * Takes in one complete listing and tells the difference. A listing that breaks off changes nothing.
   *
   * What is kept of a file that has not changed is not touched, and its name is not matched again.
   */
  look(listing: AsyncIterable<FileStat>, moment: LookMoment): Promise<ListingDifference>;
  find(name: string): Observation | undefined;
  /** The files of one feed, by its position. */
  filesOf(feed: number): Iterable<Observation>;
  /** Everything but folders that is no file of any feed: other names, links, names that cannot be asked for. */
  strangers(): Iterable<Observation>;
  /** Names that cannot be asked for, and names that read the same; folders and links as well. */
  suspectNames(): readonly SuspectName[];
}

/** Which feeds a name belongs to, by their position. Asked once for each name. */
export type NameMatcher = (fileName: string) => readonly number[];

/** What is watched. */
export interface WatchedFolder {
  readonly path: string;
  readonly feedCount: number;
  readonly match: NameMatcher;
}

/** Creates the memory of one folder, for any number of feeds. Costs a few hundred bytes a file. */
export function createFolderWatch({ path, feedCount, match }: WatchedFolder): FolderWatch {
  // Not what follows the last slash: a site that lies may send a name with a slash in it.
  const before = joinSitePath(path, "").length;
  const { entries, filesOf, strangers, put, drop, suspectNames } = createFolderMemory(feedCount);
  let listings = 0;

  return {
    async look(listing, moment) {
      listings += 1;
      const news = new Map<string, FileStat>();
      let known = 0;
      for await (const file of listing) {
        const name = file.path.slice(before);
        const entry = entries.get(name);
        if (entry === undefined || !isUnchanged(entry.observation.file, file)) news.set(name, file);
        else news.delete(name);
        if (entry === undefined || entry.listed === listings) continue;
        entry.listed = listings;
        known += 1;
      }
      const gone = known === entries.size ? [] : [...entries.values()].filter(isNotIn(listings));
      for (const entry of gone) drop(entry);
      const appeared: Observation[] = [];
      const changed: { before: Observation; after: Observation }[] = [];
      for (const [name, file] of news) {
        const entry = entries.get(name);
        const observation = observe(entry?.observation, { name, file }, moment, match);
        if (entry === undefined) appeared.push(observation);
        else {
          changed.push({ before: entry.observation, after: observation });
          drop(entry);
        }
        put(observation, listings);
      }
      return { appeared, changed, gone: gone.map(({ observation }) => observation) };
    },
    find: (name) => entries.get(name)?.observation,
    *filesOf(feed) {
      for (const { observation } of filesOf[feed] ?? []) yield observation;
    },
    suspectNames,
    *strangers() {
      for (const { observation } of strangers) yield observation;
    },
  };
}

const isNotIn =
  (listing: number) =>
  ({ listed }: Entry) =>
    listed !== listing;

/** A link or a folder belongs to no feed, whatever its name. */
function observe(
  before: Observation | undefined,
  { name, file }: { readonly name: string; readonly file: FileStat },
  { nowMs, look }: LookMoment,
  match: NameMatcher,
): Observation {
  const feeds = file.kind !== "file" ? [] : before?.file.kind === "file" ? before.feeds : match(name);
  return {
    file,
    name,
    feeds,
    temporary: file.kind === "file" && isTemporaryName(name),
    sinceMs: nowMs,
    sinceLook: look,
    changed: before !== undefined,
  };
}
