import type { Clock } from "../clock.js";
import type { Log } from "../log/log.js";
import type { WakeEngine } from "./wake-engine.js";

/** What a sweep found. */
export interface Sweep {
  /** How many streams were due, in nobody's hands, and were woken. */
  readonly woken: number;
  /** For how long the oldest of them has been due, in milliseconds; 0 when there was none. */
  readonly longestDueMs: number;
}

export interface SweepOptions {
  readonly clock: Clock;
  /** Leaves out what has become due only just now: a wake of it is on its way. @defaultValue 0 */
  readonly olderThanMs?: number | undefined;
}

/**
 * Wakes every stream of some kinds that is due and that no worker holds: what a lost wake or a dead worker has left.
 *
 * It changes nothing but that, so it may be done at any time and by several at once. A figure of `longestDueMs` that
 * rises from sweep to sweep says that nobody moves what is woken.
 */
export async function sweep(
  log: Log,
  kinds: readonly string[],
  engine: Pick<WakeEngine, "wake">,
  { clock, olderThanMs = 0 }: SweepOptions,
): Promise<Sweep> {
  let woken = 0;
  let longestDueMs = 0;
  for (const kind of kinds) {
    const now = clock.now();
    for await (const { stream, dueMs = now, updatedAt } of log.list({ kind, dueByMs: now })) {
      // A moment before the last event means that it is due since then.
      const forMs = now - Math.max(dueMs, updatedAt);
      if (forMs < olderThanMs) continue;
      await engine.wake(stream);
      woken += 1;
      longestDueMs = Math.max(longestDueMs, forMs);
    }
  }
  return { woken, longestDueMs };
}
