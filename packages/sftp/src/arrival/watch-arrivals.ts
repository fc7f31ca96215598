import { type Clock, type FileSite, parseOptions, systemClock } from "@spm-ops/core";
import { type Arrival, toArrival } from "./arrival.js";
import { type WatchArrivalsOptions, watchArrivalsOptions } from "./arrival-options.js";
import { lookOver } from "./await-deliveries.js";
import { createFolderLook } from "./folder-look.js";
import { looksAt, type Observation } from "./observation.js";
import type { FeedSighting } from "./sighting.js";
import type { SuspectName } from "./suspect-name.js";

/** What one look at a watched folder told. */
export interface ArrivalLook {
  /** The files that have become complete since the look before, each once as long as it stays as it is. */
  readonly arrivals: readonly Arrival[];
  /**
   * Names that belong to no feed, each once as long as it stays as it is; also links, names that cannot be asked for,
   * and a trigger or control file without its file.
   */
  readonly unexpected: readonly string[];
  /** Names that cannot be asked for, and names that read the same as another, each once as long as that is so. */
  readonly suspectNames: readonly SuspectName[];
  /** After a failed look: what the one before it showed. */
  readonly feeds: readonly FeedSighting[];
  /** Why the folder could not be listed this time. */
  readonly unavailable?: string | undefined;
}

export interface WatchArrivalsCall {
  /** @defaultValue the clock of this machine */
  readonly clock?: Clock | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Watches a folder, a look a poll, and tells what has arrived.
 *
 * A file that is replaced or written to after it arrived arrives again, and one that grows does not arrive. Ends when
 * its consumer leaves, or with the signal's reason. What it knows is in this process: a new watch tells everything that
 * lies there once more. Nothing on the site is touched.
 *
 * @throws SpmError `config.invalid` for options that cannot work, and when one file belongs to two feeds.
 * @throws SpmError `file.not-found` without the folder.
 */
export async function* watchArrivals(
  site: FileSite,
  options: WatchArrivalsOptions,
  { clock = systemClock, signal }: WatchArrivalsCall = {},
): AsyncGenerator<ArrivalLook, never> {
  const policy = parseOptions(watchArrivalsOptions, options, "what watchArrivals is asked for");
  const folder = createFolderLook(site, policy, clock);
  const told = new WeakSet<Observation>();
  const isNews = (observation: Observation | undefined) => {
    if (observation === undefined || told.has(observation)) return false;
    told.add(observation);
    return true;
  };
  const newNames = tellOnce();
  for (;;) {
    signal?.throwIfAborted();
    const failure = await lookOver(() => folder.look({ signal }));
    const feeds = folder.sight();
    const { moment } = folder;
    const complete =
      failure === undefined
        ? feeds.flatMap(({ feed, files }) =>
            files.filter(({ state }) => state === "complete").map((file) => ({ feed, file })),
          )
        : [];
    yield {
      arrivals: complete
        .filter(({ file }) => isNews(folder.find(file.name)))
        .map(({ feed, file }) => toArrival(feed, file, moment.nowAt)),
      // A trigger or control file may come before its file: what is seen once is no stranger yet.
      unexpected: folder
        .strangers()
        .filter((stranger) => looksAt(stranger, moment) >= 2 && isNews(stranger))
        .map(({ name }) => name),
      suspectNames: newNames(folder.suspectNames()),
      feeds,
      unavailable: failure?.message,
    };
    await clock.wait(policy.pollMs, { signal });
  }
}

/** Lets through what was not there at the last look; what has gone and comes back is news again. */
function tellOnce(): (names: readonly SuspectName[]) => readonly SuspectName[] {
  let before = new Set<string>();
  return (names) => {
    const now = new Map(names.map((suspect) => [JSON.stringify(suspect), suspect]));
    const news = [...now].filter(([key]) => !before.has(key)).map(([, suspect]) => suspect);
    before = new Set(now.keys());
    return news;
  };
}
