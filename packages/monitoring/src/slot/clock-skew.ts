import { parseOptions } from "@spm-ops/core";
import { z } from "zod";
import type { Symptom } from "../incident/symptom.js";

/** When a client says that it sent something, and when that came in by our clock; milliseconds since 1970. */
export interface ClockPair {
  readonly clientMs: number;
  readonly serverMs: number;
}

const clockPolicySchema = z
  .strictObject({
    leastTransportMs: z.number().min(0).default(0),
    window: z.int().min(3).default(21),
    atLeast: z.int().min(1).default(5),
    boundMs: z.number().positive().default(30_000),
  })
  .refine(({ atLeast, window }) => atLeast <= window, {
    path: ["atLeast"],
    message: "is more than the window holds",
  });

/** How a client's clock is judged. */
export interface ClockPolicy {
  /** How long the quickest message is under way, for example half of the shortest round trip. @defaultValue 0 */
  readonly leastTransportMs?: number | undefined;
  /** How many of the latest pairs are looked at, so that a clock that was set right is right soon. @defaultValue 21 */
  readonly window?: number | undefined;
  /** With fewer pairs nothing is said. @defaultValue 5 */
  readonly atLeast?: number | undefined;
  /** A clock that is farther off is told of, until it is within four fifths of that. @defaultValue 30_000 */
  readonly boundMs?: number | undefined;
}

/** What is known of a client's clock. */
export interface ClockStanding {
  /** What is to be added to its times; positive for a clock that is behind. */
  readonly offsetMs: number;
  /** Half of the differences lie within this of their median. */
  readonly spreadMs: number;
  readonly pairs: number;
  readonly isOff: boolean;
  /** When it became so, by our clock. */
  readonly sinceMs: number;
}

/**
 * Estimates how far a client's clock is from ours: the median of the differences, less the time that the quickest message
 * takes. Up to half of the pairs may be delayed or wrong by any amount. Neither order nor repetition makes a difference.
 *
 * @param before what was known of the clock earlier: where only the latest pairs are kept, they do not show any more since
 *   when it is off. What the pairs show themselves holds.
 * @returns nothing with too few pairs.
 * @throws SpmError `config.invalid` for a policy that cannot be.
 */
export function judgeClock(
  pairs: Iterable<ClockPair>,
  policy: ClockPolicy = {},
  before?: ClockStanding,
): ClockStanding | undefined {
  const rules = parseOptions(clockPolicySchema, policy, "the policy for clocks");
  const sorted = distinctPairs(pairs);
  let standing = before;
  for (let end = rules.atLeast; end <= sorted.length; end += 1) {
    const latest = sorted.slice(Math.max(0, end - rules.window), end);
    const differences = latest.map(({ clientMs, serverMs }) => serverMs - clientMs);
    const middle = medianOf(differences);
    const offsetMs = middle - rules.leastTransportMs;
    const spreadMs = medianOf(differences.map((difference) => Math.abs(difference - middle)));
    // Less to be well again than to be off: a clock at the bound is told of once.
    const isOff = Math.abs(offsetMs) > rules.boundMs * (standing?.isOff === true ? 0.8 : 1);
    const seenMs = latest.at(-1)?.serverMs ?? 0;
    const sinceMs = standing?.isOff === isOff ? standing.sinceMs : seenMs;
    standing = { offsetMs, spreadMs, pairs: latest.length, isOff, sinceMs };
  }
  return standing;
}

/** What is to be told of a client's clock: that it is off, or well. */
export function toClockSymptom(client: string, { offsetMs, isOff, sinceMs, pairs }: ClockStanding): Symptom {
  const seconds = Math.round(Math.abs(offsetMs) / 1_000);
  const way = offsetMs > 0 ? "behind" : "ahead";
  return {
    key: `clock:${client}`,
    kind: "rule",
    state: isOff ? "raised" : "cleared",
    severity: "warning",
    subject: client,
    at: sinceMs,
    explanation: `The clock of ${client} is ${seconds} s ${way}, by the middle of its latest ${pairs} messages.`,
  };
}

function distinctPairs(pairs: Iterable<ClockPair>): readonly ClockPair[] {
  const byText = new Map<string, ClockPair>();
  for (const pair of pairs) {
    const isMoment = Number.isFinite(pair.clientMs) && Number.isFinite(pair.serverMs);
    if (isMoment) byText.set(`${pair.serverMs} ${pair.clientMs}`, pair);
  }
  return [...byText.values()].sort(
    (one, other) => one.serverMs - other.serverMs || one.clientMs - other.clientMs,
  );
}

function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  const upper = sorted[Math.floor(sorted.length / 2)] ?? 0;
  const lower = sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
  return lower + (upper - lower) / 2;
}
