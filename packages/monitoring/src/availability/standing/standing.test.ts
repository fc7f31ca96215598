import { isSpmError } from "@spm-ops/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type AvailabilityState, foldLook, type Standing, weighLook } from "./standing.js";
import { parseStandingPolicy, type StandingPolicy } from "./standing-policy.js";

const MINUTE_MS = 60_000;
const STATES = { u: "up", d: "down", "?": "unknown" } as const;

/** The standing after each look of a text such as `uud?`, a minute apart. */
function follow(looks: string, policy: StandingPolicy = {}): readonly Standing[] {
  const parsed = parseStandingPolicy(policy);
  const standings: Standing[] = [];
  for (const [index, letter] of [...looks].entries()) {
    const state: AvailabilityState = STATES[letter as keyof typeof STATES];
    standings.push(foldLook(standings.at(-1), { state, checkedAt: index * MINUTE_MS }, parsed));
  }
  return standings;
}

function words(looks: string, policy: StandingPolicy = {}): string {
  return follow(looks, policy)
    .map(({ state }) => (state === "unknown" ? "?" : state[0]))
    .join("");
}

describe("foldLook", () => {
  test("changes with x in y looks, not with so many in a row", () => {
    expect(words("uuduuu")).toBe("?uuuuu");
    expect(words("uuduuduududd")).toBe("?uuuuuuuuudd");
    expect(words("uuddduddudu")).toBe("?uudddddddu");
  });

  test("counts a change from the first of the looks that decided it", () => {
    expect(follow("uuudud").at(-1)).toMatchObject({ state: "down", sinceMs: 3 * MINUTE_MS });
    expect(follow("dddduu").at(-1)).toMatchObject({ state: "up", sinceMs: 4 * MINUTE_MS });
  });

  test("keeps unknown apart from down: single looks that cannot tell change nothing", () => {
    expect(words("uu??uu")).toBe("?uuuuu");
    expect(words("uud?d")).toBe("?uuud");
    const standings = follow("uu???");
    expect(standings.at(-1)).toMatchObject({ state: "unknown", sinceMs: 2 * MINUTE_MS, wasDown: false });
    expect(follow("ddd???").at(-1)).toMatchObject({ state: "unknown", wasDown: true });
  });

  test("knows nothing of a gap in which nobody looked", () => {
    const policy = parseStandingPolicy();
    const before = follow("uuu").at(-1);
    const after = foldLook(before, { state: "up", checkedAt: 60 * MINUTE_MS }, policy);
    expect(after).toMatchObject({ state: "unknown", sinceMs: 2 * MINUTE_MS });
    const decided = foldLook(after, { state: "up", checkedAt: 61 * MINUTE_MS }, policy);
    expect(decided).toMatchObject({ state: "up", sinceMs: 60 * MINUTE_MS });
  });

  test("is flapping after many changes, until there has been none for as long", () => {
    const policy = { flapping: { changes: 4, withinMs: 15 * MINUTE_MS } };
    const standings = follow(`uu${"dduu".repeat(3)}${"u".repeat(20)}`, policy);
    const flapping = standings.map((standing) => (standing.flapping ? "f" : "-")).join("");
    expect(flapping).toMatch(/^-+f{10,}-+$/);
    expect(flapping.indexOf("f")).toBe(9);
    expect(flapping.lastIndexOf("f")).toBeLessThan(28);
  });

  test("takes a clock that goes back for one that stands", () => {
    const policy = parseStandingPolicy();
    const standing = foldLook(follow("uuu").at(-1), { state: "down", checkedAt: 0 }, policy);
    expect(standing.lastLookMs).toBe(2 * MINUTE_MS);
  });

  test("is never up and down since the same moment, also while a clock stands", () => {
    const policy = parseStandingPolicy();
    const sinces: Standing[] = [];
    for (const letter of "dduudd") {
      const state = STATES[letter as keyof typeof STATES];
      sinces.push(foldLook(sinces.at(-1), { state, checkedAt: 0 }, policy));
    }
    const changes = sinces.filter(({ state }, index) => state !== (sinces[index - 1]?.state ?? "unknown"));
    expect(changes.map(({ state, sinceMs }) => [state, sinceMs])).toEqual([
      ["down", 0],
      ["up", 1],
      ["down", 2],
    ]);
  });

  test("never changes with each of the same looks, whatever the policy", () => {
    const counts = fc
      .integer({ min: 1, max: 8 })
      .chain((of) => fc.record({ of: fc.constant(of), count: fc.integer({ min: 1, max: of }) }));
    const law = fc.property(
      counts,
      counts,
      fc.array(fc.constantFrom("u", "d"), { maxLength: 40 }),
      (down, up, looks) => {
        fc.pre(down.count + up.count > Math.max(down.of, up.of));
        // What decides for one side cannot decide for the other: a repeated look of the present state changes nothing.
        const last = follow(looks.join(""), { down, up }).at(-1);
        fc.pre(last !== undefined && last.state !== "unknown");
        const agreed = looks.join("") + (last.state === "up" ? "u" : "d");
        expect(follow(agreed, { down, up }).at(-1)?.state).toBe(last.state);
      },
    );
    fc.assert(law);
  });

  test("refuses a policy that cannot hold, all of it at once", () => {
    const parse = () => parseStandingPolicy({ down: { count: 4, of: 3 }, unknownAfter: 0 });
    expect(parse).toThrow(/down.count: [\s\S]*unknownAfter: /);
    const both = () => parseStandingPolicy({ down: { count: 1, of: 3 }, up: { count: 1, of: 3 } });
    expect(both).toThrow(expect.toSatisfy((error) => isSpmError(error, "config.invalid")));
  });
});

describe("weighLook", () => {
  const look = (state: AvailabilityState) => ({ state, checkedAt: 0, detail: state });

  test("does not take down for down while the reference is not up", () => {
    expect(weighLook(look("down"), look("up")).state).toBe("down");
    expect(weighLook(look("down"), look("down"))).toMatchObject({
      state: "unknown",
      detail: "down; but the reference was not seen up either: down",
    });
    expect(weighLook(look("down"), look("unknown")).state).toBe("unknown");
    expect(weighLook(look("down"), undefined).state).toBe("down");
  });

  test("takes up for up in any case", () => {
    expect(weighLook(look("up"), look("down")).state).toBe("up");
  });
});
