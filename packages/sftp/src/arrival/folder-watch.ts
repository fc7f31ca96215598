import { posix } from "node:path";
import type { FileStat } from "@spm-ops/core";
import { isUnchanged, type LookMoment, type Observation } from "./observation.js";
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
}

/** Which feeds a name belongs to, by their position. Asked once for each name. */
export type NameMatcher = (fileName: string) => readonly number[];

interface Entry {
  observation: Observation;
  /** The number of the last listing that showed it, also when that one broke off. */
  listed: number;
}

/** Creates the memory of one folder, for any number of feeds. Costs a few hundred bytes a file. */
export function createFolderWatch(feedCount: number, match: NameMatcher): FolderWatch {
  const entries = new Map<string, Entry>();
  const filesOf = Array.from({ length: feedCount }, () => new Set<Entry>());
  const strangers = new Set<Entry>();
  let listings = 0;

  const groupsOf = ({ file, feeds }: Observation): readonly Set<Entry>[] => {
    if (file.kind === "folder") return [];
    return feeds.length === 0 ? [strangers] : feeds.flatMap((feed) => filesOf[feed] ?? []);
  };
  const put = (observation: Observation, listed: number) => {
    const entry = { observation, listed };
    entries.set(observation.name, entry);
    for (const group of groupsOf(observation)) group.add(entry);
  };
  const drop = (entry: Entry) => {
    entries.delete(entry.observation.name);
    for (const group of groupsOf(entry.observation)) group.delete(entry);
  };

  return {
    async look(listing, moment) {
      listings += 1;
      const news = new Map<string, FileStat>();
      let known = 0;
      for await (const file of listing) {
        const name = posix.basename(file.path);
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
