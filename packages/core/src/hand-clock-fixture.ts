import type { Clock } from "./clock.js";

/** A clock that moves when the test says so. */
export interface HandClock extends Clock {
  /** What waits, and until when. */
  readonly waits: Set<{ readonly until: number; readonly end: () => void }>;
  /** Ends the waits whose time has come, and lets what follows happen. */
  pass(ms: number): Promise<void>;
  /** Passes time, a second and another, until something has ended. */
  passUntil<Result>(ending: Promise<Result>): Promise<Result>;
}

/** More than anything takes that follows from the end of a wait. */
const TURNS = 20;

const never = new AbortController().signal;

/** Creates a clock that stands at a time, 0 unless told, until the test moves it. */
export function createHandClock(startMs = 0): HandClock {
  let time = startMs;
  const waits: HandClock["waits"] = new Set();
  const pass = async (ms: number) => {
    time += ms;
    for (const { until, end } of waits) if (until <= time) end();
    // A write to the log is done some turns of the event loop after it was asked for.
    for (let turns = 0; turns < TURNS; turns += 1) await new Promise(setImmediate);
  };
  return {
    waits,
    pass,
    now: () => time,
    monotonic: () => time,
    wait: (ms, { signal = never } = {}) =>
      new Promise((resolve, reject) => {
        if (signal.aborted) return reject(signal.reason);
        const abort = () => void (waits.delete(entry) && reject(signal.reason));
        const end = () => {
          signal.removeEventListener("abort", abort);
          waits.delete(entry);
          resolve();
        };
        const entry = { until: time + ms, end };
        waits.add(entry);
        signal.addEventListener("abort", abort);
      }),
    async passUntil(ending) {
      let ended = false;
      const noticed = ending.finally(() => {
        ended = true;
      });
      noticed.catch(() => undefined);
      while (!ended) await pass(1_000);
      return noticed;
    },
  };
}
