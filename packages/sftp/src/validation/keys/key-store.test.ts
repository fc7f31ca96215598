import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isSpmError } from "@spm-ops/core";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { KeySpill } from "./key-spill.js";
import { KeyStore } from "./key-store.js";
import { KeyValue } from "./key-value.js";

const SMALL = 65_536;

let folder: string;
let spill: KeySpill;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "key-store-"));
  spill = new KeySpill(folder);
});

afterEach(async () => {
  spill.close();
  await rm(folder, { recursive: true });
});

/** A value with a hash of the test's choice. */
function toValue(text: string, hash: { readonly high: number; readonly low: number }): KeyValue {
  const value = new KeyValue([], 0);
  value.bytes = Buffer.from(text);
  return Object.assign(value, { length: value.bytes.length, ...hash });
}

/** A hash that is good enough to spread values, from their number. */
function spread(number: number): { readonly high: number; readonly low: number } {
  return { high: Math.imul(number, 0x9e3779b1) >>> 0, low: Math.imul(number, 0x85ebca6b) >>> 0 };
}

describe("KeyStore", () => {
  test("finds every value again when most of them are on the disk, and none that was not there", async () => {
    const store = new KeyStore(SMALL, spill);
    for (let number = 0; number < 30_000; number += 1) {
      expect(store.findOrAdd(toValue(`value ${number}`, spread(number)), number + 1)).toBeUndefined();
    }
    expect(store.runCount).toBeGreaterThan(10);
    for (let number = 0; number < 30_000; number += 97) {
      expect(store.findOrAdd(toValue(`value ${number}`, spread(number)), 0)).toBe(number + 1);
    }
    expect(await readdir(folder)).toEqual([]);
  });

  test("tells values apart that share a hash, in memory and on the disk", () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 400 }), { maxLength: 900 }), (numbers) => {
        const store = new KeyStore(SMALL, spill);
        const known = new Map<string, number>();
        for (const [at, number] of numbers.entries()) {
          const text = `${"long ".repeat(60)}${number}`;
          // Three hashes for all: long chains, also over the end of the table.
          const high = [0, 0x8000_0000, 0xffff_ffff][number % 3] ?? 0;
          expect(store.findOrAdd(toValue(text, { high, low: 7 }), at)).toBe(known.get(text));
          if (!known.has(text)) known.set(text, at);
        }
      }),
      { numRuns: 20 },
    );
  });

  test("takes a value that is larger than all the memory it may have", () => {
    const store = new KeyStore(SMALL, spill);
    const large = "x".repeat(SMALL * 2);
    expect(store.findOrAdd(toValue(large, spread(1)), 1)).toBeUndefined();
    expect(store.findOrAdd(toValue("small", spread(2)), 2)).toBeUndefined();
    expect(store.runCount).toBe(1);
    expect(store.findOrAdd(toValue(large, spread(1)), 3)).toBe(1);
  });

  test("says so when there is no folder for what does not fit", () => {
    const lost = new KeySpill(join(folder, "nowhere"));
    expect(() => lost.append(Buffer.from("a"))).toThrow(
      expect.toSatisfy((error: unknown) => isSpmError(error, "file.not-found")),
    );
    lost.close();
  });
});
