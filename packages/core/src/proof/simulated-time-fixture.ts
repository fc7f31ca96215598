import type { Clock } from "../clock.js";

/** Time that passes only from one thing that is to happen to the next. */
export interface SimulatedTime {
  /** Milliseconds since 1970. */
  now(): number;
  /** Has something happen at a moment. What is returned keeps it from happening. */
  at(moment: number, happen: () => void): () => void;
  /** Does what takes no simulated time, such as a call of a log in memory. */
  work<Result>(call: () => Promise<Result>): Promise<Result>;
  /** Lets things happen until some work has ended. @throws TypeError when nothing is left that could end it */
  until<Result>(ending: Promise<Result>): Promise<Result>;
}

interface Happening {
  readonly moment: number;
  happen(): void;
}

/** More than happens in any history: what goes on in a circle is a fault. */
const MOST_HAPPENINGS = 20_000;

export function createSimulatedTime(startMs: number): SimulatedTime {
  let now = startMs;
  let working = 0;
  const happenings = new Set<Happening>();

  /** Until all is done that follows from what has happened. */
  const comeToRest = async () => {
    do await new Promise(setImmediate);
    while (working > 0);
  };
  /** The earliest; of several at one moment the one that was planned first. */
  const takeNext = (): Happening | undefined => {
    let next: Happening | undefined;
    for (const each of happenings) if (next === undefined || each.moment < next.moment) next = each;
    if (next !== undefined) happenings.delete(next);
    return next;
  };

  return {
    now: () => now,
    at(moment, happen) {
      const happening = { moment, happen };
      happenings.add(happening);
      return () => happenings.delete(happening);
    },
    async work(call) {
      working += 1;
      try {
        return await call();
      } finally {
        working -= 1;
      }
    },
    async until(ending) {
      let ended = false;
      const noticed = ending.finally(() => {
        ended = true;
      });
      noticed.catch(() => undefined);
      let most = MOST_HAPPENINGS;
      for (await comeToRest(); !ended; await comeToRest()) {
        most -= 1;
        if (most < 0) throw new TypeError("the work does not come to an end");
        const next = takeNext();
        if (next === undefined) throw new TypeError("nothing is to come, and the work has not ended");
        now = Math.max(now, next.moment);
        next.happen();
      }
      return noticed;
    },
  };
}

/** A process that may be killed, and that may sleep without knowing. What runs in it never notices the former. */
export interface SimulatedProcess {
  readonly clock: Clock;
  readonly isAlive: boolean;
  /** Comes back after some time; later when the process sleeps by then, and never once it is killed. */
  pass(ms: number): Promise<void>;
  kill(): void;
  sleep(ms: number): void;
}

/** Begins a process whose clock goes wrong by some time. */
export function beginProcess(time: SimulatedTime, skewMs = 0): SimulatedProcess {
  let isAlive = true;
  let asleepUntil = 0;

  const plan = (ms: number, happen: () => void): (() => void) => {
    let forget = () => undefined as unknown;
    const planAt = (moment: number) => {
      forget = time.at(moment, () => {
        if (!isAlive) return;
        if (asleepUntil > time.now()) planAt(asleepUntil);
        else happen();
      });
    };
    planAt(time.now() + ms);
    return () => forget();
  };

  return {
    get isAlive() {
      return isAlive;
    },
    pass: (ms) => new Promise((resolve) => plan(ms, resolve)),
    kill() {
      isAlive = false;
    },
    sleep(ms) {
      asleepUntil = time.now() + ms;
    },
    clock: {
      now: () => time.now() + skewMs,
      monotonic: () => time.now(),
      wait: (ms, { signal } = {}) =>
        new Promise((resolve, reject) => {
          signal?.throwIfAborted();
          const abort = () => {
            forget();
            reject(signal?.reason);
          };
          const forget = plan(ms, () => {
            signal?.removeEventListener("abort", abort);
            resolve();
          });
          signal?.addEventListener("abort", abort, { once: true });
        }),
    },
  };
}
