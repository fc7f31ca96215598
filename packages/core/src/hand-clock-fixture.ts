import type { Clock } from "./clock.js";

/** A clock that moves when the test says so. */
export interface HandClock extends Clock {
  /** What waits, and until when. */
  readonly waits: Set<{ readonly until: number; readonly end: () => void }>;
  /** Sets the time, back as well, and ends the waits whose time has come: milliseconds since 1970, or such as `2026-01-05T22:00Z`. */
  moveTo(moment: number | string): void;
  /** Moves on, and lets what follows happen. */
  pass(ms: number): Promise<void>;
  /** Passes time, a second and another, until something has ended. */
  passUntil<Result>(ending: Promise<Result>): Promise<Result>;
}

/** More than anything takes that follows from the end of a wait. */
const TURNS = 20;

const never = new AbortController().signal;

/** Creates a clock that stands at a time, 0 unless told, until the test moves it. */
export function createHandClock(start: number | string = 0): HandClock {
  let time = toMs(start);
  const waits: HandClock["waits"] = new Set();
  const moveTo = (moment: number | string) => {
    time = toMs(moment);
    for (const { until, end } of waits) if (until <= time) end();
  };
  const pass = async (ms: number) => {
    moveTo(time + ms);
    // A write to the log is done some turns of the event loop after it was asked for.
    for (let turns = 0; turns < TURNS; turns += 1) await new Promise(setImmediate);
  };
  return {
    waits,
    moveTo,
    pass,
    now: () => time,
    monotonic: () => time,
    wait: (ms, { signal = never } = {}) =>
      new Promise((resolve, reject) => {
        if (signal.aborted) return reject(signal.reason);
        if (ms <= 0) return resolve();
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

function toMs(moment: number | string): number {
  return typeof moment === "number" ? moment : Date.parse(moment);
}
