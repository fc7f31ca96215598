import { createServer } from "node:http";
import { createFakeClock } from "@spm-ops/core/testing";
import { describe, expect, test } from "vitest";
import { runLoad } from "../contract/run-load.js";
import { waitForOutcome } from "../contract/wait-for-outcome.js";
import { createCertificate } from "../testing/certificate.js";
import { rejectsOf, textOf } from "../testing/expectations.js";
import { createTextFile } from "../testing/index.js";
import { createSalesforceConnector } from "./salesforce-connector.js";
import { login } from "./testing/plain-client.js";
import { CLIENT_ID, connectTo, lineRows, OBJECT, simulateLines } from "./testing/simulated-lines.js";

const LOAD = "Commission lines";
const QUICK = { intervals: [{ afterMs: 0, everyMs: 10 }] };
const file = createTextFile("lines.csv", lineRows(35));

describe("createSalesforceConnector", () => {
  test("names every problem of its options at once", () => {
    const options = {
      environment: "",
      address: "http://example.org",
      apiVersion: "46.0",
      authentication: { kind: "client-credentials", clientId: "", clientSecret: "secret" },
      loads: {
        one: { object: "A__c", operation: "upsert" },
        other: { object: "no name", operation: "insert", externalIdFieldName: "X", delimiter: ";" },
      },
      reports: {
        all: { kind: "query", query: "DELETE FROM A__c" },
        seen: { kind: "analytics", reportId: "7" },
      },
      extra: 1,
    };
    const create = () => Reflect.apply(createSalesforceConnector, undefined, [options, {}]);
    expect(create).toThrow(
      /environment:[\s\S]*address: must be https:[\s\S]*apiVersion:[\s\S]*clientId:[\s\S]*clientSecret:[\s\S]*loads\.one\.externalIdFieldName:[\s\S]*loads\.other\.object:[\s\S]*delimiter[\s\S]*reports\.all\.query:[\s\S]*reports\.seen\.reportId:[\s\S]*extra/,
    );
  });

  test("knows no processes, by name", async () => {
    await using connector = connectTo({ address: "http://127.0.0.1:9" });
    const unsupported = { code: "operation.unsupported" };
    await expect(connector.start({ kind: "process", object: "Pay" })).rejects.toMatchObject(unsupported);
    const processes = connector.listProcesses()[Symbol.asyncIterator]();
    await expect(processes.next()).rejects.toMatchObject(unsupported);
  });
});

describe("outcome", () => {
  test("of a job that failed halfway counts all three result sets, and says what stays", async () => {
    await using simulator = await simulateLines({ batchRows: 10 });
    await using connector = connectTo(simulator);
    simulator.faults.failJob({ afterBatches: 2, message: "InternalServerError : too many retries" });
    const blank = createTextFile(
      "lines.csv",
      lineRows(35, (row) => (row === 7 || row === 30 ? "" : undefined)),
    );
    const { outcome, handle } = await runLoad(connector, { load: LOAD, file: blank }, { polling: QUICK });
    expect(outcome).toEqual({
      state: "failed",
      rawStatus: "Failed",
      volume: { rowsRead: 35, rowsWritten: 19, rowsRejected: 16 },
      message: "InternalServerError : too many retries 19 rows were written before the end, and stay.",
    });
    const sets: string[] = [];
    if (handle !== undefined) {
      for await (const { name, bytes } of connector.rejects(handle))
        sets.push(`${name}: ${await textOf(bytes)}`);
    }
    expect(sets).toEqual([
      expect.stringMatching(
        /^750\w+-failed\.csv: "sf__Id","sf__Error"[\s\S]*REQUIRED_FIELD_MISSING[\s\S]*"L-7"/,
      ),
      expect.stringMatching(/^750\w+-unprocessed\.csv: "Ext_Id__c"[\s\S]*"L-34"/),
    ]);
    expect(sets[1]?.trim().split("\n")).toHaveLength(16);
  });

  test("of a job that was aborted halfway is cancelled, and says what stays", async () => {
    const clock = createFakeClock();
    await using simulator = await simulateLines({
      batchRows: 10,
      clock,
      durations: { queueMs: 0, ingestMs: 400 },
    });
    await using connector = connectTo(simulator);
    const staged = await connector.stage(LOAD, file);
    const handle = await connector.start({ kind: "load", object: LOAD, staged });
    clock.advance(150);
    expect(await connector.poll(handle)).toEqual({ state: "running", rawStatus: "InProgress" });
    await connector.cancel(handle);
    await connector.cancel(handle);
    expect(await connector.poll(handle)).toMatchObject({
      outcome: {
        state: "cancelled",
        volume: { rowsRead: 35, rowsWritten: 10, rowsRejected: 25 },
        message: "10 rows were written before the end, and stay.",
      },
    });
    const { call } = await login(simulator);
    const query = { operation: "query", query: `SELECT Id FROM ${OBJECT}` };
    const { id } = (await call("POST", "jobs/query", query)).json;
    clock.advance(1_000);
    const results = await call("GET", `jobs/query/${id}/results`);
    expect(results.headers.get("sforce-numberofrecords")).toBe("10");
  });

  test("does not know how many rows were not tried when the vendor does not show them", async () => {
    await using simulator = await simulateLines();
    await using connector = connectTo(simulator);
    simulator.faults.failJob();
    const staged = await connector.stage(LOAD, file);
    const handle = await connector.start({ kind: "load", object: LOAD, staged });
    simulator.faults.respond({ path: /unprocessedrecords/, status: 404 });
    const outcome = await waitForOutcome(connector, handle, QUICK);
    expect(outcome).toMatchObject({ state: "failed", volume: { rowsWritten: 0 } });
    expect(outcome.volume).not.toHaveProperty("rowsRead");
  });
});

