import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { createFakeClock } from "@spm-ops/core/testing";
import { describe, expect, test } from "vitest";
import type { SpmConnector, StartRequest } from "../contract/spm-connector.js";
import { waitForOutcome } from "../contract/wait-for-outcome.js";
import { createTextFile } from "../testing/index.js";
import type { XactlySimulator, XactlySimulatorOptions } from "./simulator/index.js";
import { connectTo, orderRows, RESULT_COLUMNS, simulateOrders } from "./testing/simulated-orders.js";
import type { XactlyOptions } from "./xactly-options.js";

const WRONG = createTextFile(
  "orders.csv",
  orderRows(5, (row) => row === 3),
);
const process = (object: string): StartRequest => ({ kind: "process", object });

async function open(
  options: Partial<XactlyOptions> = {},
  simulated: Partial<XactlySimulatorOptions> = {},
): Promise<{ simulator: XactlySimulator; connector: SpmConnector } & AsyncDisposable> {
  const simulator = await simulateOrders(simulated);
  await mkdir(join(simulator.homeFolder, "inbox"));
  const connector = connectTo(simulator, options, { clock: simulated.clock });
  return {
    simulator,
    connector,
    async [Symbol.asyncDispose]() {
      await connector.close();
      await simulator.close();
    },
  };
}

async function run(connector: SpmConnector, request: StartRequest) {
  const handle = await connector.start(request);
  return { handle, outcome: await waitForOutcome(connector, handle) };
}

async function rejectsOf(connector: SpmConnector, handle: Awaited<ReturnType<SpmConnector["start"]>>) {
  let all = "";
  for await (const { name, bytes } of connector.rejects(handle)) {
    all += `${name}\n`;
    for await (const piece of bytes) all += Buffer.from(piece).toString("utf8");
  }
  return all;
}

describe("an upload of all orders or none", () => {
  test("fails with one order that does not validate, which is handed out with its reason", async () => {
    await using opened = await open();
    const { connector } = opened;
    await connector.stage("load_all_orders", WRONG);
    const { handle, outcome } = await run(connector, { kind: "load", object: "load_all_orders" });
    expect(outcome).toMatchObject({
      state: "failed",
      message: expect.stringContaining("no order was uploaded"),
    });
    expect(await rejectsOf(connector, handle)).toBe(
      'staging.order_item_validation_error.csv\norder_code,item_code,error_message\nO-3,1,"The amount ""much"" is no number."\n',
    );
  });

  test("fails also when the pipeline passes although nothing was uploaded", async () => {
    await using opened = await open();
    const { connector, simulator } = opened;
    simulator.faults.setConditions({ silentUpload: true });
    await connector.stage("load_all_orders", WRONG);
    const { outcome } = await run(connector, { kind: "load", object: "load_all_orders" });
    expect(outcome).toMatchObject({ state: "failed", rawStatus: "completed, pass", volume: {} });
    expect(outcome.message).toContain("holds 1 row; nothing is uploaded");
  });
});

