import { describe, expect, test } from "vitest";
import type { SpmConnector } from "../contract/spm-connector.js";
import { createTextFile } from "../testing/index.js";
import { connectTo, orderRows, simulateOrders } from "./testing/simulated-orders.js";

async function read(connector: SpmConnector, handle: Parameters<SpmConnector["report"]>[0]): Promise<string> {
  const pieces: Uint8Array[] = [];
  for await (const piece of connector.report(handle)) pieces.push(piece);
  return Buffer.concat(pieces).toString("utf8");
}

/** A model in which the orders were published twice, with so many rows. */
async function publishTwice() {
  const simulator = await simulateOrders();
  const publishing = connectTo(simulator);
  for (const count of [2, 3]) {
    await publishing.stage("Orders", createTextFile("orders.csv", orderRows(count)));
    await publishing.start({ kind: "load", object: "Orders" });
    await publishing.start({ kind: "report", object: "Orders.csv" });
  }
  await publishing.close();
  return simulator;
}

describe("report", () => {
  test.for([
    ["last", 3],
    ["first", 2],
  ] as const)("is the newest file of its name, which is the %s of the list", async ([newest, rows]) => {
    await using simulator = await publishTwice();
    await using connector = connectTo(simulator, { reports: { newest, files: [{ file: "Orders.csv" }] } });
    const handle = await connector.start({ kind: "report", object: "Orders.csv" });
    expect(handle.object).toBe("published/Orders.csv");
    expect(await connector.poll(handle)).toMatchObject({
      outcome: { state: "succeeded", rawStatus: "published" },
    });
    expect(await read(connector, handle)).toBe(orderRows(rows));
    expect(simulator.ledger()).toHaveLength(4);
  });

  test("stays the file that it was when another one is published", async () => {
    await using simulator = await publishTwice();
    const reports = { newest: "last", files: [{ file: "Orders.csv" }] } as const;
    await using connector = connectTo(simulator, { reports });
    const handle = await connector.start({ kind: "report", object: "Orders.csv" });
    await connector.stage("Orders", createTextFile("orders.csv", orderRows(9)));
    await connector.start({ kind: "load", object: "Orders" });
    await connector.start({ kind: "process", object: "Publish" });
    expect(await read(connector, handle)).toBe(orderRows(3));
    const request = { kind: "report", object: "Orders.csv" } as const;
    const found = await connector.find({ request, since: 0 });
    if (found.state !== "happened") return expect.fail(found.state);
    expect(await read(connector, found.output)).toBe(orderRows(9));
  });

  test("trusts the names in a list that tells them, and finds nothing where there is none", async () => {
    await using simulator = await publishTwice();
    const files = [{ file: "Orders.csv" }, { file: "Payments.csv" }];
    await using connector = connectTo(simulator, { reports: { newest: "first", files } });
    const listed = [
      { uuid: "1", filename: "Other.csv" },
      { uuid: "2", filename: "Orders.csv" },
    ];
    simulator.faults.respond({ path: /publishedfiles$/, status: 200, json: JSON.stringify(listed) });
    const handle = await connector.start({ kind: "report", object: "Orders.csv" });
    expect(handle.task).toBe("2");
    await expect(read(connector, handle)).rejects.toMatchObject({ code: "remote.not-found" });
    const missing = { kind: "report", object: "Payments.csv" } as const;
    await expect(connector.start(missing)).rejects.toMatchObject({ code: "remote.not-found" });
    expect(await connector.find({ request: missing, since: 0 })).toMatchObject({ state: "unknown" });
  });

  test("is failed when the item that makes it failed", async () => {
    await using simulator = await simulateOrders();
    await using connector = connectTo(simulator);
    const handle = await connector.start({ kind: "report", object: "Orders.csv" });
    expect(await connector.poll(handle)).toMatchObject({
      outcome: { state: "failed", rawStatus: "Completed, Error" },
    });
  });

  test("is not taken for whole when it was cut, or is none", async () => {
    await using simulator = await publishTwice();
    await using connector = connectTo(simulator, {
      reports: { newest: "last", files: [{ file: "Orders.csv" }] },
    });
    const handle = await connector.start({ kind: "report", object: "Orders.csv" });
    simulator.faults.truncate({ path: /publishedfiles\// });
    await expect(read(connector, handle)).rejects.toMatchObject({ code: "remote.unavailable" });
    simulator.faults.maintenance();
    await expect(read(connector, handle)).rejects.toMatchObject({ code: "remote.malformed" });
  });
});
