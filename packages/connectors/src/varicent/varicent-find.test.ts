import { createFakeClock } from "@spm-ops/core/testing";
import { describe, expect, test } from "vitest";
import type { StartRequest } from "../contract/spm-connector.js";
import type { VaricentSimulator } from "./simulator/index.js";
import { connectTo, simulateOrders } from "./testing/simulated-orders.js";
import type { VaricentOptions } from "./varicent-options.js";

const NOW = Date.UTC(2026, 4, 1, 22);
const ORDERS: StartRequest = { kind: "load", object: "Orders" };

async function find(
  request: StartRequest,
  prepare: (simulator: VaricentSimulator) => Promise<void> | void,
  options: Partial<VaricentOptions> = {},
) {
  const clock = createFakeClock(NOW);
  await using simulator = await simulateOrders({ clock });
  await using connector = connectTo(simulator, options, { clock });
  await prepare(simulator);
  return await connector.find({ request, since: NOW });
}

/** What the completed list shows instead, with an entry of an hour before. */
function show({ faults }: VaricentSimulator, ...entries: readonly object[]) {
  const time = new Date(NOW + 1_000).toISOString();
  const older = { progressId: 1, status: "Completed", time: new Date(NOW - 3_600_000).toISOString() };
  const shown = entries.map((entry, at) => ({ progressId: 100 + at, status: "Completed", time, ...entry }));
  const json = JSON.stringify([older, ...shown]);
  faults.respond({ path: /completedactivities/, status: 200, json, times: 2 });
}

describe("find", () => {
  test("takes a run for ours whose words name our object", async () => {
    const found = await find(ORDERS, (simulator) => show(simulator, { message: "Import Orders completed." }));
    const output = { kind: "load", object: "12", task: "100@2026-05-01T22:00:01.000Z" };
    expect(found).toEqual({ state: "happened", output });
  });

  test.for(["Orders by region calculated successfully.", "Import of Preorders completed.", "Nightly"])(
    "does not take a run for ours that says: %s",
    async (message) => {
      expect(await find(ORDERS, (simulator) => show(simulator, { message }))).not.toMatchObject({
        state: "happened",
      });
    },
  );

  test("is sure that a start is absent when all new runs are of others", async () => {
    const others = (simulator: VaricentSimulator) =>
      show(
        simulator,
        { message: "Calculation Orders by region calculated." },
        { description: "Running Nightly" },
      );
    expect(await find(ORDERS, others)).toEqual({ state: "absent" });
  });

  test("does not guess whose a run is that tells nothing, unless it is another user's", async () => {
    const silent = (simulator: VaricentSimulator) => show(simulator, { userId: "another", message: "Done." });
    expect(await find(ORDERS, silent)).toMatchObject({
      state: "unknown",
      reason: expect.stringContaining("100"),
    });
    expect(await find(ORDERS, silent, { activities: { user: "ops", settleMs: 0 } })).toEqual({
      state: "absent",
    });
    const timeless = (simulator: VaricentSimulator) =>
      show(simulator, { time: null, message: "Import Orders completed." });
    expect(await find(ORDERS, timeless)).toMatchObject({ state: "unknown" });
  });

  test("does not take an import within a run of the scheduler for one of its own", async () => {
    const nightly = { progressId: 7, message: "Nightly" };
    const both = (simulator: VaricentSimulator) =>
      show(simulator, nightly, { progressId: 7, message: "Import Orders" });
    expect(await find(ORDERS, both)).toMatchObject({ state: "unknown" });
    expect(await find({ kind: "process", object: "Nightly" }, both)).toMatchObject({
      state: "happened",
      output: { object: "schedule/5", task: expect.stringContaining("7@") },
    });
  });

  test("is not sure of anything when the lists do not reach back", async () => {
    const forget = ({ faults }: VaricentSimulator) => faults.setConditions({ forgetsActivities: true });
    expect(await find(ORDERS, forget)).toMatchObject({
      state: "unknown",
      reason: "The activities of that time may not be shown any more.",
    });
  });

  test("looks at the scheduler, too, before it says that an item did not run", async () => {
    const request: StartRequest = { kind: "process", object: "Nightly" };
    expect(await find(request, () => undefined)).toEqual({ state: "absent" });
    const ran = (simulator: VaricentSimulator) => {
      show(simulator);
      const item = { id: 5, name: "Nightly", lastRun: "2026-05-01T22:00:30", lastRunStatus: "Success" };
      simulator.faults.respond({ path: /scheduleitem\/5$/, status: 200, json: JSON.stringify(item) });
    };
    expect(await find(request, ran)).toMatchObject({
      state: "unknown",
      reason: "The item ran at 2026-05-01T22:00:30.000Z, but no activity tells of it.",
    });
  });

  test("does not know of what is not there", async () => {
    expect(await find({ kind: "load", object: "Payments" }, () => undefined)).toMatchObject({
      state: "unknown",
    });
  });
});
