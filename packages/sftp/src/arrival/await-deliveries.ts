import { type FileSite, isRetryable, parseOptions, SpmError, systemClock } from "@spm-ops/core";
import { chooseDelivery, type Deliveries, describeFile, toArrival } from "./arrival.js";
import {
  type AwaitDeliveriesCall,
  type AwaitDeliveriesOptions,
  awaitDeliveriesOptions,
} from "./arrival-options.js";
import { createFolderLook } from "./folder-look.js";
import { leftOver } from "./left-over.js";
import type { FeedSighting, SightedFile } from "./sighting.js";

/**
 * Waits until every feed has one complete file in a folder, and tells which.
 *
 * A file is complete when its name is no temporary one and its size and time were seen unchanged for `settleMs`, by
 * our clock, in two listings or more, and when all is there that its feed's arrival rule asks for: silence by the site's
 * clock, a trigger file, a control file that agrees. What spoke for it stands in the arrival. The folder is listed once a poll, whatever the number of feeds. A site that
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
  const folder = createFolderLook(site, policy, clock);
  const startedMs = clock.monotonic();
  for (let polls = 1; ; polls += 1) {
    signal?.throwIfAborted();
    const waitedMs = Math.round(clock.monotonic() - startedMs);
    const failure = await lookOver(() => folder.look({ signal }));
    const feeds = folder.sight();
    onProgress?.({ polls, waitedMs, feeds, unavailable: failure?.message });

    const chosen = failure === undefined ? chooseAll(feeds, policy.onSeveral) : undefined;
    if (chosen !== undefined) {
      const taken = new Set(chosen.map(({ file }) => file.path));
      const { nowAt } = folder.moment;
      const arrivals = chosen.map(({ feed, file }) => toArrival(feed, file, nowAt));
      return { arrivals, ...leftOver(feeds, folder.strangers(), taken), suspectNames: folder.suspectNames() };
    }
    const leftMs = policy.deadlineMs - waitedMs;
    if (leftMs <= 0) throw missing(policy.folder, feeds, waitedMs, failure);
    await clock.wait(Math.min(policy.pollMs, leftMs), { signal });
  }
}

/** Looks, and gives back a failure that the next look may not meet. */
export async function lookOver(look: () => Promise<unknown>): Promise<Error | undefined> {
  try {
    await look();
    return undefined;
  } catch (error) {
    if (!isRetryable(error) || !(error instanceof Error)) throw error;
    return error;
  }
}

interface ChosenFile {
  readonly feed: string;
  readonly file: SightedFile;
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
