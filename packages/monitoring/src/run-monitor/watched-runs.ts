import type { RunAlarm } from "./run-alarms.js";
import type { SeenRun } from "./run-trouble.js";

/** A run that has not ended, and what was made of it so far. */
interface WatchedRun {
  readonly seen: SeenRun;
  /** The figures of it that were judged, by name. */
  readonly judged: ReadonlySet<string>;
  /** By subject. */
  readonly alarms: ReadonlyMap<string, RunAlarm>;
}

/** What is remembered of runs, so that no figure is learned twice, however often a run is read. */
export interface WatchedRuns {
  /** Those that have not ended. */
  open(): Iterable<WatchedRun>;
  /** What was judged of a run; nothing more is to be judged of one that has ended long ago. */
  judgedOf(seen: SeenRun): ReadonlySet<string> | "all";
  find(runId: string): WatchedRun | undefined;
  /** Those that had not ended when the snapshot was taken, and were not seen since. */
  unseen(): readonly string[];
  keep(watched: WatchedRun): void;
  /** Forgets runs that ended so long ago that nobody reads them for the first time any more. */
  forgetBefore(ms: number): void;
  snapshot(): WatchedRunsSnapshot;
}

/** What was judged, as it is kept beside what was learned. */
export interface WatchedRunsSnapshot {
  readonly open: readonly { readonly runId: string; readonly judged: readonly string[] }[];
  readonly ended: readonly (readonly [runId: string, finishedMs: number])[];
  readonly forgottenBeforeMs: number | null;
}

export function createWatchedRuns(snapshot?: WatchedRunsSnapshot): WatchedRuns {
  const open = new Map<string, WatchedRun>();
  const judgedBefore = new Map(snapshot?.open.map(({ runId, judged }) => [runId, new Set(judged)]));
  const ended = new Map(snapshot?.ended);
  let forgottenBeforeMs = snapshot?.forgottenBeforeMs ?? Number.NEGATIVE_INFINITY;
  return {
    open: () => open.values(),
    find: (runId) => open.get(runId),
    unseen: () => [...judgedBefore.keys()],
    judgedOf({ run: { runId, finishedAt } }) {
      if (ended.has(runId) || (finishedAt !== undefined && finishedAt < forgottenBeforeMs)) return "all";
      return open.get(runId)?.judged ?? judgedBefore.get(runId) ?? new Set();
    },
    keep(watched) {
      const { runId, finishedAt } = watched.seen.run;
      judgedBefore.delete(runId);
      if (finishedAt === undefined) {
        open.set(runId, watched);
        return;
      }
      open.delete(runId);
      ended.set(runId, finishedAt);
    },
    forgetBefore(ms) {
      forgottenBeforeMs = Math.max(forgottenBeforeMs, ms);
      for (const [runId, finishedMs] of ended) if (finishedMs < ms) ended.delete(runId);
    },
    snapshot: () => ({
      open: [
        ...[...open].map(([runId, { judged }]) => ({ runId, judged: [...judged] })),
        ...[...judgedBefore].map(([runId, judged]) => ({ runId, judged: [...judged] })),
      ],
      ended: [...ended],
      forgottenBeforeMs: Number.isFinite(forgottenBeforeMs) ? forgottenBeforeMs : null,
    }),
  };
}
