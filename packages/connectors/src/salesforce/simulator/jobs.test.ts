import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createFakeClock } from "@spm-ops/core/testing";
import { describe, expect, test } from "vitest";
import { login } from "../testing/plain-client.js";
import { lineRows, OBJECT, quotedRows, simulateLines } from "../testing/simulated-lines.js";

const INSERT = { object: OBJECT, operation: "insert" };
const UPSERT = { object: OBJECT, operation: "upsert", externalIdFieldName: "Ext_Id__c" };
const error = (errorCode: string) => [{ errorCode, message: expect.any(String) }];

async function startOrg(options: Parameters<typeof simulateLines>[0] = {}) {
  const clock = createFakeClock();
  const simulator = await simulateLines({ clock, ...options });
  const client = await login(simulator);
  const sets = async (id: string) => {
    clock.advance(1_000);
    const set = async (name: string) => (await client.call("GET", `jobs/ingest/${id}/${name}`)).text;
    return [
      await set("successfulResults"),
      await set("failedResults"),
      await set("unprocessedrecords"),
    ] as const;
  };
  const query = async (soql: string) => {
    const { id } = (await client.call("POST", "jobs/query", { operation: "query", query: soql })).json;
    clock.advance(1_000);
    return (await client.call("GET", `jobs/query/${id}/results`)).text;
  };
  return { clock, simulator, ...client, sets, query, [Symbol.asyncDispose]: simulator.close };
}

