import { createRedactor, openSqliteLog, type SqliteLog } from "@spm-ops/core";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Symptom } from "../../incident/symptom.js";
import { createHandClock } from "../hand-clock-fixture.js";
import { foldLook } from "../standing/standing.js";
import { parseStandingPolicy } from "../standing/standing-policy.js";
import type { Recording, Remembered } from "./availability-store.js";
import { openProbeMemory } from "./probe-memory.js";

const MARCH = Date.parse("2026-03-31T23:59Z");
const APRIL = Date.parse("2026-04-01T00:01Z");
const writing = { actor: { kind: "service", id: "watch" }, redactor: createRedactor() } as const;

let log: SqliteLog;
beforeEach(async () => {
  log = await openSqliteLog({ path: ":memory:", clock: createHandClock(MARCH) });
});
afterEach(() => log.close());

const open = (nowMs: number) => {
  const clock = createHandClock(nowMs);
  return openProbeMemory("portal", { log, clock, writing }).then((memory) => ({ memory, clock }));
};

/** One more look that found it up. */
function seen(checkedAt: number, news: readonly Symptom[] = []) {
  return (before: Remembered | undefined): Recording => {
    const standing = foldLook(before?.standing, { state: "up", checkedAt }, parseStandingPolicy());
    return { facts: [], remembered: { standing, told: { down: false, warning: false } }, news };
  };
}

async function months(): Promise<readonly (readonly [string, readonly string[]])[]> {
  const all: [string, readonly string[]][] = [];
  for await (const { stream } of log.list({ kind: "availability" }))
    all.push([stream.id, (await log.read(stream)).map(({ type }) => type.replace(/^\w+\./, ""))]);
  return all;
}

const symptom: Symptom = {
  ...{ key: "availability:portal", state: "raised", kind: "down", severity: "critical" },
  ...{ subject: "The portal", at: MARCH, explanation: "It is down." },
};

describe("the memory of a probe", () => {
  test("turns to a new month once, with all that is known and untold, and goes on there for clocks that are behind", async () => {
    const [ahead, behind] = [await open(MARCH), await open(MARCH)];
    await ahead.memory.record(seen(MARCH, [symptom]));
    ahead.clock.moveOn(APRIL - MARCH);
    await Promise.all([ahead.memory.record(seen(APRIL)), behind.memory.record(seen(MARCH + 1))]);
    await behind.memory.record(seen(MARCH + 2));
    expect(await months()).toEqual([
      ["portal@2026-03", expect.toSatisfy((types: readonly string[]) => types.at(-1) === "continued")],
      ["portal@2026-04", expect.toSatisfy((types: readonly string[]) => types[0] === "carried")],
    ]);
    const { memory } = await open(APRIL);
    expect(memory.remembered?.standing).toMatchObject({ state: "up", lastLookMs: APRIL });
    expect(memory.remembered?.standing.recent).toHaveLength(3);
    expect(memory.untold).toEqual([symptom]);
    await Promise.all([ahead.memory.confirm(symptom), behind.memory.confirm(symptom)]);
    const types = (await months()).flatMap(([, each]) => each);
    expect(types.filter((type) => type === "told")).toHaveLength(1);
  });

  test("that two began in two months at once becomes one", async () => {
    const [ahead, behind] = [await open(APRIL), await open(MARCH)];
    await ahead.memory.record(seen(APRIL));
    await behind.memory.record(seen(MARCH));
    behind.clock.moveOn(APRIL - MARCH);
    await behind.memory.record(seen(APRIL + 1));
    await ahead.memory.record(seen(APRIL + 2));
    expect(await months()).toEqual([
      ["portal@2026-03", ["recorded", "continued"]],
      ["portal@2026-04", ["recorded", "recorded", "recorded"]],
    ]);
  });
});
