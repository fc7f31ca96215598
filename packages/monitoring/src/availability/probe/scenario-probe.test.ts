import { type Availability, SpmError } from "@spm-ops/core";
import { describe, expect, test } from "vitest";
import { createHandClock } from "../hand-clock-fixture.js";
import { createScenarioProbe } from "./scenario-probe.js";
import { createTransactionProbe } from "./transaction-probe.js";

const refused = async () => {
  throw new SpmError("auth.rejected", "The portal refused the account.", { status: 401 });
};

describe("a scenario probe", () => {
  test("does its steps in order, hands on what they give, and tells their times", async () => {
    const clock = createHandClock();
    const probe = createScenarioProbe({ id: "statements", title: "Statements", clock }, async (step) => {
      const session = await step("log in", async () => {
        clock.moveOn(120);
        return "session-1";
      });
      await step(`open the statement of ${session}`, async () => clock.moveOn(2_100));
    });
    expect(await probe.look()).toEqual({
      state: "up",
      checkedAt: 0,
      latencyMs: 2_220,
      detail: "log in 120 ms, open the statement of session-1 2.1 s",
      steps: [
        { title: "log in", elapsedMs: 120 },
        { title: "open the statement of session-1", elapsedMs: 2_100 },
      ],
    });
  });

  test("ends with the step that failed", async () => {
    const clock = createHandClock();
    const probe = createScenarioProbe({ id: "statements", title: "Statements", clock }, async (step) => {
      await step("log in", refused);
      await step("open the statement", async () => undefined);
    });
    const { state, detail, steps } = await probe.look();
    expect({ state, detail, steps }).toEqual({
      state: "down",
      detail: "log in: The portal refused the account.",
      steps: [{ title: "log in", elapsedMs: 0 }],
    });
  });

  test("is down by a step that took too long, and by a failure outside of any", async () => {
    const clock = createHandClock();
    const slow = createScenarioProbe({ id: "slow", title: "Slow", clock }, (step) =>
      step("log in", async () => clock.moveOn(3_000), { withinMs: 2_000 }),
    );
    expect((await slow.look()).detail).toBe("log in: took longer than 2 s");
    expect((await createScenarioProbe({ id: "odd", title: "Odd", clock }, refused).look()).state).toBe(
      "down",
    );
  });
});

describe("a transaction probe", () => {
  test("tells what the connector tells, by its own clock", async () => {
    const told: Availability = { state: "unknown", checkedAt: 5, detail: "busy" };
    const environment = { checkAvailability: async () => told };
    const probe = createTransactionProbe({ id: "icm", title: "ICM", environment, clock: createHandClock(9) });
    expect(await probe.look()).toEqual({ state: "unknown", checkedAt: 9, latencyMs: 0, detail: "busy" });
  });

  test("survives a connector that throws", async () => {
    const probe = createTransactionProbe({
      id: "icm",
      title: "ICM",
      environment: { checkAvailability: refused },
    });
    expect((await probe.look()).state).toBe("down");
  });
});