describe("commands as processes", () => {
  test("stage, validate, upload and calculate one after another", async () => {
    await using opened = await open();
    const { connector } = opened;
    await connector.stage("stage_orders", createTextFile("orders.csv", orderRows(4)));
    await run(connector, { kind: "load", object: "stage_orders" });
    expect((await run(connector, process("Validate"))).outcome).toMatchObject({
      state: "succeeded",
      volume: { rowsRejected: 0 },
    });
    for (const name of ["Upload", "command/Calculate"]) {
      const { outcome } = await run(connector, process(name));
      expect(outcome).toMatchObject({ state: "succeeded", rawStatus: "0", volume: {} });
      expect(outcome.message).toContain("count 4");
    }
  });

  test("stop at validation, and at an upload that it keeps back", async () => {
    await using opened = await open();
    const { connector } = opened;
    await connector.stage("stage_orders", WRONG);
    await run(connector, { kind: "load", object: "stage_orders" });
    const { handle, outcome } = await run(connector, process("Validate"));
    expect(outcome.state).toBe("failed");
    expect(await rejectsOf(connector, handle)).toContain("O-3");
    expect((await run(connector, process("Upload"))).outcome).toMatchObject({
      state: "failed",
      rawStatus: "1",
      message: expect.stringContaining("validation errors"),
    });
  });

  test("can be refused by a status as well as by a row", async () => {
    const commands = [{ name: "Wrong", command: "incent do nothing" }];
    await using opened = await open({ commands });
    const { connector, simulator } = opened;
    expect((await run(connector, process("Wrong"))).outcome).toMatchObject({
      state: "failed",
      message: 'Incent knows no command "do nothing".',
    });
    simulator.faults.setConditions({ badCommandStatus: 400 });
    await expect(connector.start(process("Wrong"))).rejects.toMatchObject({
      code: "remote.rejected",
      message: expect.stringContaining("do nothing"),
    });
  });

  test("are in doubt when the answer takes longer than the client waits, and go on", async () => {
    await using opened = await open({ timeouts: { wholeMs: 200 } }, { durations: { commandMs: 1_000 } });
    const { connector, simulator } = opened;
    await expect(connector.start(process("Calculate"))).rejects.toMatchObject({ code: "remote.unknown" });
    expect(simulator.ledger()).toMatchObject([{ kind: "command", command: "incent synchronous calculate" }]);
    expect(await connector.find({ request: process("Calculate"), since: 0 })).toMatchObject({
      state: "unknown",
      reason: expect.stringContaining("no record"),
    });
  });

  test("end as unknown when their result says nothing that is known", async () => {
    await using opened = await open();
    const { connector, simulator } = opened;
    const handle = await connector.start(process("Validate"));
    const json = JSON.stringify({ data: { rows: [["maybe"]], totalRows: "1" } });
    simulator.faults.respond({ path: /results/, status: 200, json });
    expect(await connector.poll(handle)).toMatchObject({ outcome: { state: "unknown", rawStatus: "maybe" } });
  });
});

