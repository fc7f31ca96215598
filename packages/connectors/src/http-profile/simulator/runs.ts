import type { Clock } from "@spm-ops/core";
import type { Conditions } from "./faults.js";
import type { RunRecord } from "./state.js";
import { perform, type Workshop } from "./work.js";

export interface RunOptions {
  readonly workshop: Workshop;
  readonly clock: Clock;
  readonly conditions: Conditions;
  /** How long a run takes by the simulator's clock. */
  readonly runMs: number;
}

/** A run that was ever started. */
export interface LedgerEntry extends Pick<RunRecord, "id" | "kind" | "object" | "file" | "startedAt"> {
  readonly state: string;
}

/** The runs of an application. Their state is a matter of the time alone, so a restart changes nothing. */
export function createRuns({ workshop, clock, conditions, runMs }: RunOptions) {
  const { storage } = workshop;
  const { runs } = storage.state;
  let turn: Promise<unknown> = Promise.resolve();

  const stateOf = ({ startedAt, endAt, end, isStopped }: RunRecord): string => {
    if (clock.now() >= endAt) return isStopped ? "stopped" : end;
    return clock.now() < startedAt + runMs / 4 ? "queued" : "working";
  };

  const begin = async (job: Pick<RunRecord, "kind" | "object" | "file">): Promise<RunRecord> => {
    const startedAt = clock.now();
    const id = `r-${runs.length + 1}`;
    const done = await perform(workshop, { ...job, id });
    const [end = done.end, ...ends] = conditions.ends;
    conditions.ends = ends;
    const run: RunRecord = {
      ...job,
      ...done,
      end,
      id,
      startedAt,
      endAt: startedAt + runMs,
      isStopped: false,
    };
    runs.push(run);
    storage.save();
    return run;
  };

  return {
    stateOf,
    /** The latest first. */
    list: (): readonly RunRecord[] => [...runs].reverse(),
    get: (id: string | undefined) => runs.find((run) => run.id === id),

    /** Starts a run. One decision at a time. */
    start(job: Pick<RunRecord, "kind" | "object" | "file">): Promise<RunRecord> {
      const started = turn.then(() => begin(job));
      turn = started.catch(() => undefined);
      return started;
    },

    stop(run: RunRecord): void {
      if (clock.now() >= run.endAt) return;
      Object.assign(run, { endAt: clock.now(), isStopped: true });
      storage.save();
    },

    ledger: (): readonly LedgerEntry[] =>
      runs.map((run) => {
        const { id, kind, object, file, startedAt } = run;
        return { id, kind, object, file, startedAt, state: stateOf(run) };
      }),
  };
}

export type Runs = ReturnType<typeof createRuns>;
