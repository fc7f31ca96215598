import { expect, test } from "vitest";
import { createSeededRandom } from "./seeded-random.js";

test("the same seed gives the same numbers, spread evenly over the unit interval", () => {
  const random = createSeededRandom(7);
  const again = createSeededRandom(7);
  const counts = Array.from({ length: 10 }, () => 0);
  for (let draw = 0; draw < 20_000; draw += 1) {
    const number = random.uniform();
    expect(again.uniform()).toBe(number);
    const tenth = Math.floor(number * 10);
    counts[tenth] = (counts[tenth] ?? 0) + 1;
  }
  for (const count of counts) expect(Math.abs(count - 2_000)).toBeLessThan(200);
  expect(createSeededRandom(8).uniform()).not.toBe(createSeededRandom(7).uniform());
});
