import { SpmError } from "@spm-ops/core";
import type { ArrivalRule } from "../feed/arrival-rule.js";
import type { Evidence } from "./evidence.js";
import { type CompletenessPolicy, judgeArrival, type Surroundings } from "./evidence-ladder.js";
import type { NameMatcher } from "./folder-watch.js";
import type { Observation } from "./observation.js";
import { isTemporaryName, toFinalName } from "./temporary-name.js";

/** What arrival needs to know of a feed. */
export interface ExpectedFeed {
  readonly name: string;
  /** How much has to speak for a file of the feed. @defaultValue seen unchanged, and nothing more */
  readonly arrival?: ArrivalRule | undefined;
  /** Whether a file of this name, in Unicode's composed form (NFC), is a delivery of the feed. */
  matches(fileName: string): boolean;
}

/**
 * How far the files of a feed are, told by the one that is least far. `waiting`: settled, and something that its feed
 * asks for is not there yet. `empty`: settled without a byte.
 */
export type ArrivalState = "absent" | "growing" | "settling" | "waiting" | "empty" | "complete";

/** What one look at the folder showed of one feed. */
export interface FeedSighting {
  readonly feed: string;
  readonly state: ArrivalState;
  /** Everything that belongs to the feed, files under temporary names included, by name. */
  readonly files: readonly SightedFile[];
}

export interface SightedFile {
  readonly path: string;
  readonly name: string;
  readonly sizeBytes: number;
  /** Milliseconds since 1970, as the site tells. */
  readonly modifiedAt: number;
  readonly state: Exclude<ArrivalState, "absent">;
  /** Whether its name says that it is not finished. */
  readonly temporary: boolean;
  /** For how long it has been seen as it is, by our clock, in whole milliseconds. */
  readonly unchangedMs: number;
  /** What speaks for it so far. */
  readonly evidence: readonly Evidence[];
  /** In words, what it still waits for. */
  readonly waitsFor?: string | undefined;
}

/** What the listings so far show of one feed. */
export function sightFeed(
  feed: string,
  files: Iterable<Observation>,
  policy: CompletenessPolicy,
  around: Surroundings,
): FeedSighting {
  const sighted = [...files]
    .map((file) => sightFile(file, policy, around))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  return { feed, state: stateOf(sighted), files: sighted };
}

/** Compiles the question which feeds a name belongs to: as it is, or as what a temporary name is about to become. */
export function matchFeeds(feeds: readonly ExpectedFeed[]): NameMatcher {
  return (fileName) => {
    const name = fileName.normalize("NFC");
    const finalName = isTemporaryName(name) ? toFinalName(name) : name;
    return feeds.flatMap((feed, at) => (feed.matches(finalName) ? [at] : []));
  };
}

/** Throws SpmError `config.invalid` when one file is a delivery of two feeds, for then their name patterns overlap. */
export function mustBelongToOne(seen: Iterable<Observation>, feeds: readonly ExpectedFeed[]): void {
  const issues: string[] = [];
  for (const { name, feeds: positions } of seen) {
    if (positions.length < 2) continue;
    issues.push(`feeds: ${name} belongs to ${positions.map((at) => feeds[at]?.name).join(" and ")}`);
  }
  if (issues.length === 0) return;
  throw new SpmError(
    "config.invalid",
    `A file cannot be a delivery of two feeds:\n  ${issues.join("\n  ")}`,
    { issues },
  );
}

function sightFile(observation: Observation, policy: CompletenessPolicy, around: Surroundings): SightedFile {
  const { name, temporary, file, sinceMs } = observation;
  const { path, sizeBytes, modifiedAt } = file;
  const unchangedMs = Math.round(around.moment.nowMs - sinceMs);
  const judgement = judgeArrival(observation, policy, around);
  return { path, name, sizeBytes, modifiedAt, temporary, unchangedMs, ...judgement };
}

const LEAST_FAR_FIRST = ["growing", "settling", "waiting", "complete"] as const;

/** A temporary name holds nothing up once a finished file is there: its sender may never come back to it. */
function stateOf(files: readonly SightedFile[]): ArrivalState {
  const finished = files.filter((file) => !file.temporary);
  const considered = finished.length > 0 ? finished : files;
  const least = LEAST_FAR_FIRST.find((state) => considered.some((file) => file.state === state));
  return least ?? (considered.length > 0 ? "empty" : "absent");
}
