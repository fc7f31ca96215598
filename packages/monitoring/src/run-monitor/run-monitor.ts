import { createRedactor, systemClock } from "@spm-ops/core";
import type { Expectations } from "../expectation/expectations.js";
import { type RunLearning, recallRunLearning, toSnapshotText } from "./run-learning.js";
import type { AnnouncedChange } from "./run-monitor-kind.js";
import { createRunMonitorMemory } from "./run-monitor-memory.js";
import { parseRunMonitorOptions, type RunMonitorOptions } from "./run-monitor-options.js";
import { takeInLog } from "./take-in-log.js";
import { tellSymptoms } from "./tell-symptoms.js";

/** What a look has brought. */
export interface RunLook {
  /** Changes of the log that were taken in. */
  readonly changes: number;
  /** There were more than one look takes in: look again at once. Nothing that is late is told before that. */
  readonly isBehind: boolean;
  readonly failures: readonly RunMonitorFailure[];
}

/** Something that went wrong on the monitor's side. */
export interface RunMonitorFailure {
  /** A stream that cannot be read, the key of a symptom that could not be told, or `snapshot`. */
  readonly about: string;
  readonly error: unknown;
}

/**
 * The watch over the runs of a log: it tells of those that failed, are in doubt or wait too long for people, judges every
 * figure as its step ends, and says of a step that still runs when it takes too long. It moves nothing itself.
 */
export interface RunMonitor {
  /** Takes in what the log has new and tells what is to be told. To be called again and again, some times a minute. */
  look(call?: { readonly signal?: AbortSignal | undefined }): Promise<RunLook>;
  /**
   * From a moment on a figure may lie on another level: a release, a move, a new contract. It holds for runs that are
   * asked for after that, and stands in the log.
   */
  announceChange(change: AnnouncedChange): Promise<void>;
  /** What is expected, as far as the log was taken in. @throws TypeError before the first look. */
  readonly expectations: Pick<Expectations, "expect" | "report">;
}

/**
 * Creates the watch over runs. Nothing happens before the first `look`, which learns from all runs there are; what ended
 * before it is not told.
 *
 * Nothing is known but what is in the log, so it may be made anew at any time, and several may watch. What is to be told
 * is kept before it is told, so none is lost; after a crash it may be told twice, and then it is the very same.
 *
 * @throws SpmError `config.invalid` with everything that is wrong.
 */
export function createRunMonitor(options: RunMonitorOptions): RunMonitor {
  const { log, clock = systemClock, redactor = createRedactor(), onSymptom } = options;
  const settings = parseRunMonitorOptions(options);
  const actor = { kind: "service", id: settings.monitor } as const;
  const memory = createRunMonitorMemory(log, settings.monitor, { actor, redactor });
  const keeper = createSnapshotKeeper(options, settings.snapshotEveryMs);
  let learning: RunLearning | undefined;

  const recall = async (failures: RunMonitorFailure[]): Promise<RunLearning> => {
    const { learning: recalled, failure } = await recallRunLearning(options);
    if (failure !== undefined) failures.push({ about: "snapshot", error: failure });
    recalled.changes.learn(await memory.changes());
    return recalled;
  };
  const look = async (signal: AbortSignal): Promise<RunLook> => {
    signal.throwIfAborted();
    const failures: RunMonitorFailure[] = [];
    const month = await memory.open(clock.now());
    learning ??= await recall(failures);
    learning.changes.learn(month.changes);
    const taken = await takeInLog(learning, { ...options, ...settings, clock, month, signal });
    const { untold } = await memory.keep(learning.found, clock.now());
    learning.found = [];
    const untellable = await tellSymptoms(untold, { memory, onSymptom }, signal);
    const { changes, isBehind } = taken;
    if (!isBehind) learning.judging.forgetBefore(clock.now() - settings.lookbackMs);
    failures.push(...taken.failures, ...untellable, ...(await keeper.keep(learning, clock.now())));
    return { changes, isBehind, failures };
  };

  let turn: Promise<unknown> = Promise.resolve();
  const inTurn = <Result>(work: () => Promise<Result>): Promise<Result> => {
    const result = turn.then(work);
    turn = result.catch(() => undefined);
    return result;
  };
  return {
    look: ({ signal = new AbortController().signal } = {}) => inTurn(() => look(signal)),
    announceChange: (change) => inTurn(() => memory.announce(change, clock.now())),
    get expectations() {
      if (learning === undefined) throw new TypeError("nothing is expected before the first look");
      return learning.expectations;
    },
  };
}

/** Keeps what was learned now and then; it could be learned again, so that this fails is told and no more. */
function createSnapshotKeeper({ snapshots }: Pick<RunMonitorOptions, "snapshots">, everyMs: number) {
  let keptMs: number | undefined;
  return {
    async keep(learning: RunLearning, nowMs: number): Promise<readonly RunMonitorFailure[]> {
      if (snapshots === undefined || (keptMs !== undefined && nowMs - keptMs < everyMs)) return [];
      keptMs = nowMs;
      try {
        await snapshots.write(toSnapshotText(learning));
        return [];
      } catch (error) {
        return [{ about: "snapshot", error }];
      }
    },
  };
}
