import { posix } from "node:path";
import { SpmError } from "@spm-ops/core";
import { isSettled, type Observation, type Observations } from "./observation.js";
import { isTemporaryName, toFinalName } from "./temporary-name.js";

/** What arrival needs to know of a feed. */
export interface ExpectedFeed {
  readonly name: string;
  /** Whether a file of this name, in Unicode's composed form (NFC), is a delivery of the feed. */
  matches(fileName: string): boolean;
}

/** How far the files of a feed are, told by the one that is least far. `empty`: settled without a byte. */
export type ArrivalState = "absent" | "growing" | "settling" | "empty" | "complete";

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
}

/** When a file counts as complete. */
export interface CompletenessPolicy {
  readonly settleMs: number;
  readonly emptyFiles: "refuse" | "deliver";
}

/** What the listings so far show of every feed, in the order of the feeds. */
export function sightFeeds(
  observations: Observations,
  feeds: readonly ExpectedFeed[],
  policy: CompletenessPolicy,
  nowMs: number,
): readonly FeedSighting[] {
  const files = [...observations.values()]
    .filter(({ file }) => file.kind === "file")
    .map((observation) => sightFile(observation, policy, nowMs))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  return feeds.map((feed) => {
    const ours = files.filter((file) => belongsTo(feed, file.name));
    return { feed: feed.name, state: stateOf(ours), files: ours };
  });
}

/** Whether a file, or what a temporary name is about to become, is a delivery of the feed. */
export function belongsTo(feed: ExpectedFeed, fileName: string): boolean {
  const name = fileName.normalize("NFC");
  return feed.matches(isTemporaryName(name) ? toFinalName(name) : name);
}

/** Throws SpmError `config.invalid` when one file is a delivery of two feeds, for then their name patterns overlap. */
export function mustBelongToOne(feeds: readonly FeedSighting[]): void {
  const feedsOf = new Map<string, string[]>();
  for (const { feed, files } of feeds) {
    for (const { name } of files) feedsOf.set(name, [...(feedsOf.get(name) ?? []), feed]);
  }
  const issues = [...feedsOf]
    .filter(([, names]) => names.length > 1)
    .map(([file, names]) => `feeds: ${file} belongs to ${names.join(" and ")}`);
  if (issues.length === 0) return;
  throw new SpmError(
    "config.invalid",
    `A file cannot be a delivery of two feeds:\n  ${issues.join("\n  ")}`,
    { issues },
  );
}

function sightFile(observation: Observation, policy: CompletenessPolicy, nowMs: number): SightedFile {
  const { path, sizeBytes, modifiedAt } = observation.file;
  const name = posix.basename(path);
  const temporary = isTemporaryName(name);
  return {
    path,
    name,
    sizeBytes,
    modifiedAt,
    state: temporary ? "growing" : fileState(observation, policy, nowMs),
    temporary,
    unchangedMs: Math.round(nowMs - observation.sinceMs),
  };
}

function fileState(observation: Observation, { settleMs, emptyFiles }: CompletenessPolicy, nowMs: number) {
  if (!isSettled(observation, nowMs, settleMs)) {
    return observation.changed && observation.looks === 1 ? "growing" : "settling";
  }
  return observation.file.sizeBytes === 0 && emptyFiles === "refuse" ? "empty" : "complete";
}

/** A temporary name holds nothing up once a finished file is there: its sender may never come back to it. */
function stateOf(files: readonly SightedFile[]): ArrivalState {
  const finished = files.filter((file) => !file.temporary);
  const considered = finished.length > 0 ? finished : files;
  if (considered.some(({ state }) => state === "growing")) return "growing";
  if (considered.some(({ state }) => state === "settling")) return "settling";
  if (considered.some(({ state }) => state === "complete")) return "complete";
  return considered.length > 0 ? "empty" : "absent";
}
