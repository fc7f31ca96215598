import { createFakeClock } from "@spm-ops/core/testing";
import { describe, expect, test } from "vitest";
import { login } from "../testing/plain-client.js";
import { lineRows, OBJECT, REPORT_ID, simulateLines } from "../testing/simulated-lines.js";

const INSERT = { object: OBJECT, operation: "insert" };
const error = (errorCode: string, message = expect.any(String)) => [{ errorCode, message }];

describe("login", () => {
  test("tells no end of its token, and refuses by the rules of OAuth", async () => {
    await using simulator = await simulateLines({ tokenLifeMs: 60_000 });
    const { status, token } = await login(simulator);
    expect(status).toBe(200);
    expect(token).toMatchObject({ token_type: "Bearer", instance_url: simulator.address });
    expect(token.issued_at).toMatch(/^\d{13}$/);
    expect(token).not.toHaveProperty("expires_in");
    const stranger = await login(simulator, "wrong");
    expect([stranger.status, stranger.token]).toEqual([
      400,
      { error: "invalid_grant", error_description: "authentication failure" },
    ]);
    const other = await fetch(`${simulator.address}/services/oauth2/token`, { method: "POST" });
    expect(await other.json()).toMatchObject({ error: "unsupported_grant_type" });
  });

  test("is asked for again when the session has ended", async () => {
    const clock = createFakeClock();
    await using simulator = await simulateLines({ clock, tokenLifeMs: 60_000 });
    const { call } = await login(simulator);
    expect((await call("GET", "limits")).json.DailyBulkApiBatches).toEqual({
      Max: 15_000,
      Remaining: 15_000,
    });
    clock.advance(60_000);
    const ended = await call("GET", "limits");
    expect([ended.status, ended.json]).toEqual([
      401,
      error("INVALID_SESSION_ID", "Session expired or invalid"),
    ]);
  });
});

describe("the API", () => {
  test("tells its versions to anybody, and knows its own paths only", async () => {
    await using simulator = await simulateLines();
    const { call } = await login(simulator);
    const versions = await (await fetch(`${simulator.address}/services/data/`)).json();
    expect(versions).toContainEqual({
      label: "Release 60.0",
      url: "/services/data/v60.0",
      version: "60.0",
    });
    expect((await call("GET", "nothing")).json).toEqual(error("NOT_FOUND"));
    expect((await call("DELETE", "limits")).status).toBe(405);
    const early = await fetch(`${simulator.address}/services/data/v40.0/limits`);
    expect([early.status, early.headers.get("content-type")]).toEqual([404, "text/html"]);
    simulator.faults.setConditions({ callsSpent: true });
    const spent = await call("GET", "limits");
    expect([spent.status, spent.json]).toEqual([403, error("REQUEST_LIMIT_EXCEEDED")]);
    simulator.faults.clear();
    expect((await call("GET", "limits")).status).toBe(200);
  });

  test("gives out reports, their runs, and what is known of them", async () => {
    const clock = createFakeClock();
    await using simulator = await simulateLines({ clock });
    const { call, load } = await login(simulator);
    await load(INSERT, lineRows(3));
    const reports = "analytics/reports";
    expect((await call("GET", reports)).json).toMatchObject([{ id: REPORT_ID, name: "Lines" }]);
    const described = await call("GET", `${reports}/${REPORT_ID}/describe`);
    expect(described.json.reportMetadata.detailColumns).toEqual(["Ext_Id__c", "Payee__c"]);
    const plain = await call("POST", `${reports}/${REPORT_ID.slice(0, 15)}`, {});
    expect(plain.json.factMap["T!T"]).toEqual({ aggregates: [{ label: "3", value: 3 }] });
    const run = await call("POST", `${reports}/${REPORT_ID}/instances?includeDetails=true`);
    expect(run.json).toMatchObject({ status: "New", completionDate: null });
    const path = `${reports}/${REPORT_ID}/instances/${run.json.id}`;
    clock.advance(10);
    expect((await call("GET", path)).json).toMatchObject({ attributes: { status: "Running" } });
    clock.advance(1_000);
    expect((await call("GET", path)).json).toMatchObject({
      attributes: { status: "Success" },
      allData: true,
    });
    expect((await call("GET", `${reports}/${REPORT_ID}/instances`)).json).toHaveLength(1);
    clock.advance(24 * 3_600_000);
    await login(simulator);
    expect((await (await login(simulator)).call("GET", path)).status).toBe(404);
    expect((await (await login(simulator)).call("GET", `${reports}/00O000000000009AAA`)).status).toBe(404);
  });
});

describe("startSalesforceSimulator", () => {
  test("names everything that is wrong with an org", async () => {
    const org = {
      clients: [{ clientId: "c", clientSecret: "s" }],
      objects: [{ name: OBJECT, fields: [{ name: "Name", references: "Nothing__c" }] }],
      reports: [
        { id: REPORT_ID, name: "Lines", object: OBJECT, columns: ["Id", "Amount__c"] },
        { id: REPORT_ID, name: "Others", object: "Other__c", columns: ["Id"] },
      ],
    };
    await expect(simulateLines({ org })).rejects.toMatchObject({
      code: "config.invalid",
      details: {
        issues: [
          "objects.0.fields: the org defines no Nothing__c",
          "reports.0.columns: the org defines no Amount__c",
          "reports.1.object: the org defines no Other__c",
        ],
      },
    });
  });
});
