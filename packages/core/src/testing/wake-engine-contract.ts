import { describe, expect, test } from "vitest";
import type { Clock } from "../clock.js";
import type { OnWakeError } from "../engine/wake-calls.js";
import type { WakeEngine } from "../engine/wake-engine.js";
import type { StreamId } from "../log/event.js";
import { createSeen } from "./seen-fixture.js";

/** What a wake engine contract needs: an engine that has not begun, and the clock that it goes by. */
export interface WakeEngineUnderTest {
  readonly engine: WakeEngine;
  readonly clock: Pick<Clock, "now">;
  readonly close: () => Promise<void>;
}

type Check = (underTest: WakeEngineUnderTest & { readonly errors: readonly unknown[] }) => Promise<void>;

const note: StreamId = { kind: "note", id: "1" };
const other: StreamId = { kind: "note", id: "2" };

/** Registers a test for every promise of the port `WakeEngine`, each with an engine of its own from `start`. */
export function describeWakeEngineContract(
  name: string,
  start: (options: { readonly onError: OnWakeError }) => Promise<WakeEngineUnderTest>,
): void {
  const clause = (promise: string, check: Check) => {
    test(promise, async () => {
      const errors: unknown[] = [];
      const underTest = await start({ onError: (error) => errors.push(error) });
      try {
        await check({ ...underTest, errors });
      } finally {
        await underTest.engine.stop();
        await underTest.close();
      }
    });
  };
  describe(`${name} keeps the promises of a wake engine`, () => {
    describe("wakes", () => addWakeClauses(clause));
    describe("calls", () => addCallClauses(clause));
    describe("start and stop", () => addStopClauses(clause));
  });
}

function addWakeClauses(clause: (promise: string, check: Check) => void): void {
  clause("wakes the streams that it was asked to wake, and no other", async ({ engine }) => {
    const woken = createSeen<string>();
    await engine.start(async ({ id }) => woken.add(id));
    await engine.wake(note);
    await engine.wake(other);
    await woken.until(2);
    expect(woken.all.toSorted()).toEqual(["1", "2"]);
  });

  clause("takes a moment that has passed as now", async ({ engine, clock }) => {
    const woken = createSeen<StreamId>();
    await engine.start(async (stream) => woken.add(stream));
    await engine.wake(note, clock.now() - 60_000);
    await woken.until(1);
    expect(woken.all).toEqual([note]);
  });

  clause("wakes no stream before its moment", async ({ engine, clock }) => {
    const woken = createSeen<number>();
    await engine.start(async () => woken.add(clock.now()));
    const notBeforeMs = clock.now() + 300;
    await engine.wake(note, notBeforeMs);
    await woken.until(1);
    expect(woken.all[0]).toBeGreaterThanOrEqual(notBeforeMs);
  });

  clause("does not put off a wake for now because one for later is asked for", async ({ engine, clock }) => {
    const woken = createSeen<number>();
    const late = clock.now() + 86_400_000;
    await engine.wake(note);
    await engine.wake(note, late);
    await engine.start(async () => woken.add(clock.now()));
    await woken.until(1);
    expect(woken.all).not.toEqual([]);
  });

  clause("wakes what it was asked for before it began", async ({ engine }) => {
    const woken = createSeen<StreamId>();
    await engine.wake(note);
    await engine.start(async (stream) => woken.add(stream));
    await woken.until(1);
    expect(woken.all[0]).toEqual(note);
  });
}

function addCallClauses(clause: (promise: string, check: Check) => void): void {
  clause(
    "calls for a stream one call at a time, and once more after a wake during a call",
    async ({ engine }) => {
      const began = createSeen<number>();
      const gate = createSeen<true>();
      let underWay = 0;
      await engine.start(async () => {
        underWay += 1;
        began.add(underWay);
        await gate.until(1);
        underWay -= 1;
      });
      await engine.wake(note);
      await began.until(1);
      await engine.wake(note);
      await engine.wake(note);
      gate.add(true);
      await began.until(2);
      expect(began.all.every((atOnce) => atOnce === 1)).toBe(true);
    },
  );

  clause("calls for several streams at the same time", async ({ engine }) => {
    const began = createSeen<string>();
    await engine.start(async ({ id }) => {
      began.add(id);
      await began.until(2);
    });
    await engine.wake(note);
    await engine.wake(other);
    await began.until(2);
    expect(began.all.toSorted()).toEqual(["1", "2"]);
  });

  clause("tells of a call that failed, and goes on", async ({ engine, errors }) => {
    const woken = createSeen<StreamId>();
    const failure = new RangeError("no luck");
    await engine.start(async (stream) => {
      woken.add(stream);
      if (woken.all.length === 1) throw failure;
    });
    await engine.wake(note);
    await woken.until(1);
    await engine.wake(note);
    await woken.until(2);
    expect(errors).toEqual([failure]);
  });
}

function addStopClauses(clause: (promise: string, check: Check) => void): void {
  clause("aborts the calls under way when it stops, and waits for their end", async ({ engine, errors }) => {
    const began = createSeen<AbortSignal>();
    let ended = false;
    await engine.start(async (_, { signal }) => {
      began.add(signal);
      await new Promise((resolve) => signal.addEventListener("abort", resolve));
      await new Promise(setImmediate);
      ended = true;
      signal.throwIfAborted();
    });
    await engine.wake(note);
    await began.until(1);
    await engine.stop();
    expect(ended).toBe(true);
    expect(errors).toEqual([]);
  });

  clause("begins once", async ({ engine }) => {
    await engine.start(async () => undefined);
    await expect(engine.start(async () => undefined)).rejects.toThrow(TypeError);
  });

  clause("may be stopped twice, and before it began", async ({ engine }) => {
    await engine.stop();
    await expect(engine.stop()).resolves.toBeUndefined();
  });
}
