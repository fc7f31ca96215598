import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createFakeClock } from "@spm-ops/core/testing";
import { describe, expect, test } from "vitest";
import { API_KEY, EMAIL, MODEL, orderRows, PASSWORD, simulateOrders } from "../testing/simulated-orders.js";
import type { VaricentSimulator } from "./index.js";

/** A client that knows nothing of ours: what any program would send. */
function connect({ address }: VaricentSimulator, headers: Record<string, string> = {}) {
  return async (method: string, path: string, body?: string) => {
    const answer = await fetch(`${address}${path}`, {
      method,
      headers: { authorization: `Bearer ${API_KEY}`, model: MODEL, ...headers },
      body: body ?? null,
    });
    const text = await answer.text();
    const json = /^[[{"tf\d]/.test(text) ? JSON.parse(text) : undefined;
    return { status: answer.status, text, json };
  };
}

describe("access", () => {
  test("needs a key and the name of the model, in headers of any case, and says nothing without", async () => {
    await using simulator = await simulateOrders();
    for (const headers of [{ authorization: "Bearer wrong" }, { model: "Other" }, { authorization: "" }]) {
      const refused = await connect(simulator, headers)("GET", "/api/v1/imports");
      expect([refused.status, refused.text]).toEqual([401, ""]);
    }
    const lower = connect(simulator, { authorization: `bearer ${API_KEY}` });
    expect((await lower("GET", "/api/v1/imports")).status).toBe(200);
  });

  test("gives a token that lives six hours for an email and a password, and words its refusals otherwise", async () => {
    const clock = createFakeClock();
    await using simulator = await simulateOrders({ clock });
    const call = connect(simulator, { "content-type": "application/x-www-form-urlencoded" });
    const form = (password: string) => new URLSearchParams({ email: EMAIL, password }).toString();
    const refused = await call("POST", "/services/login", form("wrong"));
    expect([refused.status, Object.keys(refused.json)]).toEqual([401, ["code", "message"]]);
    const { token } = (await call("POST", "/services/login", form(PASSWORD))).json;
    const withToken = connect(simulator, { authorization: `Bearer ${token}` });
    expect((await withToken("GET", "/api/v1/globalactionstatus")).text).toBe("false");
    clock.advance(6 * 3_600_000);
    expect((await withToken("GET", "/api/v1/globalactionstatus")).status).toBe(401);
  });

  test("knows its own resources only", async () => {
    await using simulator = await simulateOrders();
    const call = connect(simulator);
    expect(await call("GET", "/api/v1/nothing")).toMatchObject({
      status: 404,
      json: { Message: expect.any(String) },
    });
    expect(await call("DELETE", "/api/v1/imports")).toMatchObject({ status: 405 });
    expect((await call("GET", "/")).text).toContain("<html>");
    for (const path of ["imports/1/run", "calculations/1", "scheduleitem/1/run"]) {
      expect((await call("POST", `/api/v1/rpc/${path}`)).status).toBe(404);
    }
    expect((await call("GET", "/api/v1/scheduleitem/1")).status).toBe(404);
    expect((await call("GET", "/api/v1/publishedfiles/1")).status).toBe(404);
  });
});

describe("runs", () => {
  test("answer with relative links, and show the item and its child under one number", async () => {
    const clock = createFakeClock();
    await using simulator = await simulateOrders({
      clock,
      durations: { runMs: 10_000, gapMs: 1_000, keptMs: 60_000 },
    });
    const call = connect(simulator);
    const started = await call("POST", "/api/v1/rpc/scheduleitem/20/run");
    expect(started.json).toEqual({
      completedactivities: "api/v1/completedactivities/4711",
      liveactivities: "api/v1/liveactivities/4711",
    });
    const list = async (path: string) => (await call("GET", `/api/v1/${path}`)).json;
    clock.advance(5_000);
    expect(await list("liveactivities")).toMatchObject([
      { progressId: 4711, type: "Scheduler", status: "Running", percent: 50, time: "2026-01-05T22:00:00Z" },
      { progressId: 4711, type: "Calculation", description: "Running Broken part" },
    ]);
    expect(await list("liveactivities/4711")).toMatchObject({ progressId: 4711 });
    expect(await list("globalactionstatus")).toBe(true);
    const second = await call("POST", "/api/v1/rpc/calculations/7");
    expect([second.status, Object.keys(second.json)]).toEqual([409, ["Message"]]);
    clock.advance(5_500);
    expect(await call("GET", "/api/v1/liveactivities/4711")).toMatchObject({ status: 404 });
    expect(await call("GET", "/api/v1/completedactivities/4711")).toMatchObject({ status: 404 });
    clock.advance(500);
    expect(await list("completedactivities?filter=progressId=4711")).toMatchObject([{ status: "Completed" }]);
    expect(await list("completedactivities?liveActivityDTO=4711")).toHaveLength(1);
    expect(await list("scheduleitem/20")).toMatchObject({
      lastRun: "2026-01-05T22:00:00Z",
      lastRunStatus: "Success",
      childScheduleItems: [{ lastRunStatus: "Error", parent: 20 }, { lastRunStatus: "Success" }],
    });
    clock.advance(60_000);
    expect(await list("completedactivities")).toEqual([]);
  });

  test("of calculations name their logs, too", async () => {
    await using simulator = await simulateOrders();
    expect(Object.keys((await connect(simulator)("POST", "/api/v1/rpc/calculations/7")).json)).toHaveLength(
      4,
    );
  });

  test("lie beside those of other users, from before", async () => {
    await using simulator = await simulateOrders();
    const { json } = await connect(simulator)("GET", "/api/v1/completedactivities");
    expect(json).toMatchObject([{ progressId: 4709, userId: "another.user" }, { progressId: 4710 }]);
    expect(simulator.ledger()).toEqual([]);
  });

  test("are remembered by a folder, as far as they would be by then", async () => {
    const storage = await mkdtemp(join(tmpdir(), "varicent-storage-"));
    const clock = createFakeClock();
    const durations = { runMs: 10_000, gapMs: 0 };
    {
      await using before = await simulateOrders({ storage, clock, durations });
      await writeFile(join(before.dataFolder, "orders of the day.csv"), orderRows(2));
      await connect(before)("POST", "/api/v1/rpc/imports/12/run");
      clock.advance(10_000);
      await connect(before)("POST", "/api/v1/rpc/scheduleitem/9/run");
    }
    {
      await using after = await simulateOrders({ storage, clock, durations });
      expect(after.ledger().map(({ state }) => state)).toEqual(["completed", "live"]);
      const call = connect(after);
      expect((await call("GET", "/api/v1/publishedfiles")).json).toEqual([]);
      clock.advance(10_000);
      const [published] = (await call("GET", "/api/v1/publishedfiles")).json;
      expect(Object.keys(published)).toEqual(["uuid"]);
      const { filename, data64 } = (await call("GET", `/api/v1/publishedfiles/${published.uuid}`)).json;
      expect([filename, Buffer.from(data64, "base64").toString()]).toEqual(["Orders.csv", orderRows(2)]);
    }
    await rm(storage, { recursive: true });
  });

  test("stop after an error where the item says so", async () => {
    const item = { name: "Strict", type: "Folder", stopOnFailure: true };
    const model = {
      model: MODEL,
      users: [{ userId: "ops", apiKey: API_KEY }],
      scheduleItems: [
        { id: 1, ...item },
        { id: 2, name: "First", type: "Publish", parent: 1, publishes: { filename: "a.csv", table: "None" } },
        { id: 3, name: "Second", type: "Calculation", parent: 1 },
      ],
    };
    await using simulator = await simulateOrders({ model });
    const call = connect(simulator);
    await call("POST", "/api/v1/rpc/scheduleitem/1/run");
    expect((await call("GET", "/api/v1/scheduleitem")).json).toMatchObject([
      {
        lastRunStatus: "Error",
        childScheduleItems: [{ lastRunStatus: "Error" }, { lastRun: null, lastRunStatus: null }],
      },
    ]);
  });
});

describe("imports", () => {
  test.for([
    ["what is not there", undefined, "Failed", "was not found"],
    ["an empty file", "", "Failed", "empty"],
    ["another file", "Order,Amount\n", "Failed", "no column Region"],
    ["short rows", orderRows(3, (row) => row === 1), "Completed", "Lines that could not be read: 3."],
    ["sound rows", orderRows(3), "Completed", ""],
  ] as const)("of %s", async ([, content, status, details]) => {
    await using simulator = await simulateOrders();
    const call = connect(simulator);
    if (content !== undefined) await writeFile(join(simulator.dataFolder, "orders of the day.csv"), content);
    await call("POST", "/api/v1/rpc/imports/12/run");
    const [told] = (await call("GET", "/api/v1/completedactivities?filter=progressId=4711")).json;
    expect(told).toMatchObject({ status, messageDetails: expect.stringContaining(details) });
    expect(told.message.includes("successfully")).toBe(content === orderRows(3));
    expect(JSON.stringify(told)).not.toMatch(/rows?Count|inserted|rejected/i);
  });
});

describe("the data folder", () => {
  test("is listed by completeness, without uploads under way, and loses files", async () => {
    await using simulator = await simulateOrders();
    const call = connect(simulator);
    for (const name of ["whole.csv", "half.csv", ".upload.part"])
      await writeFile(join(simulator.dataFolder, name), "x");
    simulator.faults.setConditions({ incompleteFiles: ["half.csv"] });
    const list = async (filter: string) => {
      const { json, status } = await call(
        "GET",
        `/api/v1/serverfilenames?filter=${encodeURIComponent(filter)}`,
      );
      return status === 200 ? json : status;
    };
    expect(await list("FileType=Data;IsComplete=true")).toEqual(["whole.csv"]);
    expect(await list("FileType=Data;IsComplete=false")).toEqual(["half.csv"]);
    expect(await list("FileType=Data")).toEqual(["half.csv", "whole.csv"]);
    expect(await list("FileType=Log")).toEqual([]);
    expect([await list("Size=1"), await list("IsComplete=perhaps")]).toEqual([400, 400]);
    expect((await call("DELETE", "/api/v2/serverfiles/whole.csv")).status).toBe(204);
    expect((await call("DELETE", "/api/v2/serverfiles/whole.csv")).status).toBe(404);
  });
});

describe("startVaricentSimulator", () => {
  test("names everything that is wrong with a model", async () => {
    const scheduleItems = [
      { id: 1, name: "Import", type: "Import", runsImport: 9 },
      { id: 2, name: "Child", type: "Folder", parent: 3 },
    ];
    const model = { model: MODEL, users: [{ userId: "ops" }], scheduleItems };
    await expect(simulateOrders({ model })).rejects.toMatchObject({
      code: "config.invalid",
      details: {
        issues: [
          "scheduleItems.0.runsImport: the model defines no 9",
          "scheduleItems.1.parent: the model defines no 3",
        ],
      },
    });
  });
});