describe("start", () => {
  test("starts a job once, however often it is asked", async () => {
    await using simulator = await simulateLines();
    await using connector = connectTo(simulator);
    const request = { kind: "load", object: LOAD, staged: await connector.stage(LOAD, file) } as const;
    simulator.faults.duplicate({ method: "PATCH" });
    const first = await connector.start(request);
    await waitForOutcome(connector, first, QUICK);
    expect(await connector.start(request)).toEqual(first);
    expect(simulator.ledger()).toHaveLength(1);
  });

  test("leaves it to the vendor to refuse a job that was aborted", async () => {
    await using simulator = await simulateLines();
    await using connector = connectTo(simulator);
    const staged = await connector.stage(LOAD, file);
    const { call } = await login(simulator);
    await call("PATCH", `jobs/ingest/${staged.reference}`, { state: "Aborted" });
    await expect(connector.start({ kind: "load", object: LOAD, staged })).rejects.toMatchObject({
      code: "remote.rejected",
      message: expect.stringContaining("INVALIDJOBSTATE: InvalidJobState : Closing already Aborted Job"),
    });
  });

  test("takes nothing that was staged for another load", async () => {
    await using simulator = await simulateLines();
    await using connector = connectTo(simulator);
    const staged = await connector.stage(LOAD, file);
    await expect(connector.start({ kind: "load", object: "New lines", staged })).rejects.toMatchObject({
      code: "config.invalid",
    });
    const found = await connector.find({ request: { kind: "load", object: LOAD }, since: 0 });
    expect(found.state).toBe("unknown");
  });
});

describe("login", () => {
  test("is refused as one, and a spent allowance of calls is not", async () => {
    await using simulator = await simulateLines();
    await using stranger = connectTo(simulator, {}, { secrets: async () => "wrong" });
    await expect(stranger.stage(LOAD, file)).rejects.toMatchObject({
      code: "auth.rejected",
      message: expect.stringContaining("400, authentication failure"),
    });
    await using connector = connectTo(simulator);
    simulator.faults.setConditions({ callsSpent: true });
    await expect(connector.stage(LOAD, file)).rejects.toMatchObject({
      code: "remote.throttled",
      message: expect.stringContaining("REQUEST_LIMIT_EXCEEDED"),
    });
    expect(await connector.checkAvailability()).toMatchObject({ state: "unknown" });
  });

  test("is made with a signed assertion", async () => {
    const { certificate, privateKey } = createCertificate();
    const user = "ops@client.example";
    await using simulator = await simulateLines({
      org: {
        clients: [{ clientId: CLIENT_ID, user, certificate }],
        objects: [{ name: OBJECT, fields: [{ name: "Ext_Id__c", externalId: true }] }],
      },
    });
    const authentication = { kind: "jwt-bearer", clientId: CLIENT_ID, user, privateKey: "env:KEY" } as const;
    await using connector = connectTo(simulator, { authentication }, { secrets: async () => privateKey });
    expect(await connector.checkAvailability()).toMatchObject({ state: "up" });
    const other = createCertificate().privateKey;
    await using impostor = connectTo(simulator, { authentication }, { secrets: async () => other });
    expect(await impostor.checkAvailability()).toMatchObject({ state: "unknown" });
  });

  test("names the instance to which all calls go, which has to be a safe one", async () => {
    await using simulator = await simulateLines();
    const seen: string[] = [];
    let instance = simulator.address;
    const gate = createServer(async (request, response) => {
      seen.push(`${request.method} ${request.url}`);
      const { token } = await login(simulator);
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify({ ...token, instance_url: instance }));
    });
    await new Promise<void>((resolve) => gate.listen(0, "127.0.0.1", resolve));
    const place = gate.address();
    const address = `http://127.0.0.1:${typeof place === "object" ? place?.port : ""}`;
    await using connector = connectTo({ address });
    const { outcome } = await runLoad(connector, { load: LOAD, file }, { polling: QUICK });
    expect(outcome.state).toBe("succeeded");
    expect(seen).toEqual(["POST /services/oauth2/token"]);
    instance = "http://elsewhere.example";
    await using careful = connectTo({ address }, { retry: { attempts: 1 } });
    await expect(careful.stage(LOAD, file)).rejects.toMatchObject({
      message: expect.stringContaining("https"),
    });
    await new Promise((resolve) => gate.close(resolve).closeAllConnections());
  });

  test("to an org that does not offer the version tells that it cannot be used", async () => {
    await using simulator = await simulateLines();
    await using connector = connectTo(simulator, { apiVersion: "99.0" });
    expect(await connector.checkAvailability()).toMatchObject({
      state: "down",
      detail: expect.stringContaining("99.0"),
    });
  });
});

describe("rejects", () => {
  test("are gone with the job, and said to be so", async () => {
    await using simulator = await simulateLines();
    await using connector = connectTo(simulator);
    const { handle } = await runLoad(connector, { load: LOAD, file }, { polling: QUICK });
    simulator.faults.setConditions({ jobsGone: true });
    const read = rejectsOf(connector, handle ?? { kind: "load", object: LOAD, task: "none" });
    await expect(read).rejects.toMatchObject({ code: "remote.not-found" });
  });
});
