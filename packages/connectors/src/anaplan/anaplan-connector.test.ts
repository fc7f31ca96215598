import { generateKeyPairSync } from "node:crypto";
import { systemClock } from "@spm-ops/core";
import { createFakeClock } from "@spm-ops/core/testing";
import { describe, expect, test } from "vitest";
import { waitForOutcome } from "../contract/wait-for-outcome.js";
import { createCertificate } from "../testing/certificate.js";
import {
  type ConnectorUnderTest,
  createTextFile,
  describeConnectorContract,
  toHttpTrouble,
} from "../testing/index.js";
import { createAnaplanConnector } from "./anaplan-connector.js";
import type { AnaplanSimulator } from "./simulator/index.js";
import {
  CALCULATE,
  connectTo,
  MODEL,
  ORDERS,
  orderRows,
  PASSWORD,
  REPORT,
  simulateOrders,
  USER,
} from "./testing/simulated-orders.js";

const API = /^\/2\/0\//;
const START = { method: "POST", path: /\/tasks$/ };
const QUICK = { intervals: [{ afterMs: 0, everyMs: 10 }] };

function toTrouble({ faults }: AnaplanSimulator): ConnectorUnderTest["trouble"] {
  return {
    ...toHttpTrouble(faults, { start: START, api: API }),
    refuseStartAsBusy: () => faults.busy(),
    expireTokens: faults.expireTokens,
    loseAccess: () => faults.setConditions({ masked: true }),
  };
}

describeConnectorContract("Anaplan", async () => {
  // The metadata tell less than the import reads, so that a file can pass the check and fail in the model.
  const imports = MODEL.imports.map((each) => ({ ...each, headerNames: ["Order", "Amount"] }));
  const simulator = await simulateOrders({ model: { ...MODEL, imports } });
  const connector = connectTo(simulator);
  const good = orderRows(2_000);
  return {
    connector,
    load: {
      name: "Orders from file",
      good: createTextFile("orders.csv", good),
      goodRows: 2_000,
      withRejects: createTextFile(
        "orders.csv",
        orderRows(30, (row) => (row % 10 === 3 ? "Nowhere" : undefined)),
      ),
      rejected: ["O-3", "O-13", "O-23"],
      failing: createTextFile("orders.csv", "Order,Amount\nO-1,1.50\n"),
    },
    process: "Calculate",
    report: { name: "Orders by region", text: good },
    secrets: [PASSWORD, `${USER}:${PASSWORD}`],
    now: systemClock.now,
    startsSeen: async () => simulator.ledger().length,
    trouble: toTrouble(simulator),
    async [Symbol.asyncDispose]() {
      await connector.close();
      await simulator.close();
    },
  };
});