describe("ingest jobs", () => {
  test("are open, take their content once, and go on by time when they are told to", async () => {
    await using org = await startOrg({ durations: { queueMs: 10, ingestMs: 100 } });
    const { call, clock } = org;
    const created = await call("POST", "jobs/ingest", UPSERT);
    const { id } = created.json;
    expect([created.status, created.json]).toEqual([
      200,
      expect.objectContaining({
        ...UPSERT,
        state: "Open",
        jobType: "V2Ingest",
        contentUrl: `services/data/v60.0/jobs/ingest/${id}/batches`,
        createdDate: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+\+0000$/),
      }),
    ]);
    const put = await call("PUT", `jobs/ingest/${id}/batches`, lineRows(9));
    expect([put.status, put.text]).toEqual([201, ""]);
    expect((await call("PUT", `jobs/ingest/${id}/batches`, lineRows(9))).json).toEqual(
      error("INVALIDJOBSTATE"),
    );
    expect((await call("DELETE", `jobs/ingest/${id}`)).status).toBe(400);
    const close = () => call("PATCH", `jobs/ingest/${id}`, { state: "UploadComplete" });
    expect((await close()).json.state).toBe("UploadComplete");
    expect((await close()).json).toEqual(error("INVALIDJOBSTATE"));
    const look = async () => (await call("GET", `jobs/ingest/${id}`)).json;
    clock.advance(10);
    expect(await look()).toMatchObject({ state: "InProgress", numberRecordsProcessed: 0 });
    expect((await call("GET", `jobs/ingest/${id}/failedResults`)).status).toBe(400);
    clock.advance(100);
    expect(await look()).toMatchObject({
      state: "JobComplete",
      numberRecordsProcessed: 9,
      numberRecordsFailed: 0,
      totalProcessingTime: 100,
    });
    expect((await call("PATCH", `jobs/ingest/${id}`, { state: "Aborted" })).status).toBe(400);
    expect((await call("DELETE", `jobs/ingest/${id}`)).status).toBe(204);
    expect((await look())[0].errorCode).toBe("NOT_FOUND");
    expect(await org.query(`SELECT Ext_Id__c FROM ${OBJECT} LIMIT 1`)).toBe('"Ext_Id__c"\n"L-0"\n');
  });

  test("put each row into one of three sets, in no certain order", async () => {
    await using org = await startOrg();
    org.simulator.faults.setConditions({ lockedEvery: 5 });
    const rows = lineRows(4, (row) => (row === 1 ? "" : undefined));
    const [successful, failed, unprocessed] = await org.sets(await org.load(INSERT, rows));
    expect(successful).toMatch(
      /^"sf__Id","sf__Created","Ext_Id__c","Payee__c","Amount__c"\n"a\w{17}","true","L-2"[\s\S]*"L-0"/,
    );
    expect(failed).toMatch(
      /^"sf__Id","sf__Error",[\s\S]*UNABLE_TO_LOCK_ROW:[\s\S]*"L-3"[\s\S]*REQUIRED_FIELD_MISSING:.*:Payee__c --"/,
    );
    expect(unprocessed).toBe('"Ext_Id__c","Payee__c","Amount__c"\n');
  });

  test("write, change and remove records, and refuse what no record allows", async () => {
    await using org = await startOrg();
    await org.load(INSERT, lineRows(3));
    const [, twice] = await org.sets(await org.load(INSERT, lineRows(1)));
    expect(twice).toContain("DUPLICATE_VALUE:");
    const [created] = await org.sets(
      await org.load(UPSERT, "ext_id__c,Payee__c\nL-1,#N/A\nL-2,West\nL-7,West\n,x\n"),
    );
    expect(created.match(/"(true|false)"/g)).toEqual(['"true"', '"false"']);
    const id = /"(a\w{17})","false"/.exec(created)?.[1];
    const parent = await org.load(
      { object: OBJECT, operation: "update" },
      `Id,Parent__c\n${id},${id}\n${id},a0\n,\nx,\n`,
    );
    const [updated, failed] = await org.sets(parent);
    expect(updated.split("\n")).toHaveLength(3);
    expect(failed.match(/INVALID_CROSS_REFERENCE_KEY|MISSING_ARGUMENT/g)).toHaveLength(3);
    await org.load({ object: OBJECT, operation: "delete" }, `Id\n${id}\n`);
    const soql = `SELECT Ext_Id__c, payee__c FROM ${OBJECT} ORDER BY Ext_Id__c DESC`;
    expect(await org.query(soql)).toBe('"Ext_Id__c","Payee__c"\n"L-7","West"\n"L-1","Süd"\n"L-0","North"\n');
    expect(await org.query(`SELECT Id FROM ${OBJECT} WHERE Payee__c = 'Nobody\\'s'`)).toBe('"Id"\n');
  });

  test.for([
    ["Ext_Id__c,Other__c\nL-1,2\n", "InvalidBatch : Field name not found : Other__c"],
    ["Payee__c\nNorth\n", "InvalidBatch : Field name not found : Ext_Id__c"],
    ["Ext_Id__c;Payee__c\nL-1;2\n", "InvalidBatch : Field name not found : Ext_Id__c;Payee__c"],
    ["Ext_Id__c\r\nL-1\r\n", "LineEnding is invalid on user data. Current LineEnding setting is LF"],
    ["", "InvalidBatch : The file has no header"],
  ] as const)("fail as a whole, with every row unprocessed: %j", async ([content, errorMessage]) => {
    await using org = await startOrg();
    const id = await org.load(UPSERT, content);
    expect(await org.sets(id)).toEqual(["", "", content]);
    const job = (await org.call("GET", `jobs/ingest/${id}`)).json;
    expect(job).toMatchObject({ state: "Failed", errorMessage, numberRecordsProcessed: 0 });
  });

  test("are refused when they cannot be, and their content when it is too much", async () => {
    await using org = await startOrg({ largestUploadBytes: 20 });
    const create = async (job: unknown) => (await org.call("POST", "jobs/ingest", job)).json;
    expect(await create("no JSON")).toEqual(error("JSON_PARSER_ERROR"));
    expect(await create({ ...INSERT, object: "Nothing__c" })).toEqual(error("INVALIDENTITY"));
    expect(await create({ ...INSERT, columnDelimiter: ";" })).toEqual(error("INVALIDJOB"));
    expect(await create({ ...UPSERT, externalIdFieldName: "Payee__c" })).toEqual(error("INVALIDJOB"));
    const { id } = await create(INSERT);
    const put = await org.call("PUT", `jobs/ingest/${id}/batches`, lineRows(1));
    expect([put.status, put.json]).toEqual([400, error("EXCEEDED_MAX_SIZE_REQUEST")]);
    expect((await org.call("PATCH", `jobs/ingest/${id}`, { state: "Resting" })).status).toBe(400);
    await org.call("PATCH", `jobs/ingest/${id}`, { state: "UploadComplete" });
    org.clock.advance(1_000);
    expect((await org.call("GET", `jobs/ingest/${id}`)).json.errorMessage).toContain("no content");
  });

  test("are listed page by page, and forgotten after seven days", async () => {
    await using org = await startOrg({ pageSize: 2, tokenLifeMs: 1e12 });
    for (let job = 0; job < 3; job += 1) await org.call("POST", "jobs/ingest", INSERT);
    const first = (await org.call("GET", "jobs/ingest")).json;
    expect([first.done, first.records.length]).toEqual([false, 2]);
    const rest = first.nextRecordsUrl.replace("/services/data/v60.0/", "");
    expect((await org.call("GET", rest)).json).toMatchObject({
      done: true,
      records: [{}],
      nextRecordsUrl: null,
    });
    org.clock.advance(7 * 24 * 3_600_000);
    expect((await org.call("GET", "jobs/ingest")).json.records).toEqual([]);
    expect((await org.call("GET", `jobs/ingest/${first.records[0].id}`)).status).toBe(404);
  });
});

