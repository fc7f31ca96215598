import { describe, expect, test } from "vitest";
import { waitForOutcome } from "../contract/wait-for-outcome.js";
import { createTextFile } from "../testing/index.js";
import { callTo } from "./testing/plain-client.js";
import { connectTo, dealRows, simulateDeals } from "./testing/simulated-deals.js";

const QUICK = { intervals: [{ afterMs: 0, everyMs: 10 }] };
const file = createTextFile("deals.csv", dealRows(3));

describe("find", () => {
  test.for([false, true])("sees what went on after a 502, details nested %s", async (nestedDetails) => {
    await using simulator = await simulateDeals();
    await using connector = connectTo(simulator);
    simulator.faults.setConditions({ nestedDetails });
    const request = { kind: "load", object: "Deals", staged: await connector.stage("Deals", file) } as const;
    simulator.faults.setConditions({ gatewayTimeouts: 1 });
    await expect(connector.start(request)).rejects.toMatchObject({ code: "remote.unknown" });
    const found = await connector.find({ request, since: Date.now() });
    const [{ id } = { id: "" }] = simulator.ledger();
    expect(found).toEqual({
      state: "happened",
      output: { kind: "load", object: "load/Deals", task: id },
    });
  });

  test("finds the first start when an upload is started a second time", async () => {
    await using simulator = await simulateDeals();
    await using connector = connectTo(simulator);
    const request = { kind: "load", object: "Deals", staged: await connector.stage("Deals", file) } as const;
    const first = await connector.start(request);
    expect(await connector.start(request)).toEqual(first);
    expect(simulator.ledger()).toHaveLength(1);
    expect((await waitForOutcome(connector, first, QUICK)).state).toBe("succeeded");
  });

  test("finds a job of the list that names the upload", async () => {
    await using simulator = await simulateDeals();
    await using connector = connectTo(simulator);
    const request = { kind: "load", object: "Deals", staged: await connector.stage("Deals", file) } as const;
    const details = { source: `upload ${request.staged.reference}` };
    simulator.faults.setConditions({ mutedUploads: true, ends: [{ end: "SUCCESS", details }] });
    await connector.start(request);
    const find = () => connector.find({ request, since: Date.now() });
    await expect.poll(find, { interval: 10 }).toMatchObject({ state: "happened" });
  });

  test("does not know when an upload tells neither a link nor a job", async () => {
    await using simulator = await simulateDeals();
    await using connector = connectTo(simulator);
    const request = { kind: "load", object: "Deals", staged: await connector.stage("Deals", file) } as const;
    simulator.faults.setConditions({ mutedUploads: true });
    expect(await connector.find({ request, since: Date.now() })).toEqual({
      state: "unknown",
      reason: expect.stringContaining("does not wait to be processed any more"),
    });
  });

  test("takes an id in the details for a job only when the vendor does", async () => {
    await using simulator = await simulateDeals();
    await using connector = connectTo(simulator);
    const request = { kind: "load", object: "Deals", staged: await connector.stage("Deals", file) } as const;
    const details = { owner: "5d0c7a10-0000-4000-8000-0000000000ff" };
    const json = JSON.stringify({ id: request.staged.reference, details });
    simulator.faults.respond({ path: /\/uploads\/[^/]+\/$/, status: 200, json, times: 2 });
    expect((await connector.find({ request, since: Date.now() })).state).toBe("unknown");
    expect(await connector.find({ request, since: Date.now() })).toEqual({ state: "absent" });
  });

  test("looks for no report, and for no load without what was staged", async () => {
    await using connector = connectTo({
      address: "http://127.0.0.1:9",
      storageAddress: "http://127.0.0.1:9",
    });
    for (const kind of ["report", "load"] as const) {
      const found = await connector.find({ request: { kind, object: "x" }, since: 0 });
      expect(found.state).toBe("unknown");
    }
  });

  test("takes an upload that somebody else started for started", async () => {
    await using simulator = await simulateDeals();
    await using connector = connectTo(simulator);
    const staged = await connector.stage("Deals", file);
    const { json } = await callTo(simulator)("POST", `uploads/${staged.reference}/process/`, {});
    const handle = await connector.start({ kind: "load", object: "Deals", staged });
    expect([handle.task, simulator.ledger().length]).toEqual([json.id, 1]);
  });
});
