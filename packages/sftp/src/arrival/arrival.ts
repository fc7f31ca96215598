import { SpmError } from "@spm-ops/core";
import type { Evidence } from "./evidence.js";
import type { FeedSighting, SightedFile } from "./sighting.js";
import type { SuspectName } from "./suspect-name.js";

/** One complete file of one feed, as it lay on the site. Plain JSON. */
export interface Arrival {
  readonly feed: string;
  /** Its name in the folder, as the site spells it. */
  readonly name: string;
  readonly path: string;
  readonly sizeBytes: number;
  /** Milliseconds since 1970, by the site's clock. */
  readonly modifiedAt: number;
  /** When we first saw it as it is, in milliseconds since 1970 by our clock. */
  readonly receivedAt: number;
  /** What spoke for its being whole, weakest first. */
  readonly evidence: readonly Evidence[];
}

/** What arrived, and what else lay there when it did. Plain JSON. */
export interface Deliveries {
  /** One for each feed, in the order of the feeds. */
  readonly arrivals: readonly Arrival[];
  /** Names that belong to no feed; also links and names that cannot be asked for. Left where they are. */
  readonly unexpected: readonly string[];
  /** Files under temporary names. Left where they are. */
  readonly unfinished: readonly string[];
  /** Files of a feed beside the one that was taken. Left where they are. */
  readonly notTaken: readonly string[];
  /** Names that cannot be asked for, and names that read the same as another. Left where they are. */
  readonly suspectNames: readonly SuspectName[];
}

/** What one look at the folder told. */
export interface ArrivalProgress {
  /** Looks so far, this one included. */
  readonly polls: number;
  readonly waitedMs: number;
  /** After a failed look: what the one before it showed. */
  readonly feeds: readonly FeedSighting[];
  /** Why the folder could not be listed this time. */
  readonly unavailable?: string | undefined;
}

/** A complete file as the arrival of its feed, when it was looked at at `nowAt`, in milliseconds since 1970. */
export function toArrival(feed: string, file: SightedFile, nowAt: number): Arrival {
  const { name, path, sizeBytes, modifiedAt, unchangedMs, evidence } = file;
  const receivedAt = Math.round(nowAt - unchangedMs);
  return { feed, name, path, sizeBytes, modifiedAt, receivedAt, evidence };
}

/**
 * The file of a feed that counts as its delivery, or nothing while one of its files is unfinished.
 *
 * @throws SpmError `file.ambiguous` with the names when there are several and no rule which to take.
 */
export function chooseDelivery(
  { feed, state, files }: FeedSighting,
  onSeveral?: "oldest" | "newest" | undefined,
): SightedFile | undefined {
  if (state !== "complete") return undefined;
  const complete = files
    .filter((file) => file.state === "complete")
    .sort((a, b) => a.modifiedAt - b.modifiedAt);
  const [first] = complete;
  if (first === undefined || complete.length === 1) return first;
  if (onSeveral === undefined) {
    const found = complete.map(describeFile).join("; ");
    throw new SpmError(
      "file.ambiguous",
      `The feed ${feed} has ${complete.length} complete files: ${found}. Leave one of them, or say which to take with onSeveral.`,
      { path: first.path, found },
    );
  }
  return onSeveral === "oldest" ? first : complete.at(-1);
}

/** A file in words: its name, its size, and why it does not count yet. */
export function describeFile({ name, sizeBytes, state, temporary, ...file }: SightedFile): string {
  const unchangedS = Math.floor(file.unchangedMs / 1_000);
  const why = temporary
    ? "still under a temporary name"
    : state === "growing"
      ? "still growing"
      : state === "settling"
        ? `unchanged for ${unchangedS} s, which is not long enough`
        : state === "waiting"
          ? `waits for ${file.waitsFor}`
          : state;
  // Two names that differ in nothing but this look the same to whoever has to choose.
  const spelling = name === name.normalize("NFC") ? "" : ", spelled with accents apart (NFD)";
  return `${name} (${sizeBytes} bytes, ${why}${spelling})`;
}
