import { DAY_MS } from "./calendar-day.js";

/** One change of a zone's offset from UTC, for summer time or for good. */
export interface ClockChange {
  /** The first instant under the new offset. */
  readonly atMs: number;
  readonly offsetBeforeMs: number;
  readonly offsetAfterMs: number;
}

/** What is known of a zone for some time: the offset just before, and the changes in it. */
interface Stretch {
  readonly offsetBeforeMs: number;
  readonly changes: readonly ClockChange[];
}

const SECOND_MS = 1_000;
const LOOK_MS = 4 * DAY_MS;
const STRETCH_MS = 91 * LOOK_MS;

// Facts that never change within a process, each learned once: a format costs a hundred times what its use does, and
// its use a hundred times what looking here does.
const formats = new Map<string, Intl.DateTimeFormat>();
const stretches = new Map<string, Map<number, Stretch>>();

/** Whether this runtime knows the zone by that IANA name. Plain offsets such as `+01:00` are no zones. */
export function isZone(zone: string): boolean {
  try {
    return /^[A-Z]/.test(zone) && formatOf(zone) !== undefined;
  } catch {
    return false;
  }
}

/** The offset of a zone's clocks from UTC at an instant, in milliseconds; east of Greenwich is positive. */
export function offsetAt(zone: string, instantMs: number): number {
  const { offsetBeforeMs, changes } = stretchAt(zone, Math.floor(instantMs / STRETCH_MS));
  return changes.findLast(({ atMs }) => atMs <= instantMs)?.offsetAfterMs ?? offsetBeforeMs;
}

/**
 * The changes of a zone's clocks from `fromMs` on and before `toMs`, in order.
 *
 * They are found by looking at the clock every four days and then closer, so two changes within four days that undo
 * each other stay unseen. The shortest such pair since 1970 lasted a week, in the north-east of Brazil in 2000.
 */
export function clockChangesBetween(zone: string, fromMs: number, toMs: number): readonly ClockChange[] {
  const found: ClockChange[] = [];
  for (let index = Math.floor(fromMs / STRETCH_MS); index * STRETCH_MS < toMs; index += 1) {
    for (const change of stretchAt(zone, index).changes) {
      if (change.atMs >= fromMs && change.atMs < toMs) found.push(change);
    }
  }
  return found;
}

function stretchAt(zone: string, index: number): Stretch {
  const ofZone = learnOnce(stretches, zone, () => new Map<number, Stretch>());
  return learnOnce(ofZone, index, () => explore(zone, index * STRETCH_MS));
}

function learnOnce<Key, Value>(known: Map<Key, Value>, key: Key, learn: () => Value): Value {
  const value = known.get(key) ?? learn();
  if (!known.has(key)) known.set(key, value);
  return value;
}

function explore(zone: string, startMs: number): Stretch {
  const changes: ClockChange[] = [];
  const offsetBeforeMs = readOffset(zone, startMs - SECOND_MS);
  let lastMs = startMs - SECOND_MS;
  let lastOffsetMs = offsetBeforeMs;
  for (let look = 1; look <= STRETCH_MS / LOOK_MS; look += 1) {
    const lookMs = startMs - SECOND_MS + look * LOOK_MS;
    const lookOffsetMs = readOffset(zone, lookMs);
    while (lastOffsetMs !== lookOffsetMs) {
      const atMs = firstOtherOffset(zone, { lastMs, lastOffsetMs, lookMs });
      const offsetAfterMs = readOffset(zone, atMs);
      changes.push({ atMs, offsetBeforeMs: lastOffsetMs, offsetAfterMs });
      lastMs = atMs;
      lastOffsetMs = offsetAfterMs;
    }
    lastMs = lookMs;
  }
  return { offsetBeforeMs, changes };
}

interface Bracket {
  readonly lastMs: number;
  readonly lastOffsetMs: number;
  readonly lookMs: number;
}

/** Bisects to the second: changes have never been finer. */
function firstOtherOffset(zone: string, { lastMs, lastOffsetMs, lookMs }: Bracket): number {
  let sameMs = lastMs;
  let otherMs = lookMs;
  while (otherMs - sameMs > SECOND_MS) {
    const middleMs = sameMs + Math.floor((otherMs - sameMs) / SECOND_MS / 2) * SECOND_MS;
    if (readOffset(zone, middleMs) === lastOffsetMs) sameMs = middleMs;
    else otherMs = middleMs;
  }
  return otherMs;
}

/** Reads a zone's clock as its people would, at a whole second. */
function readOffset(zone: string, instantMs: number): number {
  const [month = 0, day = 0, year = 0, hour = 0, minute = 0, second = 0] = formatOf(zone)
    .format(instantMs)
    .split(/\D+/)
    .map(Number);
  return Date.UTC(year, month - 1, day, hour, minute, second) - instantMs;
}

function formatOf(zone: string): Intl.DateTimeFormat {
  return learnOnce(
    formats,
    zone,
    () =>
      new Intl.DateTimeFormat("en-US", {
        timeZone: zone,
        hourCycle: "h23",
        year: "numeric",
        month: "numeric",
        day: "numeric",
        hour: "numeric",
        minute: "numeric",
        second: "numeric",
      }),
  );
}
