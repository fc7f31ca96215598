import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { createFakeClock } from "@spm-ops/core/testing";
import { describe, expect, test } from "vitest";
import { login } from "../testing/plain-client.js";
import {
  CALCULATE,
  FILE,
  ORDERS,
  orderRows,
  PASSWORD,
  REPORT,
  simulateOrders,
  USER,
} from "../testing/simulated-orders.js";

describe("files", () => {
  test("take chunks in any order, more than once, compressed or not, and of a number that is not known before", async () => {
    const clock = createFakeClock();
    await using simulator = await simulateOrders({ clock });
    const { call, start } = await login(simulator);
    const text = Buffer.from(orderRows(9));
    await call("POST", `files/${FILE}`, '{"chunkCount":-1}');
    await call("PUT", `files/${FILE}/chunks/1`, "nonsense", "application/octet-stream");
    const put = await call(
      "PUT",
      `files/${FILE}/chunks/1`,
      gzipSync(text.subarray(50)),
      "application/x-gzip",
    );
    expect([put.status, put.text]).toEqual([204, ""]);
    await call("PUT", `files/${FILE}/chunks/0`, text.subarray(0, 50), "application/octet-stream");
    const early = await start(`imports/${ORDERS}`);
    expect((await call("POST", `files/${FILE}/complete`, "{}")).json.file.chunkCount).toBe(2);
    const late = await start(`imports/${ORDERS}`);
    clock.advance(1_000);
    const result = async (task: string) =>
      (await call("GET", `imports/${ORDERS}/tasks/${task}`)).json.task.result;
    expect(await result(early)).toMatchObject({ successful: false });
    const { details } = await result(late);
    expect(details[0].localMessageText).toContain("9 (9/9) rows");
  });

  test("are private to who uploaded them, and gone when deleted", async () => {
    const clock = createFakeClock();
    const other = { user: "other@client.example", password: PASSWORD };
    const files = [{ id: FILE, name: "orders.csv", defaultContent: orderRows(2) }];
    const imports = [{ id: ORDERS, name: "Orders", dataSourceId: FILE, columns: ["Order"] }];
    const model = { users: [{ user: USER, password: PASSWORD }, other], files, imports };
    await using simulator = await simulateOrders({ clock, model });
    const ours = await login(simulator);
    const theirs = await login(simulator, other.user);
    await ours.call("PUT", `files/${FILE}`, orderRows(7), "application/octet-stream");
    const tasks = [await ours.start(`imports/${ORDERS}`), await theirs.start(`imports/${ORDERS}`)];
    await ours.call("DELETE", `files/${FILE}`);
    tasks.push(await ours.start(`imports/${ORDERS}`));
    clock.advance(1_000);
    const texts = tasks.map(async (task) => (await ours.call("GET", `imports/${ORDERS}/tasks/${task}`)).text);
    const told = (await Promise.all(texts)).map((text) => /: (\d+) \(/.exec(text)?.[1]);
    expect(told).toEqual(["7", "2", "2"]);
  });

  test("make a new file of a name that nobody knows, and refuse what was not announced", async () => {
    await using simulator = await simulateOrders();
    const { call } = await login(simulator);
    const made = (await call("POST", "files/new-file", '{"chunkCount":1}')).json.file;
    expect(made.id).not.toBe("new-file");
    expect((await call("PUT", `files/${FILE}/chunks/0`, "a")).status).toBe(400);
    expect((await call("POST", `files/${FILE}`, "{}")).status).toBe(400);
    expect((await call("POST", `files/${FILE}/complete`, "{}")).status).toBe(404);
  });
});

describe("tasks", () => {
  test("go on by time, one after another, and tell their result at the end only", async () => {
    const clock = createFakeClock();
    await using simulator = await simulateOrders({
      clock,
      durations: { importMs: 100, override: ({ ordinal }) => (ordinal === 2 ? 500 : undefined) },
    });
    const { call, start, upload } = await login(simulator);
    await upload(orderRows(1));
    const [first, second] = [await start(`imports/${ORDERS}`), await start(`imports/${ORDERS}`)];
    const look = async (task: string) => (await call("GET", `imports/${ORDERS}/tasks/${task}`)).json.task;
    expect(await look(first)).toMatchObject({ taskState: "IN_PROGRESS", progress: 0 });
    expect(await look(second)).toMatchObject({ taskState: "NOT_STARTED" });
    clock.advance(99);
    expect(await look(first)).not.toHaveProperty("result");
    clock.advance(1);
    expect(await look(first)).toMatchObject({
      taskState: "COMPLETE",
      progress: 1,
      result: { successful: true },
    });
    expect(await look(second)).toMatchObject({ taskState: "IN_PROGRESS" });
    clock.advance(500);
    expect(simulator.ledger().map(({ state }) => state)).toEqual(["COMPLETE", "COMPLETE"]);
  });

  test("are cancelled, or are not, as the vendor pleases", async () => {
    const clock = createFakeClock();
    await using simulator = await simulateOrders({ clock, durations: { importMs: 1_000, cancelMs: 10 } });
    const { call, start } = await login(simulator);
    const task = await start(`imports/${ORDERS}`);
    const state = () => simulator.ledger()[0]?.state;
    simulator.faults.setConditions({ ignoresCancel: true });
    await call("DELETE", `imports/${ORDERS}/tasks/${task}`);
    expect(state()).toBe("IN_PROGRESS");
    simulator.faults.clear();
    await call("DELETE", `imports/${ORDERS}/tasks/${task}`);
    expect(state()).toBe("CANCELLING");
    clock.advance(10);
    expect(state()).toBe("CANCELLED");
  });

  test("leave what a process did before the step that failed", async () => {
    const clock = createFakeClock();
    const imports = [{ id: ORDERS, name: "Orders", dataSourceId: FILE, columns: ["Order"] }];
    const processes = [
      { id: CALCULATE, name: "All", steps: [ORDERS, "117000000001", REPORT], failsAt: "117000000001" },
    ];
    const exports = [{ id: REPORT, name: "Report", rows: ORDERS }];
    const model = {
      users: [{ user: USER, password: PASSWORD }],
      files: [{ id: FILE, name: "f" }],
      imports,
      processes,
      exports,
    };
    await using simulator = await simulateOrders({ clock, model });
    const { call, start, upload } = await login(simulator);
    await upload(orderRows(2));
    const task = await start(`processes/${CALCULATE}`);
    const report = await start(`exports/${REPORT}`);
    clock.advance(1_000);
    const { result } = (await call("GET", `processes/${CALCULATE}/tasks/${task}`)).json.task;
    expect(result.successful).toBe(false);
    expect(result.nestedResults).toHaveLength(2);
    expect((await call("GET", `exports/${REPORT}/tasks/${report}`)).json.task.result.successful).toBe(true);
    expect((await call("GET", `files/${REPORT}/chunks/0`)).text).toBe("Order\nO-0\nO-1\n");
    expect((await call("GET", `files/${REPORT}/chunks/1`)).status).toBe(404);
  });

  test("keep a failure dump until the next run of the same import", async () => {
    const clock = createFakeClock();
    await using simulator = await simulateOrders({ clock });
    const { call, start, upload } = await login(simulator);
    await upload(orderRows(1, () => "Nowhere"));
    const task = await start(`imports/${ORDERS}`);
    const dump = () => call("GET", `imports/${ORDERS}/tasks/${task}/dump/chunks/0`);
    expect((await dump()).status).toBe(404);
    clock.advance(1_000);
    expect((await dump()).text).toContain("Nowhere");
    await start(`imports/${ORDERS}`);
    expect((await dump()).status).toBe(404);
  });

  test("are a server's error for an import that does not exist", async () => {
    await using simulator = await simulateOrders();
    const { call } = await login(simulator);
    expect((await call("POST", "imports/112999999999/tasks", "{}")).status).toBe(500);
    expect((await call("GET", `imports/${ORDERS}/tasks/0`)).status).toBe(404);
    expect(simulator.ledger()).toEqual([]);
  });
});

describe("storage", () => {
  test("lets another process go on where one was killed", async () => {
    const storage = await mkdtemp(join(tmpdir(), "anaplan-storage-"));
    const clock = createFakeClock();
    // Nothing is written when a simulator closes, so one that is still open stands for one that was killed.
    const killed = await simulateOrders({ storage, clock, durations: { importMs: 1_000 } });
    const before = await login(killed);
    await before.upload(orderRows(5));
    const task = await before.start(`imports/${ORDERS}`);
    clock.advance(400);
    const revived = await simulateOrders({ storage, clock });
    const after = await login(revived);
    expect(revived.ledger()).toEqual(killed.ledger());
    const look = async () => (await after.call("GET", `imports/${ORDERS}/tasks/${task}`)).json.task;
    expect(await look()).toMatchObject({ taskState: "IN_PROGRESS", progress: 0.4 });
    clock.advance(600);
    expect(await look()).toMatchObject({ taskState: "COMPLETE", result: { successful: true } });
    await after.start(`exports/${REPORT}`);
    clock.advance(1_000);
    expect((await after.call("GET", `files/${REPORT}/chunks/0`)).text).toBe(orderRows(5));
    await Promise.all([killed.close(), revived.close()]);
    await rm(storage, { recursive: true });
  });
});