describe("createAnaplanConnector", () => {
  test("names every problem of its options at once", () => {
    const options = {
      environment: "",
      workspaceId: "7",
      modelId: "8",
      hosts: { api: "http://example.org" },
      extra: 1,
    };
    const create = () => Reflect.apply(createAnaplanConnector, undefined, [options, {}]);
    expect(create).toThrow(
      /environment:[\s\S]*hosts\.api: must be https:[\s\S]*workspaceId:[\s\S]*modelId:[\s\S]*authentication:[\s\S]*extra/,
    );
  });

  test("reads lists to their last page", async () => {
    await using simulator = await simulateOrders({ pageSize: 1 });
    await using connector = connectTo(simulator);
    const since = Date.now();
    await connector.stage(ORDERS, createTextFile("orders.csv", orderRows(1_000)));
    for (const kind of ["load", "load"] as const) await connector.start({ kind, object: ORDERS });
    const report = await connector.start({ kind: "report", object: REPORT });
    await waitForOutcome(connector, report, QUICK);
    let text = "";
    for await (const piece of connector.report(report)) text += Buffer.from(piece).toString("latin1");
    expect(text).toHaveLength(Buffer.byteLength(orderRows(1_000)));
    const found = await connector.find({ request: { kind: "load", object: ORDERS }, since });
    expect(found).toMatchObject({ state: "unknown", reason: expect.stringContaining("2 starts") });
  });

  test("tells the parts of a process, and hands out the rejects of its imports", async () => {
    await using simulator = await simulateOrders();
    await using connector = connectTo(simulator);
    await connector.stage(
      ORDERS,
      createTextFile(
        "orders.csv",
        orderRows(4, (row) => (row === 2 ? "" : undefined)),
      ),
    );
    const handle = await connector.start({ kind: "process", object: CALCULATE });
    const outcome = await waitForOutcome(connector, handle, QUICK);
    expect(outcome).toMatchObject({
      state: "succeeded-with-rejects",
      volume: { rowsRead: 4, rowsWritten: 3, rowsRejected: 1 },
      parts: [
        { object: ORDERS, state: "succeeded-with-rejects" },
        { state: "succeeded", volume: {} },
        { object: REPORT },
      ],
    });
    const names: string[] = [];
    for await (const { name } of connector.rejects(handle)) names.push(name);
    expect(names).toEqual([`${ORDERS}-rejects.csv`]);
  });

  test("hands out the rejects of each import of a process, under its own name", async () => {
    const other = { id: "112000000002", name: "Orders again", columns: ["Region", "Order"] };
    const imports = MODEL.imports.flatMap((each) => [each, { ...each, ...other }]);
    const processes = [{ id: CALCULATE, name: "Calculate", steps: [ORDERS, other.id] }];
    const model = { ...MODEL, imports, processes };
    await using simulator = await simulateOrders({ model });
    await using connector = connectTo(simulator);
    const file = orderRows(3, (row) => (row === 1 ? "Nowhere" : undefined));
    await connector.stage(ORDERS, createTextFile("orders.csv", file));
    const handle = await connector.start({ kind: "process", object: "Calculate" });
    const { volume } = await waitForOutcome(connector, handle, QUICK);
    expect(volume).toEqual({ rowsRead: 6, rowsWritten: 4, rowsRejected: 2 });
    const rejects: string[] = [];
    for await (const { name, bytes } of connector.rejects(handle)) {
      for await (const piece of bytes) rejects.push(`${name}: ${Buffer.from(piece).toString("utf8")}`);
    }
    expect(rejects).toEqual([
      expect.stringMatching(/^112000000001-rejects.csv: .*\nE,O-1,Nowhere/),
      expect.stringMatching(/^112000000002-rejects.csv: .*\nE,O-1,Nowhere/),
    ]);
  });

  test("says so when the rejects are gone", async () => {
    await using simulator = await simulateOrders();
    await using connector = connectTo(simulator);
    await connector.stage(
      ORDERS,
      createTextFile(
        "orders.csv",
        orderRows(2, () => "Nowhere"),
      ),
    );
    const handle = await connector.start({ kind: "load", object: ORDERS });
    await waitForOutcome(connector, handle, QUICK);
    simulator.faults.setConditions({ dumpsExpired: true });
    const read = async () => {
      for await (const { bytes } of connector.rejects(handle)) for await (const _ of bytes);
    };
    await expect(read()).rejects.toMatchObject({ code: "remote.not-found" });
  });

  test("refreshes its token before the end, and makes no second login for many calls at once", async () => {
    const clock = createFakeClock();
    await using simulator = await simulateOrders({ clock });
    let logins = 0;
    const secrets = async () => {
      logins += 1;
      return PASSWORD;
    };
    await using connector = connectTo(simulator, {}, { clock, secrets });
    const loads = () => connector.listLoads()[Symbol.asyncIterator]().next();
    await Promise.all([loads(), loads(), loads()]);
    expect(logins).toBe(1);
    simulator.faults.respond({ path: /authenticate/, status: 503, times: 99 });
    for (let refreshed = 0; refreshed < 3; refreshed += 1) {
      clock.advance(31 * 60_000);
      await loads();
    }
    clock.advance(40 * 60_000);
    await expect(loads()).rejects.toMatchObject({ code: "remote.unavailable" });
  });

  test("trusts its own clock less than the vendor's when they differ", async () => {
    const theirs = createFakeClock(Date.now() - 3_600_000);
    await using simulator = await simulateOrders({ clock: theirs });
    await using connector = connectTo(simulator);
    const since = Date.now();
    await connector.stage(ORDERS, createTextFile("orders.csv", orderRows(3)));
    await connector.start({ kind: "load", object: ORDERS });
    const found = await connector.find({ request: { kind: "load", object: ORDERS }, since });
    expect(found.state).toBe("happened");
  });

  test("says down for a model in which nobody can work, and nothing for a refused login", async () => {
    await using simulator = await simulateOrders();
    await using connector = connectTo(simulator);
    simulator.faults.setConditions({ activeState: "MAINTENANCE" });
    expect(await connector.checkAvailability()).toMatchObject({
      state: "down",
      detail: "The model is MAINTENANCE.",
    });
    await using stranger = connectTo(simulator, {}, { secrets: async () => "wrong" });
    expect(await stranger.checkAvailability()).toMatchObject({ state: "unknown" });
    await expect(stranger.start({ kind: "load", object: ORDERS })).rejects.toMatchObject({
      code: "auth.rejected",
    });
  });

  test("logs in with a certificate", async () => {
    const { certificate, privateKey } = createCertificate();
    await using simulator = await simulateOrders({
      model: { users: [{ user: USER, certificate }], files: [] },
    });
    const secrets = async (reference: string) => (reference.endsWith("KEY") ? privateKey : certificate);
    const authentication = {
      kind: "certificate",
      certificate: "env:CERTIFICATE",
      privateKey: "env:KEY",
    } as const;
    await using connector = connectTo(simulator, { authentication }, { secrets });
    expect(await connector.checkAvailability()).toMatchObject({ state: "up" });
    const other = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({
      type: "pkcs8",
      format: "pem",
    });
    const impostorSecrets = async (reference: string) =>
      reference.endsWith("KEY") ? String(other) : certificate;
    await using impostor = connectTo(simulator, { authentication }, { secrets: impostorSecrets });
    expect(await impostor.checkAvailability()).toMatchObject({ state: "unknown" });
  });
});
