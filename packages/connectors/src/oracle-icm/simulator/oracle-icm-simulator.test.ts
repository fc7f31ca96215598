import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createFakeClock } from "@spm-ops/core/testing";
import { describe, expect, test } from "vitest";
import {
  ACCOUNT,
  PACKAGE,
  PASSWORD,
  simulateTransactions,
  TRANSACTIONS,
  transactionRows,
  USER,
} from "../testing/simulated-transactions.js";
import { type OracleIcmSimulator, startOracleIcmSimulator } from "./index.js";

const BASIC = `Basic ${Buffer.from(`${USER}:${PASSWORD}`).toString("base64")}`;
const ADF = "application/json, application/vnd.oracle.adf.error+json";

/** A client that knows nothing of ours: what any program would send. */
function connect({ address }: OracleIcmSimulator, headers: Record<string, string> = {}) {
  const call = async (method: string, path: string, body?: object) => {
    const answer = await fetch(`${address}${path}`, {
      method,
      headers: { authorization: BASIC, "content-type": "application/json", ...headers },
      body: body === undefined ? null : JSON.stringify(body),
    });
    const text = await answer.text();
    return { status: answer.status, text, json: /^[[{]/.test(text) ? JSON.parse(text) : undefined };
  };
  const path = "/fscmRestApi/resources/11.13.18.05/erpintegrations";
  return {
    call,
    erp: async (body: object) => (await call("POST", path, body)).json,
    find: async (finder: string) => (await call("GET", `${path}?finder=${finder}`)).json,
  };
}

const upload = (text: string) => ({
  OperationName: "uploadFileToUCM",
  DocumentContent: Buffer.from(text).toString("base64"),
  ContentType: "csv",
  FileName: "transactions.csv",
  DocumentAccount: ACCOUNT,
  DocumentId: null,
});
const job = (definition: string) => ({
  OperationName: "submitESSJobRequest",
  JobPackageName: `${PACKAGE}/`,
  JobDefName: definition,
  ESSParameters: "#NULL",
});

describe("access", () => {
  test("is refused as text or in a structure, as the client accepts it", async () => {
    await using simulator = await simulateTransactions();
    const path = "/fscmRestApi/resources/latest/nothing";
    expect(await connect(simulator, { authorization: "Basic eA==" }).call("GET", path)).toMatchObject({
      status: 401,
      text: "The user is not known.",
    });
    expect(await connect(simulator, { accept: ADF }).call("GET", path)).toMatchObject({
      status: 404,
      json: { title: "Not Found", status: "404", "o:errorDetails": [{ detail: expect.any(String) }] },
    });
    expect((await connect(simulator).call("GET", "/")).text).toContain("<html>");
    expect((await connect(simulator).call("DELETE", path)).status).toBe(405);
  });
});

describe("erpintegrations", () => {
  test("names the attribute that it does not know, and the operation", async () => {
    await using simulator = await simulateTransactions();
    const { call } = connect(simulator);
    const path = "/fscmRestApi/resources/latest/erpintegrations";
    const body = { OperationName: "downloadESSJobExecutionDetails", requestId: "1" };
    expect(await call("POST", path, body)).toMatchObject({
      status: 400,
      text: 'Invalid attribute "requestId" in the payload',
    });
    expect((await call("POST", path, { OperationName: "other" })).status).toBe(400);
    expect((await call("GET", `${path}?finder=other`)).status).toBe(400);
    expect((await call("POST", path, { ...upload("x"), DocumentAccount: "other" })).status).toBe(400);
  });

  test("goes through the states by the clock, and knows nothing of foreign requests", async () => {
    const clock = createFakeClock();
    await using simulator = await simulateTransactions({ clock, durations: { requestMs: 10_000 } });
    const { erp, find } = connect(simulator);
    const { DocumentId } = await erp(upload(transactionRows(4, (row) => row === 1)));
    const { ReqstId } = await erp({ ...job("ImportTransactions"), DocumentId });
    const seen: string[] = [];
    for (let at = 0; at <= 10; at += 1) {
      seen.push((await find(`ESSJobStatusRF;requestId=${ReqstId}`)).items[0].RequestStatus);
      clock.advance(1_000);
    }
    expect([...new Set(seen)]).toEqual(["WAIT", "READY", "RUNNING", "PAUSED", "WARNING"]);
    expect((await find("ESSJobStatusRF;requestId=1")).items[0].RequestStatus).toBe("");
    const details = `ESSJobExecutionDetailsRF;requestId=${ReqstId},fileType=ALL`;
    const zip = Buffer.from((await find(details)).items[0].DocumentContent, "base64");
    expect(zip.subarray(0, 4)).toEqual(Buffer.from("PK\u0003\u0004"));
    expect(zip.toString("latin1")).toContain(`${ReqstId}.log`);
    expect(
      (await find("ESSJobExecutionDetailsRF;requestId=1,fileType=LOG")).items[0].DocumentContent,
    ).toBeNull();
  });

  test("imports in one call, refuses what it does not know, and shows the file of an export when it is there", async () => {
    const clock = createFakeClock();
    const durations = { requestMs: 1_000, documentMs: 5_000 };
    await using simulator = await simulateTransactions({ clock, durations });
    const { erp, find, call } = connect(simulator);
    const bulk = { ...upload(transactionRows(3)), JobName: `${PACKAGE},ImportTransactions` };
    expect((await erp({ ...bulk, OperationName: "importBulkData" })).ReqstId).toMatch(/^\d+$/);
    expect((await erp(job("Unknown"))).ReqstId).toBe("-1");
    const JobName = `${PACKAGE},ExportTransactions`;
    const { ReqstId } = await erp({
      OperationName: "exportBulkData",
      JobName,
      JobOptions: "ExtractFileType=CSV",
    });
    const filePrefix = `ExportBulkData_ExportTransactions_${ReqstId}`;
    const finder = `DocumentIdsByFilePrefixRF;filePrefix=${filePrefix},docAccount=%23NULL,comment=%23NULL`;
    expect((await find(finder)).items).toEqual([]);
    clock.advance(6_000);
    const [{ DocumentId }] = (await find(finder)).items;
    const document = await erp({ OperationName: "getDocumentForDocumentId", DocumentId });
    expect(document).toMatchObject({ FileName: `${filePrefix}.zip`, ContentType: "zip" });
    const page = `/fscmRestApi/resources/latest/${TRANSACTIONS}?limit=500&totalResults=true`;
    expect((await call("GET", page)).json).toMatchObject({
      count: 3,
      limit: 70,
      totalResults: 3,
      hasMore: false,
    });
  });
});

describe("importActivities", () => {
  const path = "/crmRestApi/resources/11.13.18.05/importActivities";

  test("wait until they are activated, and tell where the rejected rows are", async () => {
    const clock = createFakeClock();
    await using simulator = await simulateTransactions({ clock, durations: { importMs: 1_000 } });
    const { call, erp } = connect(simulator);
    const { DocumentId } = await erp(upload(transactionRows(4, (row) => row === 1)));
    const DataFiles = [{ FileName: "transactions.csv", InputFileContentId: DocumentId }];
    const create = (more: object) =>
      call("POST", path, { ObjectCode: "TRIAL_TRANSACTION", DataFiles, ...more });
    expect(await create({ Unknown: "1" })).toMatchObject({ status: 400 });
    expect(await create({ ObjectCode: "Unknown" })).toMatchObject({ status: 400 });
    const created = await create({});
    expect(created).toMatchObject({ status: 201, json: { Activate: "NO", Delimiter: "COMMA_DELIMITER" } });
    const one = `${path}/${created.json.ImportActivityId}`;
    clock.advance(60_000);
    expect((await call("GET", `${one}?expand=DataFiles`)).json.DataFiles[0].Progress).toBe("WAITING");
    await call("PATCH", one, { Activate: "YES" });
    await call("PATCH", one, { Activate: "YES" });
    clock.advance(1_000);
    const [file] = (await call("GET", `${one}?expand=DataFiles`)).json.DataFiles;
    expect(file).toMatchObject({ Progress: "DONE", RowsRead: 4, RowsLoaded: 3, RowsInError: 1 });
    const content = await erp({
      OperationName: "getDocumentForDocumentId",
      DocumentId: file.ErrorFileContentId,
    });
    expect(Buffer.from(content.DocumentContent, "base64").toString()).toContain("T-1,The number");
    expect(simulator.ledger()).toMatchObject([
      { kind: "import", object: "TRIAL_TRANSACTION", state: "DONE" },
    ]);
    expect((await call("GET", path)).json.items).toHaveLength(1);
    expect((await call("GET", `${path}/describe`)).json.Resources.importActivities.children).toBeDefined();
    expect((await call("GET", `${path}/7`)).status).toBe(404);
  });
});

describe("startOracleIcmSimulator", () => {
  test("remembers in its folder what was submitted", async () => {
    const storage = await mkdtemp(join(tmpdir(), "oracle-icm-"));
    try {
      const first = await simulateTransactions({ storage });
      const { ReqstId } = await connect(first).erp(job("Calculate"));
      await first.close();
      await using second = await simulateTransactions({ storage });
      expect(second.ledger()).toMatchObject([{ id: ReqstId, kind: "job", object: "Calculate" }]);
    } finally {
      await rm(storage, { recursive: true, force: true });
    }
  });

  test("names every problem of its environment at once", async () => {
    const environment = {
      users: [],
      accounts: [ACCOUNT],
      jobs: [{ package: PACKAGE, definition: "Import", loads: "nothing" }],
    };
    await expect(startOracleIcmSimulator({ environment })).rejects.toMatchObject({ code: "config.invalid" });
  });
});