describe("query jobs", () => {
  test("give their rows in pages with a header each, until the locator says null", async () => {
    await using org = await startOrg({ recordsPerPage: 4 });
    await org.load(INSERT, lineRows(7));
    const soql = { operation: "queryAll", query: `SELECT Ext_Id__c FROM ${OBJECT}`, lineEnding: "CRLF" };
    const { id, jobType } = (await org.call("POST", "jobs/query", soql)).json;
    expect(jobType).toBe("V2Query");
    const results = `jobs/query/${id}/results`;
    expect((await org.call("GET", results)).status).toBe(400);
    org.clock.advance(1_000);
    const first = await org.call("GET", `${results}?maxRecords=9`);
    expect(first.headers.get("sforce-numberofrecords")).toBe("4");
    const locator = first.headers.get("sforce-locator");
    const last = await org.call("GET", `${results}?maxRecords=9&locator=${locator}`);
    expect(last.text).toBe('"Ext_Id__c"\r\n"L-4"\r\n"L-5"\r\n"L-6"\r\n');
    expect(last.headers.get("sforce-locator")).toBe("null");
    expect((await org.call("GET", `${results}?locator=%21`)).status).toBe(400);
    expect((await org.call("GET", "jobs/query")).json.records).toMatchObject([{ numberRecordsProcessed: 7 }]);
    expect((await org.call("PATCH", `jobs/query/${id}`, { state: "Aborted" })).status).toBe(400);
    expect((await org.call("DELETE", `jobs/query/${id}`)).status).toBe(204);
    expect((await org.call("GET", results)).status).toBe(404);
  });

  test.for([
    [`SELECT count() FROM ${OBJECT}`, "MALFORMED_QUERY"],
    ["SELECT Id FROM Nothing__c", "INVALID_TYPE"],
    [`SELECT Id, Nothing__c FROM ${OBJECT}`, "INVALID_FIELD"],
  ] as const)("are refused: %s", async ([query, code]) => {
    await using org = await startOrg();
    expect((await org.call("POST", "jobs/query", { operation: "query", query })).json).toEqual(error(code));
    expect((await org.call("POST", "jobs/query", { operation: "insert", query })).json).toEqual(
      error("INVALIDJOB"),
    );
    expect((await org.call("POST", "jobs/query", "none")).json).toEqual(error("JSON_PARSER_ERROR"));
  });

  test("can be aborted while they run, and moved to no other state", async () => {
    await using org = await startOrg();
    const soql = { operation: "query", query: `SELECT Id FROM ${OBJECT}` };
    const { id } = (await org.call("POST", "jobs/query", soql)).json;
    expect((await org.call("PATCH", `jobs/query/${id}`, { state: "UploadComplete" })).status).toBe(400);
    expect((await org.call("DELETE", `jobs/query/${id}`)).status).toBe(400);
    expect((await org.call("PATCH", `jobs/query/${id}`, { state: "Aborted" })).json.state).toBe("Aborted");
  });
});

describe("storage", () => {
  test("lets another process go on where one was killed", async () => {
    const storage = await mkdtemp(join(tmpdir(), "salesforce-storage-"));
    const clock = createFakeClock();
    const durations = { queueMs: 0, ingestMs: 1_000 };
    // Nothing is written when a simulator closes, so one that is still open stands for one that was killed.
    const killed = await simulateLines({ storage, clock, durations });
    const before = await login(killed);
    const id = await before.load(INSERT, lineRows(5));
    clock.advance(400);
    const revived = await simulateLines({ storage, clock, durations });
    const { call } = await login(revived);
    expect(revived.ledger()).toEqual(killed.ledger());
    expect((await call("GET", `jobs/ingest/${id}`)).json.state).toBe("InProgress");
    clock.advance(600);
    expect((await call("GET", `jobs/ingest/${id}`)).json).toMatchObject({ numberRecordsProcessed: 5 });
    const query = `SELECT Ext_Id__c, Payee__c, Amount__c FROM ${OBJECT}`;
    const found = (await call("POST", "jobs/query", { operation: "query", query })).json;
    clock.advance(1_000);
    expect((await call("GET", `jobs/query/${found.id}/results`)).text).toBe(quotedRows(lineRows(5)));
    await Promise.all([killed.close(), revived.close()]);
    await rm(storage, { recursive: true });
  });
});
