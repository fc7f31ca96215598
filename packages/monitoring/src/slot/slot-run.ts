/**
 * How a run came about. `automatic`: something asked for it that is no person, so it belongs to a slot or to none.
 * `manual`: a person asked for it. `related`: it repeats another run, or another run called it; slots are not its matter.
 */
export type SlotRunTrigger = "automatic" | "manual" | "related";

/** What is known of a run, as far as slots are judged by it. It may be told in pieces, in any order, again and again. */
export interface SlotRun {
  readonly runId: string;
  readonly trigger: SlotRunTrigger;
  /** The slot that it was made for, where it names one. */
  readonly slotId?: string | undefined;
  /** When it began to work, in milliseconds since 1970; absent while it has not. */
  readonly startedMs?: number | undefined;
  readonly finishedMs?: number | undefined;
  /** Whose clock told these times. @defaultValue the clock of the log */
  readonly client?: string | undefined;
}

/** What has to be added to the times of clients, in milliseconds. */
export type ClockOffsets = ReadonlyMap<string, number>;

/**
 * Makes one run of all that was told of it, its times corrected by what is known of the client's clock. Neither order nor
 * repetition makes a difference. Ordered by beginning, those that have not begun last.
 */
export function mergeRuns(
  tellings: Iterable<SlotRun>,
  offsets: ClockOffsets = new Map(),
): readonly SlotRun[] {
  const runs = new Map<string, SlotRun>();
  for (const telling of tellings) {
    const run = correct(telling, offsets);
    const known = runs.get(run.runId);
    runs.set(run.runId, known === undefined ? run : merge(known, run));
  }
  return [...runs.values()].sort(byStart);
}

/** Orders runs by their beginning, then by id. */
export function byStart(one: SlotRun, other: SlotRun): number {
  const [start, otherStart] = [one.startedMs ?? Infinity, other.startedMs ?? Infinity];
  if (start !== otherStart) return start - otherStart;
  return one.runId < other.runId ? -1 : 1;
}

function correct(run: SlotRun, offsets: ClockOffsets): SlotRun {
  const offset = run.client === undefined ? 0 : (offsets.get(run.client) ?? 0);
  const moved = (ms: number | undefined) =>
    ms === undefined || !Number.isFinite(ms) ? undefined : ms + offset;
  return { ...run, startedMs: moved(run.startedMs), finishedMs: moved(run.finishedMs) };
}

/** Sorted, so that who is told first does not decide: of two triggers the one that asks less of the run. */
const TRIGGERS: readonly SlotRunTrigger[] = ["automatic", "manual", "related"];

function merge(one: SlotRun, other: SlotRun): SlotRun {
  const starts = [one.startedMs, other.startedMs].filter((ms) => ms !== undefined);
  const ends = [one.finishedMs, other.finishedMs].filter((ms) => ms !== undefined);
  const rank = Math.max(TRIGGERS.indexOf(one.trigger), TRIGGERS.indexOf(other.trigger));
  return {
    runId: one.runId,
    trigger: TRIGGERS[rank] ?? one.trigger,
    slotId: firstOf(one.slotId, other.slotId),
    client: firstOf(one.client, other.client),
    startedMs: starts.length === 0 ? undefined : Math.min(...starts),
    finishedMs: ends.length === 0 ? undefined : Math.max(...ends),
  };
}

function firstOf(one: string | undefined, other: string | undefined): string | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return one < other ? one : other;
}
