import {
  type Clock,
  createRedactor,
  createRunLog,
  createRunner,
  defineGuide,
  defineProcedure,
  type LogEvent,
  openSqliteLog,
  SpmError,
} from "@spm-ops/core";
import { z } from "zod";
import { NIGHT } from "../run-fixture.js";

const text = { title: "A step", instructions: ["Do it by hand."] };

const DAY_MS = 86_400_000;

/** A clock on which short waits are over at once, and those of a worker's heartbeat never. */
function createNightClock(): Clock & { advance(ms: number): void } {
  let now = NIGHT;
  return {
    now: () => now,
    monotonic: () => now,
    wait(ms, { signal } = {}) {
      if (ms <= 60_000) now += ms;
      if (ms <= 60_000) return Promise.resolve();
      return new Promise((_resolve, reject) => {
        signal?.addEventListener("abort", () => reject(signal.reason), { once: true });
      });
    },
    advance(ms) {
      now += ms;
    },
  };
}

/** What the password of the run is. The log does not have it. */
export const PASSWORD = "correct-horse-battery";

/**
 * The events of a run that was really performed: a receipt of one minute, and a load that fails after two minutes, is
 * tried again after one, and ends within three as it is told to.
 */
export async function performRun(runId: string, loadEnds: "well" | "badly"): Promise<readonly LogEvent[]> {
  const clock = createNightClock();
  await using log = await openSqliteLog({ path: ":memory:", clock });
  const redactor = createRedactor();
  redactor.addSecret(PASSWORD);
  const procedure = defineProcedure({ id: "orders", title: "Orders", input: z.strictObject({}) })
    .step("receive", {
      ...text,
      effect: "repeatable",
      run: ({ volume }) => {
        clock.advance(60_000);
        volume({ files: 1, bytes: 2_000_000 });
        return { output: "not for others" };
      },
    })
    .step("load", {
      ...text,
      effect: "keyed",
      retry: { attempts: 2, delayMs: 60_000, maxDelayMs: 60_000 },
      run: ({ attempt, volume }) => {
        clock.advance(attempt === 1 ? 120_000 : 180_000);
        if (attempt === 1 || loadEnds === "badly")
          throw new SpmError("remote.unavailable", `No answer; password=${PASSWORD}`, { operation: "load" });
        volume({ rowsRead: 50_000, rowsRejected: 0 });
      },
    });
  const guides = [defineGuide({ title: "Guide", client: "Example", procedures: [procedure] })] as const;
  const runner = createRunner({
    log,
    guides: [...guides],
    worker: "worker",
    clock,
    redactor,
    leaseMs: DAY_MS,
  });
  await runner.request({ procedureId: "orders", runId, input: {} });
  await runner.advance(runId);
  return createRunLog(log).events(runId);
}
