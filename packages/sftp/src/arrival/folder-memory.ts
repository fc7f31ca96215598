import type { Observation } from "./observation.js";
import { createNameWatch, type SuspectName } from "./suspect-name.js";

/** What is kept of one name in a folder. */
export interface Entry {
  observation: Observation;
  /** The number of the last listing that showed it, also when that one broke off. */
  listed: number;
}

/** What is kept of a folder, by name, by feed, and of those names that a person should look at. */
export interface FolderMemory {
  readonly entries: ReadonlyMap<string, Entry>;
  /** The files of each feed, by its position. */
  readonly filesOf: readonly ReadonlySet<Entry>[];
  readonly strangers: ReadonlySet<Entry>;
  put(observation: Observation, listed: number): void;
  drop(entry: Entry): void;
  suspectNames(): readonly SuspectName[];
}

export function createFolderMemory(feedCount: number): FolderMemory {
  const names = createNameWatch();
  const entries = new Map<string, Entry>();
  const filesOf = Array.from({ length: feedCount }, () => new Set<Entry>());
  const strangers = new Set<Entry>();
  const groupsOf = ({ file, feeds }: Observation): readonly Set<Entry>[] => {
    if (file.kind === "folder") return [];
    return feeds.length === 0 ? [strangers] : feeds.flatMap((feed) => filesOf[feed] ?? []);
  };
  return {
    entries,
    filesOf,
    strangers,
    put(observation, listed) {
      const entry = { observation, listed };
      entries.set(observation.name, entry);
      names.appeared(observation.name);
      for (const group of groupsOf(observation)) group.add(entry);
    },
    drop(entry) {
      const { observation } = entry;
      entries.delete(observation.name);
      names.gone(observation.name);
      for (const group of groupsOf(observation)) group.delete(entry);
    },
    suspectNames: names.suspects,
  };
}
