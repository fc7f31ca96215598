import {
  type FileSite,
  type FileStat,
  isRetryable,
  parseOptions,
  SpmError,
  systemClock,
} from "@spm-ops/core";
import { type Arrival, chooseDelivery, type Deliveries, describeFile } from "./arrival.js";
import {
  type AwaitDeliveriesCall,
  type AwaitDeliveriesOptions,
  awaitDeliveriesOptions,
} from "./arrival-options.js";
import { leftOver } from "./left-over.js";
import { type Observations, observe } from "./observation.js";
import { type FeedSighting, mustBelongToOne, type SightedFile, sightFeeds } from "./sighting.js";

/**
 * Waits until every feed has one complete file in a folder, and tells which.
 *
 * A file is complete when its name is no temporary one and its size and time were seen unchanged for `settleMs`, by
 * our clock, in two listings or more. The folder is listed once a poll, whatever the number of feeds. A site that
 * does not answer is waited over; a file that changes begins to settle anew. Nothing on the site is touched.
 *
 * @throws SpmError `delivery.missing` when the deadline has passed, with what was seen of each missing feed.
 * @throws SpmError `file.ambiguous` when a feed has several complete files and `onSeveral` is not given.
 * @throws SpmError `config.invalid` for options that cannot work, and when one file belongs to two feeds.
 * @throws SpmError `file.not-found` without the folder.
 * @example
 * const { arrivals } = await awaitDeliveries(site, { folder: "/inbox", feeds: [orders, accounts], deadlineMs: 3_600_000 });
 */
export async function awaitDeliveries(
  site: FileSite,
  options: AwaitDeliveriesOptions,
  { clock = systemClock, signal, onProgress }: AwaitDeliveriesCall = {},
): Promise<Deliveries> {
  const policy = parseOptions(awaitDeliveriesOptions, options, "what awaitDeliveries is asked for");
  const startedMs = clock.monotonic();
  let observations: Observations = new Map();
  for (let polls = 1; ; polls += 1) {
    signal?.throwIfAborted();
    const nowMs = clock.monotonic();
    let failure: Error | undefined;
    try {
      observations = observe(observations, await listFolder(site, policy.folder, signal), nowMs);
    } catch (error) {
      if (!isRetryable(error) || !(error instanceof Error)) throw error;
      failure = error;
    }
    const waitedMs = Math.round(nowMs - startedMs);
    const feeds = sightFeeds(observations, policy.feeds, policy, nowMs);
    mustBelongToOne(feeds);
    onProgress?.({ polls, waitedMs, feeds, unavailable: failure?.message });

    const chosen = failure === undefined ? chooseAll(feeds, policy.onSeveral) : undefined;
    if (chosen !== undefined) {
      const nowAt = clock.now() - (clock.monotonic() - nowMs);
      const taken = new Set(chosen.map(({ file }) => file.path));
      return { arrivals: chosen.map(toArrival(nowAt)), ...leftOver(observations, policy.feeds, taken) };
    }
    const leftMs = policy.deadlineMs - waitedMs;
    if (leftMs <= 0) throw missing(policy.folder, feeds, waitedMs, failure);
    await clock.wait(Math.min(policy.pollMs, leftMs), { signal });
  }
}

interface ChosenFile {
  readonly feed: string;
  readonly file: SightedFile;
}

async function listFolder(
  site: FileSite,
  folder: string,
  signal?: AbortSignal,
): Promise<readonly FileStat[]> {
  const listing: FileStat[] = [];
  for await (const entry of site.list(folder, { signal })) listing.push(entry);
  return listing;
}

/** One file for each feed, or nothing while a feed has none. Every feed is asked, so that an ambiguity shows early. */
function chooseAll(
  feeds: readonly FeedSighting[],
  onSeveral?: "oldest" | "newest" | undefined,
): readonly ChosenFile[] | undefined {
  const chosen = feeds.flatMap((sighting) => {
    const file = chooseDelivery(sighting, onSeveral);
    return file === undefined ? [] : [{ feed: sighting.feed, file }];
  });
  return chosen.length === feeds.length ? chosen : undefined;
}

function toArrival(nowAt: number): (chosen: ChosenFile) => Arrival {
  return ({ feed, file: { name, path, sizeBytes, modifiedAt, unchangedMs } }) => ({
    feed,
    name,
    path,
    sizeBytes,
    modifiedAt,
    receivedAt: Math.round(nowAt - unchangedMs),
  });
}

function missing(
  folder: string,
  feeds: readonly FeedSighting[],
  waitedMs: number,
  failure: Error | undefined,
): SpmError {
  const incomplete = feeds.filter(({ state }) => state !== "complete");
  // A folder that cannot be looked at any more proves no feed complete.
  const absent = incomplete.length > 0 ? incomplete : feeds;
  const seen = absent.map(({ feed, files }) =>
    files.length === 0 ? `${feed}: nothing was seen` : `${feed}: ${files.map(describeFile).join(", ")}`,
  );
  if (failure !== undefined) seen.push(`the last look failed: ${failure.message}`);
  return new SpmError(
    "delivery.missing",
    `Not everything arrived in ${folder} within ${Math.round(waitedMs / 1_000)} s.\n  ${seen.join("\n  ")}`,
    { feeds: absent.map(({ feed }) => feed), waitedMs },
    { cause: failure },
  );
}
