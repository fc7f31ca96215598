import { describe, expect, inject, test } from "vitest";
import { createSeededRandom } from "./seeded-random-fixture.js";
import { simulate } from "./simulation-fixture.js";

declare module "vitest" {
  interface ProvidedContext {
    /** Set by the endurance test: for how long, and from which seed on. */
    simulation?: { readonly minutes: number; readonly seed: number } | undefined;
  }
}

/** The first of all, and those further ones that were the first to find a bug that was planted for trial. */
const SEEDS = [
  ...Array.from({ length: 20 }, (_, index) => index + 1),
  24,
  38,
  39,
  49,
  52,
  67,
  73,
  96,
  100,
  111,
];

const endurance = inject("simulation");

describe.skipIf(endurance !== undefined)("a simulated history", () => {
  test("is the same each time for the same seed", async () => {
    expect(await simulate(7)).toEqual(await simulate(7));
  });

  test("leaves nothing in the log that cannot be true", { timeout: 120_000 }, async () => {
    for (const seed of SEEDS) expect((await simulate(seed)).faults, `with the seed ${seed}`).toEqual([]);
  });
});

describe.runIf(endurance !== undefined)("simulated histories without end", () => {
  test("leave nothing in the log that cannot be true", { timeout: 0 }, async () => {
    const { minutes = 0, seed: first = 0 } = endurance ?? {};
    const begun = performance.now();
    const random = createSeededRandom(first);
    const runs: string[] = [];
    let [seed, events] = [first, 0];
    do {
      const history = await simulate(seed);
      expect(history.faults, `with the seed ${seed}`).toEqual([]);
      runs.push(history.digest);
      events += history.events;
      seed = random.below(2 ** 31);
    } while (performance.now() - begun < minutes * 60_000);
    const seconds = (performance.now() - begun) / 1_000;
    const result = { histories: runs.length, events, seconds: Math.round(seconds), firstSeed: first };
    process.stdout.write(`${JSON.stringify(result)}\n`);
  });
});
