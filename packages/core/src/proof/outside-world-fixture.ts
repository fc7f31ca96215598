import type { EffectContract, Found } from "../effect/effect-contract.js";
import type { NewAttachment } from "../log/attachment.js";
import type { LogEvent } from "../log/event.js";
import { SpmError } from "../spm-error.js";
import type { SeededRandom } from "./seeded-random-fixture.js";

/** A secret that the outside world betrays in its answers, and that no event may hold. */
export const CANARY = "canary-f3a9c1";

/** Something that was done to the outside world. */
interface WorldCall {
  readonly key: string;
  readonly attempt: number;
  readonly contract: EffectContract;
}

/** How badly the outside world answers, as probabilities. */
export interface WorldTrouble {
  /** It does not do what it is asked for, and says so. */
  readonly refuses: number;
  /** It does it, and its answer is lost. */
  readonly loses: number;
  /** It cannot tell what has happened. */
  readonly forgets: number;
  /** How long it takes at most. */
  readonly slowestMs: number;
}

/** The outside world: it remembers, whatever becomes of those who call it. */
export interface OutsideWorld {
  readonly calls: WorldCall[];
  /** The hashes of the events that somebody was told to be kept, by their stream and number. */
  readonly acknowledged: Map<string, string>;
  happened(key: string): boolean;
  acknowledge(events: readonly LogEvent[]): void;
}

export function createOutsideWorld(): OutsideWorld {
  const calls: WorldCall[] = [];
  const acknowledged = new Map<string, string>();
  return {
    calls,
    acknowledged,
    happened: (key) => calls.some((call) => call.key === key),
    acknowledge(events) {
      for (const { stream, seq, hash } of events)
        acknowledged.set(JSON.stringify([stream.kind, stream.id, seq]), hash);
    },
  };
}

/** An attempt as a step is given it. */
interface Attempt {
  readonly key: string;
  readonly attempt: number;
  readonly signal: AbortSignal;
  attach(attachment: NewAttachment): Promise<void>;
}

/** How a process acts on the outside world. */
export interface WorldAccess {
  perform(attempt: Attempt, contract: EffectContract): Promise<string>;
  find(attempt: Pick<Attempt, "key" | "signal">): Promise<Found<string>>;
}

/**
 * The outside world as one process reaches it.
 *
 * @param pass takes time, and does not come back in a process that has ended.
 */
export function reachWorld(
  world: OutsideWorld,
  pass: (ms: number) => Promise<void>,
  random: SeededRandom,
  trouble: () => WorldTrouble,
): WorldAccess {
  return {
    async perform({ key, attempt, signal }, contract) {
      const { refuses, loses, slowestMs } = trouble();
      // What may be done only once arrives at once: nobody could tell that it is still on its way.
      if (contract !== "once") await pass(random.below(slowestMs + 1));
      signal.throwIfAborted();
      if (random.chance(refuses)) {
        throw new SpmError("remote.unavailable", `Nobody lets ${CANARY} in.`, { operation: key });
      }
      world.calls.push({ key, attempt, contract });
      await pass(random.below(slowestMs + 1));
      if (random.chance(loses)) {
        throw new SpmError("remote.unknown", `The answer to ${CANARY} was lost.`, { operation: key });
      }
      return key;
    },
    async find({ key }) {
      const { forgets, slowestMs } = trouble();
      await pass(random.below(slowestMs + 1));
      if (random.chance(forgets)) return { state: "unknown", reason: "Nobody knows." };
      const found: Found<string> = world.happened(key)
        ? { state: "happened", output: key }
        : { state: "absent" };
      await pass(random.below(slowestMs + 1));
      return found;
    },
  };
}
