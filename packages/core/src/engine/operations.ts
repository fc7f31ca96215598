import { type Clock, systemClock } from "../clock.js";
import type { StreamId } from "../log/event.js";
import type { Log } from "../log/log.js";
import type { Runner } from "../run/runner.js";
import type { SlotWatch } from "../schedule/watch/slot-watch.js";
import { isSpmError } from "../spm-error.js";
import { type Sweep, sweep } from "./sweep.js";
import type { OnWake, WakeEngine } from "./wake-engine.js";

const RUN = "run";

export interface OperationsOptions {
  readonly log: Log;
  /** Moves the runs. */
  readonly runner: Pick<Runner, "advance">;
  /** Wakes what is to be moved. It is started and stopped, and must not have begun. */
  readonly engine: WakeEngine;
  /** The watch over the schedules. @defaultValue this process watches none */
  readonly slots?: Pick<SlotWatch, "begin" | "look" | "nextMs"> | undefined;
  /** How streams of other kinds are moved, such as the messages of an outbox, by their kind. @defaultValue runs only */
  readonly others?: Readonly<Record<string, OnWake>> | undefined;
  /** @defaultValue the clock of this machine */
  readonly clock?: Clock | undefined;
  /** How long it looks neither for slots nor for what is due, at most. @defaultValue 30_000 */
  readonly everyMs?: number | undefined;
  readonly told: OperationsTold;
}

/** Who is told what happens. */
export interface OperationsTold {
  /** Something went wrong that the operations go on without. It tries again with the next sweep, or the next look. */
  onError(error: unknown, about: StreamId | undefined): void;
  /** Told of each sweep: a `longestDueMs` of minutes is worth an alarm. */
  onSwept?(sweep: Sweep): void;
}

/** The operations of a guide under way in this process: slots become runs, and what is due is moved. */
export interface Operations extends AsyncDisposable {
  /** Begins: catches up with slots that were missed, takes up runs that were left. @throws TypeError a second time. */
  start(): Promise<void>;
  /** Has a run moved soon, for example because a person has acted on it. */
  wake(runId: string): Promise<void>;
  /** Begins nothing more, aborts the steps under way, and resolves when they have ended. */
  close(): Promise<void>;
}

/**
 * Creates the loop of a service: it looks for slots when they are due, wakes their runs, moves what is woken, and sweeps
 * for what was left. It looks and sweeps again whenever a run has got on, so that what waited for it goes on at once.
 *
 * Any number of processes may do so on one log. That another worker holds a run is no trouble.
 *
 * @throws RangeError when `everyMs` is not positive.
 */
export function createOperations(options: OperationsOptions): Operations {
  const { log, engine, slots, others = {}, clock = systemClock, everyMs = 30_000, told } = options;
  if (!(everyMs > 0)) throw new RangeError("everyMs has to be positive");
  const kinds = [RUN, ...Object.keys(others)];
  const closing = new AbortController();
  /** Of the rest that is taken now, or comes next. */
  let rest = new AbortController();
  let rounds: Promise<void> | undefined;

  const wake = (runId: string) => engine.wake({ kind: RUN, id: runId });
  const endRest = () => rest.abort();
  const unlessAborted = async (signal: AbortSignal, work: () => Promise<void>) => {
    try {
      await work();
    } catch (error) {
      if (!signal.aborted) told.onError(error, undefined);
    }
  };
  const look = async () => {
    const { runIds = [], failures = [] } = (await slots?.look({ signal: closing.signal })) ?? {};
    for (const { scheduleId, error } of failures) told.onError(error, { kind: "schedule", id: scheduleId });
    for (const runId of runIds) await wake(runId);
  };
  const goRound = async () => {
    while (!closing.signal.aborted) {
      rest = new AbortController();
      const { signal } = rest;
      const untilMs = Math.min(clock.now() + everyMs, slots?.nextMs() ?? Infinity);
      await unlessAborted(closing.signal, look);
      await unlessAborted(closing.signal, async () =>
        told.onSwept?.(await sweep(log, kinds, engine, { clock })),
      );
      await unlessAborted(signal, () => clock.wait(Math.max(0, untilMs - clock.now()), { signal }));
    }
  };

  const close = async () => {
    closing.abort();
    endRest();
    await rounds;
    await engine.stop();
  };

  return {
    async start() {
      if (rounds !== undefined || closing.signal.aborted)
        throw new TypeError("these operations have begun already");
      rounds = Promise.resolve();
      await slots?.begin();
      await engine.start(createMover(options, clock, endRest));
      rounds = goRound();
    },
    wake,
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** Moves a stream by its kind, and asks for it to be woken when it is due again. */
function createMover(
  { log, runner, engine, others, told }: OperationsOptions,
  clock: Clock,
  onProgress: () => void,
): OnWake {
  const movers = new Map(Object.entries(others ?? {}));
  movers.set(RUN, async ({ id }, call) => {
    await runner.advance(id, call);
  });
  return async (stream, call) => {
    try {
      const move = movers.get(stream.kind);
      if (move === undefined) throw new TypeError(`nothing moves a ${stream.kind} here`);
      await move(stream, call);
      const dueMs = (await log.find(stream))?.dueMs ?? Infinity;
      // What is still due is left to the next sweep: whatever keeps it would keep it again.
      if (dueMs <= clock.now()) return;
      if (dueMs !== Infinity) await engine.wake(stream, dueMs);
      onProgress();
    } catch (error) {
      if (!call.signal.aborted && !isSpmError(error, "claim.held")) told.onError(error, stream);
    }
  };
}
