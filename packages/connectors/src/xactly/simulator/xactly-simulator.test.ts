import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createFakeClock } from "@spm-ops/core/testing";
import { describe, expect, test } from "vitest";
import { orderRows, PASSWORD, simulateOrders, USER } from "../testing/simulated-orders.js";
import type { XactlySimulator } from "./index.js";

/** A client that knows nothing of ours: what any program would send. */
async function connect({ address }: XactlySimulator) {
  const send = async (method: string, path: string, body?: unknown, token = "") => {
    const answer = await fetch(`${address}${path}`, {
      method,
      headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
      body: body === undefined ? null : JSON.stringify(body),
    });
    const text = await answer.text();
    const location = answer.headers.get("location") ?? "";
    return { status: answer.status, text, location, json: text === "" ? undefined : JSON.parse(text) };
  };
  const login = "/oauth2/token?client_id=client-1&consumer=consumer-1&api=connect";
  const { json } = await send("POST", login, { username: USER, password: PASSWORD });
  const call = (method: string, path: string, body?: unknown) =>
    send(method, `/connect/v1/${path}`, body, json.access_token);
  const execute = async (command: string) => {
    const { location } = await call("POST", "xdbc/execute", { command, defaultSchema: "xactly" });
    return (await send("GET", `${location}?start=0&size=100`, undefined, json.access_token)).json.data;
  };
  return { send, call, execute };
}

describe("access", () => {
  test("needs the application's ids in the query and the user in the body", async () => {
    await using simulator = await simulateOrders();
    const { send, call } = await connect(simulator);
    const body = { username: USER, password: PASSWORD };
    for (const query of [
      "",
      "?client_id=client-1&consumer=consumer-1",
      "?client_id=a&consumer=b&api=connect",
    ]) {
      expect((await send("POST", `/oauth2/token${query}`, body)).status).toBe(401);
    }
    expect((await send("GET", "/connect/v1/sessions", undefined, "wrong")).status).toBe(401);
    const { json } = await call("GET", "sessions");
    expect(json).toMatchObject([{ timeToLive: 1_800 }]);
    expect((await call("DELETE", `sessions/${json[0].id}`)).status).toBe(204);
    expect((await call("GET", "sessions")).status).toBe(401);
  });

  test("ends half an hour after its last use", async () => {
    const clock = createFakeClock();
    await using simulator = await simulateOrders({ clock });
    const { call } = await connect(simulator);
    for (const [afterMs, status] of [
      [1_700_000, 200],
      [1_700_000, 200],
      [1_800_000, 401],
    ] as const) {
      clock.advance(afterMs);
      expect((await call("GET", "sessions")).status).toBe(status);
    }
  });
});

describe("entities", () => {
  test("are made with an empty answer whose address has the gateway's prefix, and need their version to change", async () => {
    await using simulator = await simulateOrders();
    const { call } = await connect(simulator);
    const made = await call("POST", "credentials", { type: "INCENT", name: "incent", password: "secret" });
    expect(made).toMatchObject({ status: 201, text: "" });
    expect(made.location).toMatch(/^\/api\/connect\/v1\/credentials\/[0-9a-f]{32}$/);
    const path = made.location.replace("/api/connect/v1/", "");
    const { json } = await call("GET", path);
    expect(json).toMatchObject({ name: "incent", version: 0, createdBy: USER });
    expect(json).not.toHaveProperty("password");
    expect((await call("PUT", path, { ...json, name: "other", version: 3 })).status).toBe(409);
    expect((await call("PUT", path, { ...json, name: "other" })).json).toMatchObject({ version: 1 });
    expect((await call("DELETE", path)).status).toBe(204);
    for (const method of ["GET", "PUT", "DELETE"]) {
      expect((await call(method, path, method === "GET" ? undefined : json)).status).toBe(404);
    }
    expect((await call("POST", "credentials", {})).status).toBe(400);
    expect((await call("PATCH", "credentials", {})).status).toBe(405);
    expect((await call("GET", "nothing")).status).toBe(404);
  });

  test("are listed by pages from 0, filtered by name", async () => {
    await using simulator = await simulateOrders();
    const { call } = await connect(simulator);
    const names = async (query: string) =>
      (await call("GET", `pipelines?${query}`)).json.map(({ name }: { name: string }) => name);
    expect(await names("page=1&size=2")).toEqual(["stage_orders", "credit"]);
    expect(await names("ql=name==load*")).toEqual(["load_orders", "load_all_orders"]);
    expect(await names('ql=name=="Nightly close"')).toEqual(["Nightly close"]);
    expect(await names("ql=name!=load*;continueOnError==true")).toEqual(["goes_on"]);
    for (const query of ["size=1001", "page=a", "ql=name"]) {
      expect((await call("GET", `pipelines?${query}`)).status).toBe(400);
    }
  });
});

