import { describe, expect, test } from "vitest";
import { describePolicy } from "./policy-words.js";

const plain = { effect: "repeatable", canBeFound: false } as const;

describe("describePolicy", () => {
  test.each([
    [{ ...plain }, "May be done again."],
    [{ ...plain, effect: "keyed" as const }, "May be done again under the same key."],
    [{ effect: "once" as const, canBeFound: true }, "the service looks whether it has happened"],
    [{ effect: "once" as const, canBeFound: false }, "a person has to find out"],
  ])("tells the effect of %j", (policy, words) => {
    expect(describePolicy(policy)[0]).toContain(words);
  });

  test.each([
    [undefined, "Tried once."],
    [{ attempts: 1, delayMs: 5_000 }, "Tried once."],
    [{ attempts: 2 }, "Tried up to 2 times where another try can help, waiting 1 s in between."],
    [
      { attempts: 4 },
      "Tried up to 4 times where another try can help, waiting 1 s at first and 4 s at last.",
    ],
    [
      { attempts: 20, delayMs: 1_000, maxDelayMs: 30_000 },
      "Tried up to 20 times where another try can help, waiting 1 s at first and 30 s at last.",
    ],
    [
      { attempts: 5, delayMs: 90_000 },
      "Tried up to 5 times where another try can help, waiting 1 min in between.",
    ],
  ])("tells the tries of %j", (retry, words) => {
    expect(describePolicy({ ...plain, retry })[1]).toBe(words);
  });

  test("tells the limit of a try", () => {
    expect(describePolicy(plain)[2]).toBe("No limit of time.");
    expect(describePolicy({ ...plain, timeoutMs: 90_000 })[2]).toBe("One try may take 1 min 30 s at most.");
  });
});
