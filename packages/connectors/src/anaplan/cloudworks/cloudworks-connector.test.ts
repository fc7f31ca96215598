import { systemClock } from "@spm-ops/core";
import { createFakeClock } from "@spm-ops/core/testing";
import { describe, expect, test } from "vitest";
import type { Handle, SpmConnector } from "../../contract/spm-connector.js";
import { waitForOutcome } from "../../contract/wait-for-outcome.js";
import { createTextFile, describeConnectorContract, toHttpTrouble } from "../../testing/index.js";
import { MODEL, ORDERS, PASSWORD, simulateOrders, USER } from "../testing/simulated-orders.js";
import { createCloudWorksConnector } from "./cloudworks-connector.js";
import {
  BRING_BAD,
  BRING_WRONG,
  connectToCloudWorks,
  NIGHTLY,
  simulateIntegrations,
} from "./testing/simulated-integrations.js";

const QUICK = { intervals: [{ afterMs: 0, everyMs: 10 }] };
const START = { method: "POST", path: /\/run$/ };

describeConnectorContract("CloudWorks", async () => {
  const simulator = await simulateIntegrations();
  const connector = connectToCloudWorks(simulator);
  const { faults } = simulator;
  return {
    connector,
    process: "Nightly",
    secrets: [PASSWORD, `${USER}:${PASSWORD}`],
    now: systemClock.now,
    startsSeen: async () => simulator.ledger().length,
    trouble: {
      ...toHttpTrouble(faults, { start: START, api: /^\/2\/0\// }),
      refuseStartAsBusy: () => faults.respond({ ...START, status: 409 }),
      expireTokens: faults.expireTokens,
      loseAccess: () => faults.setConditions({ integrationRole: false }),
    },
    async [Symbol.asyncDispose]() {
      await connector.close();
      await simulator.close();
    },
  };
});

async function runToEnd(connector: SpmConnector, object: string) {
  const handle = await connector.start({ kind: "process", object });
  return { handle, outcome: await waitForOutcome(connector, handle, QUICK) };
}

async function rejectsOf(connector: SpmConnector, handle: Handle): Promise<readonly string[]> {
  const all: string[] = [];
  for await (const { name, bytes } of connector.rejects(handle)) {
    let text = `${name}: `;
    for await (const piece of bytes) text += Buffer.from(piece).toString("utf8");
    all.push(text);
  }
  return all;
}

describe("createCloudWorksConnector", () => {
  test("names every problem of its options at once", () => {
    const create = () =>
      Reflect.apply(createCloudWorksConnector, undefined, [
        { environment: "", settleMs: -1, modelId: "8" },
        {},
      ]);
    expect(create).toThrow(/environment:[\s\S]*authentication:[\s\S]*settleMs:[\s\S]*modelId/);
  });

  test("lists integrations and flows, to the last page", async () => {
    const integrations = Array.from({ length: 130 }, (_, at) => ({
      id: at.toString(16).padStart(32, "0"),
      name: `Integration ${at}`,
      runs: ORDERS,
    }));
    const steps = integrations.slice(0, 2).map(({ id }) => id);
    const flows = [{ id: "f".repeat(32), name: "Both", steps }];
    await using simulator = await simulateOrders({ model: { ...MODEL, integrations, flows } });
    await using connector = connectToCloudWorks(simulator);
    const names: string[] = [];
    for await (const { name } of connector.listProcesses()) names.push(name);
    expect(names).toHaveLength(131);
    expect(names.at(-1)).toBe("Both");
  });

  test("cannot load, report or cancel, and says so by name", async () => {
    await using simulator = await simulateIntegrations();
    await using connector = connectToCloudWorks(simulator);
    const unsupported = { code: "operation.unsupported" };
    const handle = { kind: "process", object: `integration/${NIGHTLY}`, task: "0" } as const;
    const first = (items: AsyncIterable<unknown>) => items[Symbol.asyncIterator]().next();
    await expect(connector.stage("x", createTextFile("x", "x"))).rejects.toMatchObject(unsupported);
    await expect(connector.start({ kind: "load", object: "x" })).rejects.toMatchObject(unsupported);
    await expect(connector.cancel(handle)).rejects.toMatchObject(unsupported);
    await expect(first(connector.listLoads())).rejects.toMatchObject(unsupported);
    await expect(first(connector.listReports())).rejects.toMatchObject(unsupported);
    await expect(first(connector.report(handle))).rejects.toMatchObject(unsupported);
    const flow = { ...handle, object: "flow/1" };
    await expect(first(connector.rejects(flow))).rejects.toMatchObject(unsupported);
    expect(simulator.ledger()).toEqual([]);
  });
});

describe("a run", () => {
  test("that went through but for some rows tells so by its code, and hands them out", async () => {
    await using simulator = await simulateIntegrations();
    await using connector = connectToCloudWorks(simulator);
    const { handle, outcome } = await runToEnd(connector, `integration/${BRING_BAD}`);
    expect(outcome).toMatchObject({
      state: "succeeded-with-rejects",
      volume: {},
      rawStatus: "no success, code 38",
    });
    expect(await rejectsOf(connector, handle)).toEqual([
      expect.stringMatching(/^112000000001-rejects.csv: .*\nE,O-1,Nowhere/),
    ]);
  });

  test("of a process hands out the rejects of its imports", async () => {
    await using simulator = await simulateIntegrations();
    await using connector = connectToCloudWorks(simulator);
    await runToEnd(connector, "Bring bad orders");
    const { handle, outcome } = await runToEnd(connector, "Nightly");
    expect(outcome.state).toBe("succeeded-with-rejects");
    expect(await rejectsOf(connector, handle)).toEqual([expect.stringContaining("O-1,Nowhere")]);
    const clean = await runToEnd(connector, "Bring orders");
    expect(clean.outcome).toMatchObject({ state: "succeeded", rawStatus: "success" });
    expect(await rejectsOf(connector, clean.handle)).toEqual([]);
  });

  test("that failed says why", async () => {
    await using simulator = await simulateIntegrations();
    await using connector = connectToCloudWorks(simulator);
    const { handle, outcome } = await runToEnd(connector, "Bring a wrong file");
    expect(outcome).toMatchObject({ state: "failed", message: "The action Orders from file failed" });
    expect(await rejectsOf(connector, handle)).toEqual([]);
  });

  test("goes on until it has an end, and is judged by what is known only", async () => {
    await using simulator = await simulateIntegrations();
    await using connector = connectToCloudWorks(simulator);
    const handle = { kind: "process", object: `integration/${NIGHTLY}`, task: "7" } as const;
    const pollOf = (run: object) => {
      simulator.faults.respond({ path: /run\/7/, status: 200, json: JSON.stringify({ run }) });
      return connector.poll(handle);
    };
    const endDate = "2026-01-05T22:00:00.000Z";
    const running = { success: true, message: "Running", endDate: null };
    expect(await pollOf(running)).toEqual({ state: "running", rawStatus: "Running" });
    const strange = { success: true, message: "Hm", endDate, executionErrorCode: 77 };
    expect(await pollOf(strange)).toMatchObject({
      outcome: { state: "unknown", rawStatus: "success, code 77" },
    });
    expect(await pollOf({ endDate })).toMatchObject({ outcome: { state: "unknown" } });
  });

  test("is not ours when a schedule started it", async () => {
    await using simulator = await simulateIntegrations();
    await using connector = connectToCloudWorks(simulator);
    const startDate = new Date().toISOString();
    const runs = [{ id: "s", startDate, triggerSource: "scheduled_inf" }];
    const json = JSON.stringify({ history_of_runs: { runs, totalRuns: 1 } });
    simulator.faults.respond({ path: /runs\//, status: 200, json, times: 2 });
    const query = { request: { kind: "process", object: "Nightly" }, since: Date.now() } as const;
    expect(await connector.find(query)).toEqual({ state: "absent" });
  });
});

describe("a flow", () => {
  test("ends with its last step, and tells its parts", async () => {
    await using simulator = await simulateIntegrations();
    await using connector = connectToCloudWorks(simulator);
    const { outcome } = await runToEnd(connector, "Bring and calculate");
    expect(outcome).toMatchObject({
      state: "succeeded-with-rejects",
      parts: [{ object: NIGHTLY }, { object: BRING_BAD, state: "succeeded-with-rejects" }],
    });
  });

  test("stops at the step that failed", async () => {
    await using simulator = await simulateIntegrations();
    await using connector = connectToCloudWorks(simulator);
    const { outcome } = await runToEnd(connector, "Bring wrong and calculate");
    expect(outcome).toMatchObject({ state: "failed", parts: [{ object: BRING_WRONG, state: "failed" }] });
    expect(simulator.ledger()).toHaveLength(1);
  });

  test("is found when the answer was lost, and only its latest run", async () => {
    await using simulator = await simulateIntegrations();
    await using connector = connectToCloudWorks(simulator);
    const request = { kind: "process", object: "Bring and calculate" } as const;
    const since = Date.now();
    simulator.faults.loseReply(START);
    await expect(connector.start(request)).rejects.toMatchObject({ code: "remote.unknown" });
    const found = await connector.find({ request, since });
    if (found.state !== "happened") return expect.fail(found.state);
    expect((await waitForOutcome(connector, found.output, QUICK)).state).toBe("succeeded-with-rejects");
    const before = { request, since: since - 60_000, until: since - 30_000 };
    expect(await connector.find(before)).toMatchObject({ state: "unknown" });
    expect(await connector.find({ request, since: since + 60_000 })).toEqual({ state: "absent" });
    await connector.start(request);
    expect(await connector.poll(found.output)).toMatchObject({ outcome: { state: "unknown" } });
  });
});

describe("a user without the role", () => {
  test("is told so, whatever the status", async () => {
    const clock = createFakeClock(Date.now());
    await using simulator = await simulateIntegrations();
    await using connector = connectToCloudWorks(simulator, {}, { clock });
    simulator.faults.setConditions({ integrationRole: false });
    expect(await connector.checkAvailability()).toMatchObject({ state: "unknown" });
    await expect(connector.start({ kind: "process", object: "Nightly" })).rejects.toMatchObject({
      code: "auth.rejected",
    });
    simulator.faults.clear();
    simulator.faults.respond({ path: /integrations/, status: 452 });
    await expect(connector.start({ kind: "process", object: "Nightly" })).rejects.toMatchObject({
      code: "auth.rejected",
      details: { status: 452 },
    });
  });
});
