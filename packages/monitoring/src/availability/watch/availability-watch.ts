import { type Clock, parseOptions, systemClock } from "@spm-ops/core";
import { z } from "zod";
import type { Symptom } from "../../incident/symptom.js";
import { createSeededRandom } from "../../statistics/seeded-random.js";
import type { Probe } from "../probe/probe.js";
import { parseStandingPolicy, type StandingPolicy } from "../standing/standing-policy.js";
import type { AvailabilityStore } from "./availability-store.js";
import { createProbeWatch, type WatchedProbe } from "./watch-probe.js";

export interface AvailabilityWatchOptions {
  readonly probes: readonly WatchedProbe[];
  readonly store: AvailabilityStore;
  /** Something known to be up, asked when a look tells `down`: without it our own lost connection is their outage. */
  readonly reference?: Probe | undefined;
  readonly policy?: StandingPolicy | undefined;
  /** From one look at a probe to the next. @defaultValue 60_000 */
  readonly everyMs?: number | undefined;
  /** How many looks may be under way at once. @defaultValue 4 */
  readonly concurrency?: number | undefined;
  /**
   * What of the watched time a crash may cost: it is kept that often.
   *
   * @defaultValue three quarters of `policy.maxGapMs`, which is 225_000; less where looks are rare
   */
  readonly heartbeatMs?: number | undefined;
  /** Decides when within the rhythm each probe is looked at, so that not all are at once. @defaultValue 1 */
  readonly seed?: number | undefined;
  /** @defaultValue the clock of this machine */
  readonly clock?: Clock | undefined;
  /** At least once for each symptom, by one of the watches on a log. One that throws is told again with the next look. */
  readonly onSymptom: (symptom: Symptom) => Promise<void> | void;
  /** Something went wrong on our side; the watch goes on, and nothing that was seen is lost meanwhile. */
  readonly onError: (error: unknown, probeId: string) => void;
}

/** The looks at all probes in their rhythm. */
export interface AvailabilityWatch extends AsyncDisposable {
  /** Begins. @throws TypeError a second time */
  start(): void;
  /** Ends the looks under way, keeps what was seen, and resolves when that is done. */
  close(): Promise<void>;
}

const numbers = z
  .object({
    probeIds: z
      .array(z.string())
      .refine((ids) => new Set(ids).size === ids.length, "two probes have the same id"),
    everyMs: z.number().positive().default(60_000),
    concurrency: z.int().min(1).default(4),
    heartbeatMs: z.number().positive().optional(),
    seed: z.int().default(1),
    maxGapMs: z.number(),
  })
  .refine(({ everyMs, maxGapMs }) => everyMs < maxGapMs, {
    path: ["everyMs"],
    message: "is not less than policy.maxGapMs: there would be a gap before each look",
  })
  // Else a watch that begins would take what another has not kept yet for a gap.
  .refine(({ everyMs, heartbeatMs = 0, maxGapMs }) => everyMs + heartbeatMs <= maxGapMs, {
    path: ["heartbeatMs"],
    message: "and everyMs together are more than policy.maxGapMs",
  })
  .transform(({ heartbeatMs, everyMs, maxGapMs, ...rest }) => {
    const usualMs = Math.min(0.75 * maxGapMs, maxGapMs - everyMs);
    return { ...rest, everyMs, heartbeatMs: heartbeatMs ?? usualMs };
  });

/**
 * Creates the watch over probes. Nothing happens before `start`.
 *
 * Each probe is looked at in its own rhythm, by elapsed time. A look that takes longer than that delays the next one; no
 * probe is ever looked at twice at once, and looks that were passed over are not made up for. After a restart it goes on
 * where the store says; the time between is unknown when it is longer than `policy.maxGapMs`.
 *
 * Several watches may share a log, so that one goes on where another ends: their looks at a probe are folded into one
 * standing, as if one watch looked more often, and of an outage there is one beginning and one telling. Places that may
 * see differently, such as two networks, are not one watch: give each of them a probe with an id of its own. What is to be
 * told is kept before it is told; after a crash it may be told twice, and then it is the very same.
 *
 * @throws SpmError `config.invalid` with everything that is wrong.
 */
export function createAvailabilityWatch(options: AvailabilityWatchOptions): AvailabilityWatch {
  const { probes, clock = systemClock, onError } = options;
  const policy = parseStandingPolicy(options.policy);
  const { everyMs, concurrency, heartbeatMs, seed } = parseOptions(
    numbers,
    { ...options, probeIds: probes.map(({ probe }) => probe.id), maxGapMs: policy.maxGapMs },
    "the availability watch",
  );
  const random = createSeededRandom(seed);
  const closing = new AbortController();
  const { signal } = closing;
  const inTurn = createTurns(concurrency);
  let rounds: readonly Promise<void>[] | undefined;

  const follow = async (watched: WatchedProbe, phaseMs: number) => {
    const watch = createProbeWatch(watched, { ...options, policy, heartbeatMs });
    const attempt = async (work: () => Promise<void>) => {
      try {
        await work();
      } catch (error) {
        if (!signal.aborted || error !== signal.reason) onError(error, watched.probe.id);
      }
    };
    const begunMs = clock.monotonic() + phaseMs;
    for (let dueMs = begunMs; !signal.aborted; ) {
      await attempt(() => clock.wait(Math.max(0, dueMs - clock.monotonic()), { signal }));
      if (!signal.aborted) await inTurn(() => attempt(() => watch.look(signal)));
      const rhythms = Math.floor((clock.monotonic() - begunMs) / everyMs) + 1;
      dueMs = begunMs + Math.max(1, rhythms) * everyMs;
    }
    await attempt(watch.keep);
  };
  const close = async () => {
    closing.abort();
    await Promise.all(rounds ?? []);
  };
  return {
    start() {
      if (rounds !== undefined || signal.aborted) throw new TypeError("this watch has begun already");
      rounds = probes.map((watched) => follow(watched, random.uniform() * everyMs));
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** Lets so many works be under way at once; the others wait in the order in which they came. */
function createTurns(concurrency: number) {
  const waiting: (() => void)[] = [];
  let free = concurrency;
  return async (work: () => Promise<void>): Promise<void> => {
    if (free === 0) await new Promise<void>((resolve) => waiting.push(resolve));
    else free -= 1;
    try {
      await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) free += 1;
      else next();
    }
  };
}
