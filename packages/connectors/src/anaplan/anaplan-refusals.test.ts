import { describe, expect, test } from "vitest";
import { runLoad } from "../contract/run-load.js";
import type { SpmConnector } from "../contract/spm-connector.js";
import { createTextFile } from "../testing/index.js";
import { connectTo, ORDERS, orderRows, REPORT, simulateOrders } from "./testing/simulated-orders.js";

const START = { method: "POST", path: /\/tasks$/ };
const QUICK = { polling: { intervals: [{ afterMs: 0, everyMs: 10 }] } };
const file = createTextFile("orders.csv", orderRows(3));
const envelope = (fields: object) => JSON.stringify({ status: { code: 200 }, ...fields });

async function namesOf(objects: ReturnType<SpmConnector["listLoads"]>): Promise<readonly string[]> {
  const names: string[] = [];
  for await (const { name } of objects) names.push(name);
  return names;
}

async function drain(bytes: AsyncIterable<Uint8Array>): Promise<string> {
  let text = "";
  for await (const piece of bytes) text += Buffer.from(piece).toString("utf8");
  return text;
}

describe("lists", () => {
  test("name loads, processes and reports", async () => {
    await using simulator = await simulateOrders();
    await using connector = connectTo(simulator);
    expect(await namesOf(connector.listLoads())).toEqual(["Orders from file"]);
    expect(await namesOf(connector.listProcesses())).toEqual(["Calculate", "Clean up"]);
    expect(await namesOf(connector.listReports())).toEqual(["Orders by region"]);
  });

  test("are not guessed from when a name stands for two objects", async () => {
    await using simulator = await simulateOrders();
    await using connector = connectTo(simulator);
    const twins = [
      { id: "112000000001", name: "Orders" },
      { id: "112000000002", name: "Orders" },
    ];
    simulator.faults.respond({ path: /imports$/, status: 200, json: envelope({ imports: twins }) });
    await expect(connector.start({ kind: "load", object: "Orders" })).rejects.toMatchObject({
      code: "config.invalid",
      message: expect.stringContaining("112000000001, 112000000002"),
    });
  });
});

describe("stage", () => {
  test("refuses an import that reads another model", async () => {
    await using simulator = await simulateOrders();
    await using connector = connectTo(simulator);
    const imports = [{ id: ORDERS, name: "Orders", importDataSourceId: "102000000001" }];
    simulator.faults.respond({ path: /imports$/, status: 200, json: envelope({ imports }) });
    await expect(connector.stage(ORDERS, file)).rejects.toMatchObject({ code: "operation.unsupported" });
  });

  test("sends nothing to a file that the vendor made because it did not know ours", async () => {
    await using simulator = await simulateOrders();
    await using connector = connectTo(simulator);
    const made = {
      method: "POST",
      path: /files/,
      status: 200,
      json: envelope({ file: { id: "113000000099" } }),
    };
    simulator.faults.respond(made);
    await expect(connector.stage(ORDERS, file)).rejects.toMatchObject({
      code: "remote.not-found",
      message: expect.stringContaining("113000000099"),
    });
  });

  test("sends a chunk again, as it was, when its answer was lost", async () => {
    await using simulator = await simulateOrders();
    await using connector = connectTo(simulator, { upload: { chunkSizeBytes: 16 * 1024, gzip: false } });
    simulator.faults.loseReply({ method: "PUT", path: /chunks\/1$/ });
    const large = createTextFile("orders.csv", orderRows(3_000));
    const { outcome, staged } = await runLoad(connector, { load: ORDERS, file: large }, QUICK);
    expect(staged.chunks).toBeGreaterThan(2);
    expect(outcome.volume).toEqual({ rowsRead: 3_000, rowsWritten: 3_000, rowsRejected: 0 });
  });
});

describe("find", () => {
  test("is not sure of anything in a model that it never saw", async () => {
    await using simulator = await simulateOrders();
    await using connector = connectTo(simulator);
    simulator.faults.setConditions({ masked: true });
    const found = await connector.find({ request: { kind: "load", object: ORDERS }, since: 0 });
    expect(found.state).toBe("unknown");
  });

  test("looks again after a while before it says that there was nothing", async () => {
    await using simulator = await simulateOrders();
    await using connector = connectTo(simulator);
    const request = { kind: "load", object: ORDERS } as const;
    await connector.start(request);
    simulator.faults.respond({ method: "GET", path: /tasks$/, status: 200, json: envelope({}) });
    expect((await connector.find({ request, since: Date.now() })).state).toBe("happened");
  });
});

describe("report", () => {
  test("is only there for what was started as one", async () => {
    await using simulator = await simulateOrders();
    await using connector = connectTo(simulator);
    const handle = await connector.start({ kind: "load", object: ORDERS });
    await expect(drain(connector.report(handle))).rejects.toMatchObject({ code: "operation.unsupported" });
  });

  test("is empty where the vendor has no chunks, and whole where one was cut", async () => {
    await using simulator = await simulateOrders();
    await using connector = connectTo(simulator);
    const handle = { kind: "report", object: REPORT, task: "0" } as const;
    expect(await drain(connector.report(handle))).toBe("");
    await runLoad(connector, { load: ORDERS, file }, QUICK);
    await connector.start({ kind: "report", object: REPORT });
    await expect.poll(() => simulator.ledger().at(-1)?.state).toBe("COMPLETE");
    simulator.faults.truncate({ path: /chunks\/0$/ });
    expect(await drain(connector.report(handle))).toBe(orderRows(3));
  });
});

describe("runLoad", () => {
  test("keeps the rejects", async () => {
    await using simulator = await simulateOrders();
    await using connector = connectTo(simulator);
    const keepRejects = async (name: string, bytes: AsyncIterable<Uint8Array>) =>
      `${name} of ${(await drain(bytes)).length} characters`;
    const bad = createTextFile(
      "orders.csv",
      orderRows(2, () => "?"),
    );
    const { rejects, handle } = await runLoad(connector, { load: ORDERS, file: bad, keepRejects }, QUICK);
    expect(rejects).toEqual([expect.stringContaining(`${ORDERS}-rejects.csv of`)]);
    expect(handle?.object).toBe(ORDERS);
  });

  test("does not claim to know what became of a start that it cannot find out about", async () => {
    await using simulator = await simulateOrders();
    await using connector = connectTo(simulator);
    await connector.stage(ORDERS, file);
    simulator.faults.loseReply(START);
    simulator.faults.respond({ method: "GET", path: /tasks$/, status: 200, json: envelope({}), times: 2 });
    simulator.faults.respond({ method: "GET", path: /imports$/, status: 404 });
    const { outcome, handle } = await runLoad(connector, { load: ORDERS, file }, QUICK);
    expect(outcome).toMatchObject({ state: "unknown", volume: {} });
    expect(handle).toBeUndefined();
  });

  test("starts nothing a second time, also when the first start did not happen", async () => {
    await using simulator = await simulateOrders();
    await using connector = connectTo(simulator);
    simulator.faults.respond({ ...START, status: 500 });
    const { outcome } = await runLoad(connector, { load: ORDERS, file }, QUICK);
    expect(outcome).toMatchObject({ state: "failed", rawStatus: "not started" });
    expect(simulator.ledger()).toEqual([]);
  });

  test("lets through what is nobody's doubt", async () => {
    await using simulator = await simulateOrders();
    await using connector = connectTo(simulator);
    simulator.faults.respond({ ...START, status: 403 });
    await expect(runLoad(connector, { load: ORDERS, file }, QUICK)).rejects.toMatchObject({
      code: "auth.rejected",
    });
  });
});
