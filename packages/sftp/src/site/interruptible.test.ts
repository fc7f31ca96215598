import { describe, expect, test } from "vitest";
import { interruptible, untilAborted } from "./interruptible.js";

const REASON = new TypeError("the operator left");

describe("untilAborted", () => {
  test("gives what the promise gives, also with a signal that stays quiet", async () => {
    const { signal } = new AbortController();
    expect(await untilAborted(Promise.resolve(1))).toBe(1);
    expect(await untilAborted(Promise.resolve(2), signal)).toBe(2);
    await expect(untilAborted(Promise.reject(REASON), signal)).rejects.toBe(REASON);
  });

  test("ends the wait with the signal's own reason", async () => {
    const abort = new AbortController();
    const waiting = untilAborted(new Promise<never>(() => undefined), abort.signal);
    abort.abort(REASON);
    await expect(waiting).rejects.toBe(REASON);
    await expect(untilAborted(Promise.resolve(1), AbortSignal.abort(REASON))).rejects.toBe(REASON);
  });
});

describe("interruptible", () => {
  test("passes pieces on and leaves empty ones out", async () => {
    const source = async function* () {
      yield Uint8Array.of(1);
      yield new Uint8Array(0);
      yield Uint8Array.of(2, 3);
    };
    const seen: number[] = [];
    for await (const piece of interruptible(source())) seen.push(piece.byteLength);
    expect(seen).toEqual([1, 2]);
  });

  test("tells the source when it is left early", async () => {
    let told = false;
    const source = async function* () {
      try {
        yield Uint8Array.of(1);
        yield Uint8Array.of(2);
      } finally {
        told = true;
      }
    };
    for await (const _ of interruptible(source())) break;
    expect(told).toBe(true);
  });

  test("lets the failure of a source out unchanged", async () => {
    const source = async function* () {
      yield Uint8Array.of(1);
      throw REASON;
    };
    const reading = async () => {
      for await (const piece of interruptible(source())) expect(piece).toEqual(Uint8Array.of(1));
    };
    await expect(reading()).rejects.toBe(REASON);
  });
});
