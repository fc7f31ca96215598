import { describe, expect, test } from "vitest";
import { waitForOutcome } from "../contract/wait-for-outcome.js";
import { CALCULATE, CLEAN_UP, connectTo, MODEL, simulateOrders } from "./testing/simulated-orders.js";

const QUICK = { intervals: [{ afterMs: 0, everyMs: 10 }] };
const START = { method: "POST", path: /actions\/\d+\/tasks$/ };

describe("actions", () => {
  test("are processes, each told once although the vendor lists more", async () => {
    await using simulator = await simulateOrders();
    await using connector = connectTo(simulator);
    const actions = [...MODEL.actions, ...MODEL.processes].map(({ id, name }) => ({ id, name }));
    const json = JSON.stringify({ status: { code: 200 }, actions });
    simulator.faults.respond({ path: /actions$/, status: 200, json });
    const ids: string[] = [];
    for await (const { id } of connector.listProcesses()) ids.push(id);
    expect(ids).toEqual([CALCULATE, CLEAN_UP]);
  });

  test("are started by name, watched, and found when the answer was lost", async () => {
    await using simulator = await simulateOrders();
    await using connector = connectTo(simulator);
    const since = Date.now();
    const request = { kind: "process", object: "Clean up" } as const;
    simulator.faults.loseReply(START);
    await expect(connector.start(request)).rejects.toMatchObject({ code: "remote.unknown" });
    const found = await connector.find({ request, since });
    if (found.state !== "happened") return expect.fail(found.state);
    expect(await waitForOutcome(connector, found.output, QUICK)).toMatchObject({
      state: "succeeded",
      volume: {},
    });
    expect(simulator.ledger()).toMatchObject([
      { kind: "actions", objectId: CLEAN_UP, objectName: "Clean up" },
    ]);
  });

  test("are cancelled", async () => {
    await using simulator = await simulateOrders({ durations: { actionMs: 60_000, cancelMs: 5 } });
    await using connector = connectTo(simulator);
    const handle = await connector.start({ kind: "process", object: CLEAN_UP });
    await connector.cancel(handle);
    expect((await waitForOutcome(connector, handle, QUICK)).state).toBe("cancelled");
  });

  test("end as failed when the vendor says so", async () => {
    const actions = MODEL.actions.map((each) => ({ ...each, succeeds: false }));
    await using simulator = await simulateOrders({ model: { ...MODEL, actions } });
    await using connector = connectTo(simulator);
    const handle = await connector.start({ kind: "process", object: CLEAN_UP });
    expect((await waitForOutcome(connector, handle, QUICK)).state).toBe("failed");
  });
});
