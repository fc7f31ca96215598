import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createFakeClock } from "@spm-ops/core/testing";
import { describe, expect, test } from "vitest";
import { createTextFile } from "../testing/index.js";
import { createSapCommissionsConnector } from "./sap-commissions-connector.js";
import {
  CALENDAR,
  connectTo,
  FILE_NAME,
  GENERATIONS,
  orderRows,
  simulateOrders,
} from "./testing/simulated-orders.js";

describe("createSapCommissionsConnector", () => {
  test("names every problem of its options at once", () => {
    const options = {
      environment: "",
      address: "http://example.org",
      generation: "classic",
      restRoot: "/api",
      authentication: { kind: "basic", user: "a:b", password: "plain" },
      staging: { folder: "inbound", fileName: "[" },
      loads: {
        A: { fileType: "x", module: "OrganizationData", calendar: "it's", rows: { run: "new" } },
        B: { fileType: "TXSM", module: "TransactionalData", calendar: "C", stageTables: ["Title"] },
      },
      processes: {
        C: { stage: "Classify", calendar: "C", period: "current", run: { positionGroups: ["North"] } },
        D: { stage: "ReportsGeneration", calendar: "C", period: "next" },
      },
      extra: 1,
    };
    const create = (given: object) => () =>
      Reflect.apply(createSapCommissionsConnector, undefined, [given, {}]);
    expect(create(options)).toThrow(
      /environment:[\s\S]*address:[\s\S]*restRoot:[\s\S]*authentication\.user:[\s\S]*authentication\.password:[\s\S]*staging\.folder:[\s\S]*staging\.fileName:[\s\S]*loads\.A\.fileType:[\s\S]*loads\.A\.calendar:[\s\S]*loads\.B\.stageTables:[\s\S]*processes\.C\.run:[\s\S]*processes\.D\.period:[\s\S]*extra/,
    );
    const stageResources = ["stageSalesTransactions"];
    const transfer = { stage: "Transfer", rows: { run: "new", revalidate: "all" }, stageResources };
    const loads = { A: { fileType: "OGPO", module: "OrganizationData", calendar: "C", ...transfer } };
    const processes = { D: { stage: "Reward", calendar: "C", period: "current", removeStaleResults: true } };
    const authentication = { kind: "basic", user: "ops", password: "env:PASSWORD" };
    const odd = { environment: "uat", address: "https://x.example", generation: "classic", authentication };
    expect(create({ ...odd, loads, processes })).toThrow(
      /loads\.A\.rows\.run: only trans[\s\S]*loads\.A\.rows\.revalidate: Transfer does[\s\S]*processes\.D\.removeStaleResults/,
    );
    expect(create({ ...odd, loads: { A: { ...loads.A, rows: {} } } })).toThrow(
      /loads\.A\.stageResources: only the cloud/,
    );
  });

  test("says by name what the vendor does not offer", async () => {
    await using simulator = await simulateOrders();
    await using connector = connectTo(simulator, {}, { dropSite: undefined });
    expect(connector.capabilities).toMatchObject({ loads: false, reports: false, find: true, cancel: true });
    const unsupported = { code: "operation.unsupported" };
    const handle = await connector.start({ kind: "process", object: "Nightly" });
    const read = async (all: AsyncIterable<unknown>) => {
      for await (const _ of all);
    };
    await expect(read(connector.report(handle))).rejects.toMatchObject(unsupported);
    await expect(read(connector.listReports())).rejects.toMatchObject(unsupported);
    await expect(connector.start({ kind: "report", object: "Nightly" })).rejects.toMatchObject(unsupported);
    await expect(connector.stage("Orders", createTextFile(FILE_NAME, "x"))).rejects.toMatchObject(
      unsupported,
    );
    expect(simulator.ledger()).toHaveLength(1);
  });

  test("says nothing of the application when the password is a wrong one", async () => {
    await using simulator = await simulateOrders();
    await using connector = connectTo(simulator, {}, { secrets: async () => "wrong" });
    expect(await connector.checkAvailability()).toMatchObject({ state: "unknown" });
    const { authentication } = GENERATIONS.cloud(simulator);
    await using cloud = connectTo(
      simulator,
      { generation: "cloud", authentication },
      { secrets: async () => "wrong" },
    );
    expect(await cloud.checkAvailability()).toMatchObject({
      state: "unknown",
      detail: expect.stringContaining("401"),
    });
  });
});

describe("stage", () => {
  test.for([
    ["orders.csv", "x", "is no name for the drop box"],
    ["abcd_OGPO_TST_20260501_220000_orders.txt", "x", "is of the type OGPO"],
    [FILE_NAME, "", "is empty"],
  ] as const)("refuses %s before anything is sent", async ([name, text, words]) => {
    await using simulator = await simulateOrders();
    await using connector = connectTo(simulator);
    await expect(connector.stage("Orders", createTextFile(name, text))).rejects.toMatchObject({
      code: "file.refused",
      message: expect.stringContaining(words),
    });
    const large = { ...createTextFile(FILE_NAME, "x"), sizeBytes: 1_000_000_001 };
    await expect(connector.stage("Orders", large)).rejects.toMatchObject({ code: "file.refused" });
  });

  test("says so when nobody picks the file up", async () => {
    const clock = createFakeClock();
    await using simulator = await simulateOrders({ clock });
    simulator.faults.setConditions({ waitsForJobs: true });
    const staging = { patienceMs: 60_000, intervalMs: 5_000, settleMs: 0 };
    await using connector = connectTo(simulator, { staging }, { clock });
    const before = clock.monotonic();
    await expect(connector.stage("Orders", createTextFile(FILE_NAME, orderRows(3)))).rejects.toMatchObject({
      code: "remote.not-found",
      message: expect.stringContaining("still lies in the drop box"),
    });
    expect(clock.monotonic() - before).toBe(60_000);
  });

  test("corrects a batch by the same name", async () => {
    await using simulator = await simulateOrders();
    await using connector = connectTo(simulator);
    const load = async (text: string) => {
      const staged = await connector.stage("Orders", createTextFile(FILE_NAME, text));
      const handle = await connector.start({ kind: "load", object: "Orders", staged });
      return connector.poll(handle);
    };
    const bad = await load(orderRows(3, (row) => row === 1));
    expect(bad).toMatchObject({
      outcome: { state: "succeeded-with-rejects", message: "errors: 1", volume: {} },
    });
    expect(await load(orderRows(3))).toMatchObject({
      outcome: { state: "succeeded", volume: { rowsRejected: 0 } },
    });
  });

  test("loads nothing of a file that somebody puts there by half", async () => {
    await using simulator = await simulateOrders();
    await using connector = connectTo(simulator, {
      loads: {
        Orders: {
          ...{ fileType: "TXSM", module: "TransactionalData", calendar: CALENDAR },
          stage: "ValidateAndTransferIfAllValid",
        },
      },
    });
    await writeFile(join(simulator.inboundFolder, FILE_NAME), "ORDERID,PAYEEID,VALUE\nO-1,");
    const staged = { load: "load/Orders", name: FILE_NAME, sizeBytes: 1, sha256: "", chunks: 1 };
    const handle = await connector.start({ kind: "load", object: "Orders", staged });
    expect(await connector.poll(handle)).toMatchObject({
      outcome: { state: "failed", rawStatus: "Done, Successful" },
    });
  });
});
