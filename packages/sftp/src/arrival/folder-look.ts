import { type Clock, type FileSite, parseOptions } from "@spm-ops/core";
import { arrivalRuleSchema } from "../feed/arrival-rule.js";
import { toSitePath } from "../site/site-path.js";
import { companionsOf, toCompanionName } from "./companion.js";
import { createControlReader } from "./control-reader.js";
import type { CompletenessPolicy } from "./evidence-ladder.js";
import { createFolderWatch, type ListingDifference } from "./folder-watch.js";
import { isSettled, type LookMoment, type Observation } from "./observation.js";
import { type ExpectedFeed, type FeedSighting, matchFeeds, mustBelongToOne, sightFeed } from "./sighting.js";
import { createSiteClockWatch } from "./site-clock.js";
import type { SuspectName } from "./suspect-name.js";

/** What is looked for in which folder. */
export interface FolderLookOptions {
  readonly folder: string;
  readonly feeds: readonly ExpectedFeed[];
  readonly settleMs: number;
  readonly emptyFiles: "refuse" | "deliver";
  readonly siteClockAheadMs?: number | undefined;
}

/** Looks at one folder again and again, for all feeds at once. */
export interface FolderLook {
  /** Lists the folder once, and reads the control files that have settled. A listing that fails changes nothing. */
  look(call: { readonly signal?: AbortSignal | undefined }): Promise<ListingDifference>;
  /** What is known of every feed, in the order of the feeds. */
  sight(): readonly FeedSighting[];
  find(name: string): Observation | undefined;
  /** What belongs to no feed, and to no file of one as its trigger or control file. */
  strangers(): readonly Observation[];
  suspectNames(): readonly SuspectName[];
  /** When the last listing that succeeded was asked for. */
  readonly moment: LookMoment;
}

/**
 * Creates the repeated look at a folder.
 *
 * @throws SpmError `config.invalid` for a feed whose arrival rule cannot work.
 */
export function createFolderLook(site: FileSite, options: FolderLookOptions, clock: Clock): FolderLook {
  const { folder, feeds } = options;
  const policies = feeds.map((feed) => toPolicy(feed, options));
  const path = toSitePath(folder);
  const watch = createFolderWatch({ path, feedCount: feeds.length, match: matchFeeds(feeds) });
  const siteClock = createSiteClockWatch(options.siteClockAheadMs);
  const controls = createControlReader(site);
  let moment: LookMoment = { look: 0, nowMs: clock.monotonic(), nowAt: clock.now() };

  const readControls = async (signal: AbortSignal | undefined) => {
    for (const [at, { control: rule, settleMs }] of policies.entries()) {
      if (rule === undefined) continue;
      for (const { name } of watch.filesOf(at)) {
        const control = watch.find(toCompanionName(rule.fileName, name));
        if (control?.file.kind !== "file" || !isSettled(control, moment, settleMs)) continue;
        await controls.read(control, rule.format, { signal });
      }
    }
  };

  return {
    async look({ signal }) {
      const next = { look: moment.look + 1, nowMs: clock.monotonic(), nowAt: clock.now() };
      const difference = await watch.look(site.list(folder, { signal }), next);
      siteClock.learn(difference, { afterAt: moment.nowAt, beforeAt: clock.now() });
      moment = next;
      mustBelongToOne(difference.appeared, feeds);
      await readControls(signal);
      return difference;
    },
    sight: () => {
      const around = { moment, siteClock: siteClock.get(), find: watch.find, readControl: controls.get };
      return policies.map((policy, at) =>
        sightFeed(feeds[at]?.name ?? "", watch.filesOf(at), policy, around),
      );
    },
    find: watch.find,
    suspectNames: watch.suspectNames,
    strangers: () => {
      const claimed = new Set<string>();
      for (const [at, policy] of policies.entries()) {
        if (policy.trigger === undefined && policy.control === undefined) continue;
        for (const { name } of watch.filesOf(at)) {
          for (const companion of companionsOf(policy, name)) claimed.add(companion);
        }
      }
      return [...watch.strangers()].filter(({ name }) => !claimed.has(name));
    },
    get moment() {
      return moment;
    },
  };
}

function toPolicy(
  feed: ExpectedFeed,
  { settleMs, emptyFiles }: Pick<FolderLookOptions, "settleMs" | "emptyFiles">,
): CompletenessPolicy {
  const rule = parseOptions(arrivalRuleSchema, feed.arrival ?? {}, `the arrival rule of feed "${feed.name}"`);
  return { ...rule, settleMs: rule.settleMs ?? settleMs, emptyFiles };
}
