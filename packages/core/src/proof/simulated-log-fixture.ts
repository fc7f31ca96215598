import type { LogEvent } from "../log/event.js";
import type { Log } from "../log/log.js";
import { SpmError } from "../spm-error.js";
import type { SeededRandom } from "./seeded-random-fixture.js";
import type { SimulatedProcess, SimulatedTime } from "./simulated-time-fixture.js";

/** How badly a log is reached. */
export interface LogTrouble {
  /** How often a call does not arrive, and how often its answer does not come back. */
  readonly refuses: number;
  readonly loses: number;
  /** How long a call, or its answer, is under way at most. */
  readonly slowestMs: number;
}

export interface LogAccess {
  readonly time: SimulatedTime;
  readonly random: SeededRandom;
  /** Asked before each call. */
  trouble(): LogTrouble;
  /** Told what a caller was told to be kept. */
  acknowledge(events: readonly LogEvent[]): void;
}

/** A log as one process reaches it: each call takes its time, and may fail before it was done, or after. */
export function reachLog(log: Log, process: SimulatedProcess, access: LogAccess): Log {
  const { time, random, acknowledge } = access;

  const reach = async <Result>(operation: string, call: () => Promise<Result>): Promise<Result> => {
    const { refuses, loses, slowestMs } = access.trouble();
    await process.pass(random.below(slowestMs + 1));
    if (random.chance(refuses)) {
      throw new SpmError("remote.unavailable", "The log is not reached.", { operation });
    }
    const outcome = await time.work(() => settle(call));
    await process.pass(random.below(slowestMs + 1));
    if (random.chance(loses)) {
      throw new SpmError("remote.unknown", "The log's answer was lost.", { operation });
    }
    if ("error" in outcome) throw outcome.error;
    return outcome.result;
  };
  const flat = (several: readonly (readonly LogEvent[])[]) => several.flat();
  const same = (events: readonly LogEvent[]) => events;
  const telling = async <Result>(
    operation: string,
    call: () => Promise<Result>,
    eventsOf: (result: Result) => readonly LogEvent[],
  ): Promise<Result> => {
    const result = await reach(operation, call);
    acknowledge(eventsOf(result));
    return result;
  };

  return {
    ...log,
    append: (stream, append) => telling("append", () => log.append(stream, append), same),
    appendAll: (writes) => telling("append to several", () => log.appendAll(writes), flat),
    appendClaiming: (stream, append, request) =>
      telling(
        "append and claim",
        () => log.appendClaiming(stream, append, request),
        ({ events }) => events,
      ),
    read: (stream, range) => reach("read", () => log.read(stream, range)),
    find: (stream) => reach("find", () => log.find(stream)),
    async *list(query) {
      yield* await reach("list", async () => {
        const heads = [];
        for await (const head of log.list(query)) heads.push(head);
        return heads;
      });
    },
    attach: (stream, content, call) => reach("attach", () => log.attach(stream, content, call)),
    claim: (stream, request) => reach("claim", () => log.claim(stream, request)),
    renew: (claim, leaseMs) => reach("renew", () => log.renew(claim, leaseMs)),
    release: (claim) => reach("release", () => log.release(claim)),
  };
}

async function settle<Result>(call: () => Promise<Result>) {
  try {
    return { result: await call() };
  } catch (error) {
    return { error };
  }
}