describe("commands", () => {
  test("are answered by where the result lies, with cells as text and without names of columns", async () => {
    await using simulator = await simulateOrders();
    const { call, execute } = await connect(simulator);
    expect(await call("POST", "xdbc/execute", { command: "select 1;" })).toMatchObject({
      text: "",
      location: expect.stringMatching(/^\/connect\/v1\/xdbc\//),
    });
    expect(await execute("select count(*) from staging.order_item;")).toEqual({
      rows: [["0"]],
      totalRows: 1,
    });
    for (const [command, why] of [
      ["select a from staging.order_item", "has no column a"],
      ["select a from none.none", "no table none.none"],
      ["select", "not known"],
      ["select from", "cannot be read"],
      ["delete staging", "cannot be read"],
      ["delete from none.none", "no table"],
      ["delete from staging.order_item where order_code in (select a from none.none)", "no table"],
      ["insert into none.none (a) select a from none.none", "no table"],
      ["insert into staging.order_item (a) select batch_name from xactly.xc_user_batch", "no column a"],
      ["invoke pipeline none", "no pipeline none"],
      ["incent purge everything", "knows no command"],
      ["show invocation details 0", "no invocation 0"],
      ["abort invocation 0", "no invocation 0"],
    ]) {
      const { rows } = await execute(command ?? "");
      expect([rows[0][0], rows[0][6]]).toEqual(["1", expect.stringContaining(why ?? "")]);
    }
    expect((await call("POST", "xdbc/execute", {})).status).toBe(400);
    expect((await call("GET", "xdbc/results/0")).status).toBe(404);
  });

  test("take orders from staging to credits, batch by batch", async () => {
    await using simulator = await simulateOrders();
    const { execute } = await connect(simulator);
    await mkdir(join(simulator.homeFolder, "inbox"));
    await writeFile(join(simulator.homeFolder, "inbox", "orders.csv"), orderRows(3));
    const first = async (command: string) => (await execute(command)).rows[0];
    const invoke = "invoke synchronous pipeline stage_orders (variables v1='2026-05')";
    expect((await first(invoke))[0]).toBe("0");
    const batches = "select distinct batch_name, period_name, batch_type_name from staging.order_item";
    expect((await first(`incent create batches (Batches=(${batches}))`))[4]).toBe("0");
    expect((await first("incent upload orders"))[4]).toBe("3");
    const of = (name: string) =>
      `(BatchNames=(select batch_name from xactly.xc_user_batch where batch_name = '${name}'))`;
    expect((await first(`incent synchronous calculate credits ${of("June")}`))[4]).toBe("0");
    expect((await first(`incent synchronous calculate ${of("Mai Süd")}`))[4]).toBe("3");
    expect((await first(`incent synchronous calculate ${of("Mai Süd")}`))[4]).toBe("0");
    expect((await first(`incent reset incentives ${of("Mai Süd")}`))[4]).toBe("3");
    expect(await first("select batch_type_name from xactly.xc_user_batch")).toEqual([
      "Commissionable Events",
    ]);
    expect((await first("incent reset (BatchNames=(select))"))[0]).toBe("1");
    const other = "select order_code, item_code, batch_name from staging.order_item";
    await execute(`insert into staging.order_item_assignment (order_code, item_code, employee_id) ${other}`);
    const wrong = "select employee_id, order_code from staging.order_item_assignment";
    expect((await first(`incent create batches (Batches=(${wrong}))`))[6]).toContain("another period");
  });

  test("show and abort invocations, and let one pipeline run once at a time", async () => {
    const clock = createFakeClock();
    await using simulator = await simulateOrders({ clock, durations: { runMs: 60_000 } });
    const { call, execute } = await connect(simulator);
    await execute("invoke pipeline goes_on");
    await execute("invoke pipeline goes_on");
    const [again, running] = (await call("GET", "invocations?ql=objectName==goes_on")).json;
    expect(again).toMatchObject({ currentState: "completed", status: "already running" });
    expect(running).toMatchObject({
      status: null,
      completedInstant: null,
      objectType: "pipeline",
      details: [],
    });
    expect((await execute("show invocations")).rows).toHaveLength(4);
    expect((await execute(`abort invocation ${running.id}`)).rows[0][0]).toBe("0");
    expect((await execute(`abort invocation ${running.id}`)).rows[0][0]).toBe("1");
    expect((await call("GET", `invocations/${running.id}`)).json).toMatchObject({
      currentState: "completed",
      status: "aborted",
    });
    expect((await execute(`show invocation details ${running.id}`)).rows).toHaveLength(2);
    expect((await call("GET", "invocations/0")).status).toBe(404);
  });
});

describe("files", () => {
  test.for([
    ["", "is empty"],
    ["order_code,item_code\nO-1\n", "Line 2 of /inbox/orders.csv has 1 cells"],
    ["order,item\nO-1,1\n", "no column order"],
  ] as const)("fail the pipeline that reads %j", async ([text, why]) => {
    await using simulator = await simulateOrders();
    const { call, execute } = await connect(simulator);
    await mkdir(join(simulator.homeFolder, "inbox"));
    await writeFile(join(simulator.homeFolder, "inbox", "orders.csv"), text);
    await execute("invoke pipeline load_orders");
    const [{ status, description }] = (await call("GET", "invocations?ql=objectName==load_orders")).json;
    expect([status, description]).toEqual(["fail", expect.stringContaining(why)]);
  });
});

describe("storage", () => {
  test("lets invocations go on where they would be after a restart", async () => {
    const storage = await mkdtemp(join(tmpdir(), "xactly-storage-"));
    const clock = createFakeClock();
    const options = { clock, storage, durations: { readyMs: 0, runMs: 60_000 } };
    try {
      {
        await using simulator = await simulateOrders(options);
        await (await connect(simulator)).execute("invoke pipeline credit");
      }
      clock.advance(30_000);
      await using simulator = await simulateOrders(options);
      expect(simulator.ledger()).toMatchObject([{ pipeline: "credit", state: "running" }]);
      clock.advance(30_000);
      expect(simulator.ledger()).toMatchObject([{ state: "completed", status: "pass" }]);
    } finally {
      await rm(storage, { recursive: true, force: true });
    }
  });

  test("says what is wrong with a business", async () => {
    const business = { user: "", password: "a", clientId: "b", consumer: "c", pipelines: [{ name: "a" }] };
    await expect(Reflect.apply(simulateOrders, undefined, [{ business }])).rejects.toThrow(
      /user[\s\S]*pipelines\.0\.members/,
    );
  });
});
