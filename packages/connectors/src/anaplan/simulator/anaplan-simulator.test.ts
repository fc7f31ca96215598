import { describe, expect, test } from "vitest";
import { login } from "../testing/plain-client.js";
import { CALCULATE, ORDERS, PASSWORD, REPORT, simulateOrders, USER } from "../testing/simulated-orders.js";

describe("login", () => {
  test("answers 201, tells when the token ends, and knows it until it logs out", async () => {
    await using simulator = await simulateOrders();
    const { reply, tokenInfo, call } = await login(simulator);
    expect(reply).toEqual({ code: 201, status: "SUCCESS", statusMessage: "Login successful" });
    expect(tokenInfo.expiresAt).toBeGreaterThan(Date.now());
    const auth = (path: string, scheme = "AnaplanAuthToken", method = "POST") =>
      fetch(`${simulator.hosts.authentication}/token/${path}`, {
        method,
        headers: { authorization: `${scheme} ${tokenInfo.tokenValue}` },
      });
    expect((await auth("validate", "AnaplanAuthToken", "GET")).status).toBe(200);
    expect(await (await auth("refresh")).json()).toMatchObject({
      tokenInfo: { tokenValue: tokenInfo.tokenValue },
    });
    expect((await auth("refresh", "Bearer")).status).toBe(400);
    expect((await auth("logout")).status).toBe(204);
    expect((await call("GET", "imports")).status).toBe(401);
    expect((await auth("refresh")).status).toBe(401);
    expect((await auth("nothing")).status).toBe(401);
  });

  test("refuses a wrong password and a header of no known form", async () => {
    await using simulator = await simulateOrders();
    const { reply } = await login(simulator, "stranger@client.example");
    expect(reply).toMatchObject({ code: 401, status: "FAILURE_BAD_CREDENTIAL" });
    const plain = await fetch(`${simulator.hosts.authentication}/token/authenticate`, { method: "POST" });
    expect(plain.status).toBe(400);
    expect(await plain.json()).toMatchObject({ status: "FAILURE_BAD_HEADER" });
  });
});

describe("lists", () => {
  test("leave an empty collection away, tell their pages, and point at a next one even when there is none", async () => {
    await using simulator = await simulateOrders();
    const { call } = await login(simulator);
    const imports = (await call("GET", "imports")).json;
    expect(imports.imports).toEqual([
      expect.objectContaining({ id: ORDERS, importDataSourceId: "113000000001" }),
    ]);
    expect(imports.meta.paging).toMatchObject({
      currentPageSize: 1,
      totalSize: 1,
      offset: 0,
      next: expect.any(String),
    });
    const tasks = (await call("GET", `imports/${ORDERS}/tasks`)).json;
    expect(tasks).not.toHaveProperty("tasks");
    expect((await call("GET", "files")).json.files[0]).toMatchObject({ id: "113000000001", chunkCount: 0 });
  });

  test("know their own paths only, in the vendor's ways of saying so", async () => {
    await using simulator = await simulateOrders();
    const { call, tokenInfo } = await login(simulator);
    expect((await call("GET", "nothing")).text).toContain("<html>");
    expect((await call("PUT", "imports")).status).toBe(405);
    const headers = { authorization: `Bearer ${tokenInfo.tokenValue}` };
    const status = async (path: string) =>
      (await fetch(`${simulator.hosts.api}/${path}`, { headers })).status;
    expect(await status("users/me")).toBe(200);
    expect(await status(`models/${simulator.modelId}`)).toBe(200);
    expect(await status(`models/${simulator.modelId}/imports`)).toBe(200);
    expect(await status(`workspaces/${simulator.workspaceId}/models/${simulator.modelId}`)).toBe(405);
    expect(await status("models/0/imports")).toBe(404);
    expect(await status("elsewhere")).toBe(404);
  });
});

describe("faults", () => {
  test("lock, archive and mask the model", async () => {
    await using simulator = await simulateOrders();
    const { call } = await login(simulator);
    const status = async (path = "imports") => (await call("GET", path)).status;
    const under = (conditions: Parameters<typeof simulator.faults.setConditions>[0]) => {
      simulator.faults.setConditions(conditions);
      return status();
    };
    expect(await under({ activeState: "LOCKED" })).toBe(423);
    expect(await under({ activeState: "ARCHIVED" })).toBe(422);
    expect(await under({ activeState: "PRODUCTION", masked: true })).toBe(404);
    expect(await status(`imports/${ORDERS}/tasks`)).toBe(200);
    simulator.faults.clear();
    expect(await status()).toBe(200);
  });

  test("meet as many requests as they were told to, and only those", async () => {
    await using simulator = await simulateOrders();
    const { call } = await login(simulator);
    simulator.faults.maintenance(2);
    simulator.faults.drip({ path: /exports/, delayMs: 1 });
    expect((await call("GET", "exports")).text).toContain("Scheduled maintenance");
    expect((await call("GET", "imports")).text).toContain("Scheduled maintenance");
    expect((await call("GET", "exports")).json.exports).toHaveLength(1);
  });
});

describe("startAnaplanSimulator", () => {
  test("names everything that is wrong with a model", async () => {
    const imports = [{ id: ORDERS, name: "Orders", dataSourceId: "113000000009", columns: ["Order"] }];
    const exports = [{ id: REPORT, name: "Report", rows: "112000000009" }];
    const processes = [{ id: CALCULATE, name: "All", steps: ["112000000008", "117000000001"] }];
    const model = { users: [{ user: USER, password: PASSWORD }], files: [], imports, exports, processes };
    await expect(simulateOrders({ model })).rejects.toMatchObject({
      code: "config.invalid",
      details: {
        issues: [
          "imports.0.dataSourceId: the model defines no 113000000009",
          "processes.0.steps: the model defines no 112000000008",
          "exports.0.rows: the model defines no 112000000009",
        ],
      },
    });
  });
});