describe("pipelines", () => {
  test("are watched through the vendor's states to their end", async () => {
    const clock = createFakeClock();
    const durations = { readyMs: 10_000, waitMs: 10_000, runMs: 60_000 };
    await using opened = await open({}, { clock, durations });
    const { connector } = opened;
    const plain = await connector.start(process("credit"));
    const seen: string[] = [];
    for (const afterMs of [0, 6_000, 6_000]) {
      clock.advance(afterMs);
      const poll = await connector.poll(plain);
      seen.push(poll.state === "running" ? poll.rawStatus : poll.outcome.state);
    }
    expect(seen).toEqual(["created", "ready", "running"]);
    await connector.cancel(plain);
    expect(await connector.poll(plain)).toMatchObject({
      outcome: { state: "cancelled", rawStatus: "completed, aborted" },
    });
    const waiting = await connector.start(process("when_there"));
    clock.advance(15_000);
    expect(await connector.poll(waiting)).toEqual({ state: "running", rawStatus: "waiting on condition" });
    await expect(connector.start(process("when_there"))).rejects.toMatchObject({ code: "remote.busy" });
  });

  test("that a condition stopped have not succeeded, unless the options say so", async () => {
    await using opened = await open();
    expect((await run(opened.connector, process("when_there"))).outcome).toMatchObject({
      state: "cancelled",
      rawStatus: "completed, aborted on condition false",
    });
    await using lenient = connectTo(opened.simulator, { invocations: { acceptConditionFalse: true } });
    expect((await run(lenient, process("when_there"))).outcome.state).toBe("succeeded");
  });

  test("that go on after an error have failed, though the vendor says that they passed", async () => {
    await using opened = await open();
    const { outcome } = await run(opened.connector, process("goes_on"));
    expect(outcome).toMatchObject({
      state: "failed",
      rawStatus: "completed, pass",
      parts: [
        { object: "broken", state: "failed" },
        { object: "after it", state: "succeeded" },
      ],
    });
    expect(outcome.message).toContain("broken: Incent knows no command");
  });

  test("fail by the vendor's words when the credential for Incent has ended, though the login works", async () => {
    await using opened = await open();
    opened.simulator.faults.setConditions({ incentCredential: "expired" });
    expect(await opened.connector.checkAvailability()).toMatchObject({ state: "up" });
    expect((await run(opened.connector, process("credit"))).outcome).toMatchObject({
      state: "failed",
      message: expect.stringContaining("The credential for Incent is expired."),
    });
  });

  test("are refused by a row or a status when the command is not the one of this environment", async () => {
    const language = { resultColumns: RESULT_COLUMNS, invoke: "call {name}" };
    await using opened = await open({ language });
    const refused = { code: "remote.rejected", message: expect.stringContaining("call credit") };
    await expect(opened.connector.start(process("credit"))).rejects.toMatchObject(refused);
    opened.simulator.faults.setConditions({ badCommandStatus: 400 });
    await expect(opened.connector.start(process("credit"))).rejects.toMatchObject(refused);
    expect(opened.simulator.ledger()).toEqual([]);
  });

  test("of a name with a space are invoked only by a command that quotes it", async () => {
    await using opened = await open();
    await expect(opened.connector.start(process("Nightly close"))).rejects.toMatchObject({
      code: "config.invalid",
    });
    expect(opened.simulator.ledger()).toEqual([]);
    const language = { resultColumns: RESULT_COLUMNS, invoke: 'invoke pipeline "{name}"' };
    await using quoting = connectTo(opened.simulator, { language });
    expect((await run(quoting, process("Nightly close"))).outcome.state).toBe("succeeded");
  });

  test("are in doubt when no new invocation is shown, or more than one", async () => {
    await using opened = await open();
    const { connector, simulator } = opened;
    await run(connector, process("credit"));
    const hide = (json: string, times = 1) =>
      simulator.faults.respond({ path: /invocations\?/, status: 200, json, times });
    hide("[]", 3);
    await expect(connector.start(process("credit"))).rejects.toMatchObject({
      code: "remote.unknown",
      message: expect.stringContaining("no new invocation is shown"),
    });
    hide("[]");
    await expect(connector.start(process("credit"))).rejects.toMatchObject({
      code: "remote.unknown",
      message: expect.stringContaining("3 new invocations are shown"),
    });
    expect(simulator.ledger()).toHaveLength(3);
  });
});

describe("find", () => {
  test("is not sure that there was no start when older invocations are not listed any more", async () => {
    await using opened = await open({}, { keptInvocations: 1 });
    const { connector } = opened;
    await run(connector, process("goes_on"));
    const query = { request: process("credit"), since: Date.now() - 60_000 };
    expect(await connector.find(query)).toMatchObject({
      state: "unknown",
      reason: expect.stringContaining("may not be listed any more"),
    });
    expect(await connector.find({ ...query, request: process("none") })).toMatchObject({ state: "unknown" });
  });

  test("does not take an invocation of a schedule, or of one that ran already, for ours", async () => {
    await using opened = await open();
    const { connector, simulator } = opened;
    simulator.faults.busy();
    await expect(connector.start(process("credit"))).rejects.toMatchObject({ code: "remote.busy" });
    const query = { request: process("credit"), since: Date.now() - 60_000 };
    expect(await connector.find(query)).toEqual({ state: "absent" });
    const shown = { id: "a", currentState: "running", objectName: "credit", invokedByType: "schedule" };
    const json = JSON.stringify([{ ...shown, createdInstant: Date.now() }]);
    simulator.faults.respond({ path: /invocations\?/, status: 200, json, times: 2 });
    expect(await connector.find(query)).toEqual({ state: "absent" });
  });

  test("asks for a report again, which changes nothing", async () => {
    await using opened = await open();
    const request: StartRequest = { kind: "report", object: "Uploaded orders" };
    const found = await opened.connector.find({ request, since: 0 });
    expect(found).toMatchObject({ state: "happened", output: { object: "report/Uploaded orders" } });
  });
});
