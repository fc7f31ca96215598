import type { Handle } from "../contract/spm-connector.js";
import { SCHEDULE, toTask } from "./varicent-job.js";
import { holdsWord } from "./varicent-mapping.js";
import type { VaricentObject } from "./varicent-objects.js";
import type { Activity } from "./varicent-replies.js";

/** Which start is looked for. Times are by our clock, in milliseconds since 1970. */
export interface Sought extends Pick<Handle, "kind" | "object"> {
  /** The id of what was started for it: a report is made by a scheduler item. */
  readonly started: string;
  readonly since: number;
  readonly until: number;
}

/** What the lists of activities tell about it. */
export interface Sight {
  readonly ours: readonly Handle[];
  /** Runs of that time of which nothing tells whose they are. */
  readonly doubtful: readonly string[];
  /** Whether the lists still show what is older, and so would show what is newer. */
  readonly reachesBack: boolean;
}

/** What activities are compared with. */
export interface SightSurroundings {
  /** Everything that could have been started. */
  readonly known: readonly VaricentObject[];
  /** How far the vendor's clock is ahead of ours. */
  readonly clockAheadMs: number;
  /** The user of our activities, where it is known. */
  readonly user: string | undefined;
}

/** Times are told in whole seconds, and an answer takes its time. */
const CLOCK_TOLERANCE_MS = 2_000;

/**
 * Looks for a start among the runs that the lists show.
 *
 * An activity does not name what it runs but in its words, so it is ours when these hold the name of our object and of
 * no other. Its time is taken for its beginning.
 */
export function toSight(
  runs: ReadonlyMap<string, readonly Activity[]>,
  sought: Sought,
  { known, clockAheadMs, user }: SightSurroundings,
): Sight {
  const { kind, object, started, since } = sought;
  const ours: Handle[] = [];
  const doubtful: string[] = [];
  let reachesBack = false;
  for (const [progressId, entries] of runs) {
    const times = entries.flatMap(({ time }) => (time === undefined ? [] : [time - clockAheadMs]));
    const beganAt = times.length === 0 ? undefined : Math.min(...times);
    if (beganAt !== undefined && beganAt < since - CLOCK_TOLERANCE_MS) reachesBack = true;
    if (beganAt !== undefined && !isWithin(beganAt, sought)) continue;
    if (user !== undefined && entries.every(({ userId }) => userId !== "" && userId !== user)) continue;
    const claim = toClaim(entries, known, started);
    if (claim === "ours" && beganAt !== undefined) {
      // Told in whole seconds, it may seem to have begun before it was asked for.
      const startedAt = Math.max(beganAt, since) + clockAheadMs;
      ours.push({ kind, object, task: toTask({ progressId, startedAt }) });
    } else if (claim !== "others") doubtful.push(progressId);
  }
  return { ours, doubtful, reachesBack };
}

/** Whether a time by our clock lies in the time in question. */
export function isWithin(at: number, { since, until }: Pick<Sought, "since" | "until">): boolean {
  return at >= since - CLOCK_TOLERANCE_MS && at <= until + CLOCK_TOLERANCE_MS;
}

/** Whose run it is by its words: ours, somebody else's, or nobody can tell. */
function toClaim(
  entries: readonly Activity[],
  known: readonly VaricentObject[],
  started: string,
): "ours" | "others" | "unclear" {
  const owners = entries.map((entry) => toOwners(entry, known));
  const isOurs = (ids: readonly string[]) => ids.length === 1 && ids[0] === started;
  // A run of the scheduler shows the item and the child at work; an import or a calculation shows itself only.
  const all = started.startsWith(SCHEDULE) ? owners.some(isOurs) : owners.every(isOurs);
  if (all) return "ours";
  return owners.some((ids) => ids.length === 0 || ids.includes(started)) ? "unclear" : "others";
}

/** The objects whose name the words of an activity hold; the longest name, as one may be part of another. */
function toOwners(
  { description, message, messageDetails }: Activity,
  known: readonly VaricentObject[],
): readonly string[] {
  const words = [description, message, messageDetails].join("\n");
  const named = known.filter(({ name }) => name !== "" && holdsWord(words, name));
  const longest = Math.max(0, ...named.map(({ name }) => name.length));
  return named.filter(({ name }) => name.length === longest).map(({ id }) => id);
}
