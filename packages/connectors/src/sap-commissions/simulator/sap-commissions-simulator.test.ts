import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createFakeClock } from "@spm-ops/core/testing";
import { describe, expect, test } from "vitest";
import {
  CALENDAR,
  FILE_NAME,
  orderRows,
  PASSWORD,
  simulateOrders,
  USER,
} from "../testing/simulated-orders.js";
import type { SapCommissionsSimulator } from "./index.js";

/** What any program would send to the classic generation. */
function open({ address }: SapCommissionsSimulator) {
  const authorization = `Basic ${Buffer.from(`${USER}:${PASSWORD}`).toString("base64")}`;
  return async (method: string, path: string, body?: unknown) => {
    const reply = await fetch(`${address}/api${path}`, {
      method,
      headers: { authorization, "content-type": "application/json" },
      body: body === undefined ? null : JSON.stringify(body),
    });
    const text = await reply.text();
    const json: ReturnType<typeof JSON.parse> = text === "" ? undefined : JSON.parse(text);
    return { status: reply.status, contentType: reply.headers.get("content-type"), json };
  };
}

describe("lists", () => {
  test("come in pages, each with a link that goes on as it began", async () => {
    await using simulator = await simulateOrders();
    const call = open(simulator);
    const filter = encodeURIComponent(`calendar/name eq '${CALENDAR}' and startDate ge 2026-01-01`);
    const query = `$filter=${filter}&orderBy=name%20desc&top=2&inlineCount=true&expand=calendar&select=name,calendar`;
    const first = await call("GET", `/v2/periods?${query}`);
    expect(first).toMatchObject({ status: 200, contentType: "application/json", json: { total: 3 } });
    const names = (page: typeof first) => page.json.periods.map(({ name }: { name: string }) => name);
    expect(names(first)).toEqual(["Q2 2026", "May 2026"]);
    expect(first.json.periods[0]).toEqual({
      periodSeq: expect.stringMatching(/^\d{17}$/),
      name: "Q2 2026",
      calendar: {
        key: expect.stringMatching(/^\d{17}$/),
        displayName: CALENDAR,
        objectType: "Calendar",
        keyString: expect.anything(),
        logicalKeys: { name: CALENDAR },
      },
    });
    expect(first.json.next).toMatch(/^\/v2\/periods\?top=2&skip=2&/);
    const last = await call("GET", first.json.next);
    expect([names(last), last.json.next]).toEqual([["April 2026"], undefined]);
  });

  test("are cut at a hundred, and refuse what cannot be", async () => {
    const records = { creditTypes: Array.from({ length: 120 }, (_, at) => ({ creditTypeId: `C-${at}` })) };
    const users = [{ userId: USER, password: PASSWORD }];
    await using simulator = await simulateOrders({ tenant: { users, records } });
    const call = open(simulator);
    const { json } = await call("GET", "/v2/creditTypes?top=1000");
    expect([json.creditTypes.length, json.next]).toEqual([100, "/v2/creditTypes?top=100&skip=100"]);
    for (const path of [
      "/v2/nothing",
      "/v2/stageTitles",
      "/v2/periods?top=x",
      "/v2/periods?$filter=name%20is%20x",
    ]) {
      expect(await call("GET", path), path).toMatchObject({
        status: 400,
        json: { message: expect.any(String) },
      });
    }
    expect((await call("GET", "/v2/salesTransactions?top=2&expand=transactionAssignments")).status).toBe(500);
    expect((await fetch(`${simulator.address}/api/v2/periods`)).status).toBe(401);
    expect((await fetch(`${simulator.address}/elsewhere`)).status).toBe(404);
  });
});

test("objects are created, changed, shown and deleted, with the vendor's own refusals", async () => {
  await using simulator = await simulateOrders();
  const call = open(simulator);
  const created = await call("POST", "/v2/eventTypes", [{ eventTypeId: "Sale" }]);
  expect(created.status).toBe(201);
  const [{ dataTypeSeq: seq }] = created.json.eventTypes;
  expect(await call("GET", `/v2/eventTypes(${seq})`)).toMatchObject({
    json: { dataTypeSeq: seq, eventTypeId: "Sale" },
  });
  const again = await call("POST", "/v2/eventTypes", [{ eventTypeId: "Sale" }]);
  expect(again).toMatchObject({
    status: 400,
    json: { eventTypes: [{ _ERROR_: expect.stringMatching(/^TCMP_35004:E: /) }] },
  });
  const nameless = await call("POST", "/v2/eventTypes", [{ description: "x" }]);
  expect(nameless.json).toEqual({ eventTypes: [{ eventTypeId: "TCMP_1002:E: A value is required" }] });
  expect((await call("PUT", "/v2/eventTypes", [{ eventTypeId: "Sale" }])).status).toBe(304);
  const changed = await call("PUT", "/v2/eventTypes", [{ eventTypeId: "Sale", description: "y" }]);
  expect(changed).toMatchObject({
    status: 200,
    json: { eventTypes: [{ dataTypeSeq: seq, description: "y" }] },
  });
  expect((await call("PUT", "/v2/eventTypes", { eventTypeId: "Sale" })).status).toBe(400);
  expect(await call("PUT", "/v2/eventTypes", [{ dataTypeSeq: "1" }])).toMatchObject({ status: 400 });
  const deleted = await call("DELETE", `/v2/eventTypes(${seq})`);
  expect(deleted.json).toEqual({ eventTypes: { [seq]: "The record is successfully deleted." } });
  expect(await call("DELETE", `/v2/eventTypes(${seq})`)).toMatchObject({
    status: 400,
    json: { eventTypes: { [seq]: expect.stringContaining("TCMP_09007:E: ") } },
  });
  expect((await call("DELETE", "/v2/credits(1)")).status).toBe(400);
  expect((await call("GET", "/v2/periods(1)")).json).toHaveProperty("periods.1");
});

describe("pipelines", () => {
  test("are refused by the field that is missing, or in the vendor's words", async () => {
    await using simulator = await simulateOrders();
    const call = open(simulator);
    const start = (body: object) => call("POST", "/v2/pipelines", [body]);
    const run = { command: "PipelineRun", stageTypeSeq: "21673573206720532" };
    expect(await start(run)).toMatchObject({
      status: 400,
      json: { pipelines: { "0": { calendarSeq: "Value for calendarSeq is required" } } },
    });
    const unknown = { ...run, calendarSeq: "1", periodSeq: "1" };
    for (const body of [unknown, { ...run, stageTypeSeq: "1" }]) {
      expect(await start(body)).toMatchObject({
        status: 500,
        json: { pipelines: { "0": expect.stringMatching(/^TCMP_09007:E: /) } },
      });
    }
    expect((await call("POST", "/v2/pipelines", run)).status).toBe(400);
    const module = { batchName: FILE_NAME, module: "TransactionalData", stageTables: ["Deposit"] };
    for (const [path, body] of [
      ["/v2/pipelines", { ...run, stageTypeSeq: "21673573206720573", ...module }],
      [
        "/v2/pipelines",
        { command: "XMLImport", stageTypeSeq: "21673573206720693", xmlFileName: "a", xmlFileContent: "b" },
      ],
    ] as const) {
      expect(await call("POST", path, [body])).toMatchObject({
        status: 200,
        json: { pipelines: { "0": [expect.stringMatching(/^\d{17}$/)] } },
      });
    }
    const reset = await call("POST", "/v2/pipelines/resetfromvalidate", [
      { command: "Import", batchName: FILE_NAME },
    ]);
    expect(reset.json).toEqual({ pipelines: { "0": { calendarSeq: "Value for calendarSeq is required" } } });
  });

  test("go on where they would be after a restart, and batches stay in the stage until they are transferred", async () => {
    const storage = await mkdtemp(join(tmpdir(), "sap-"));
    const clock = createFakeClock(Date.UTC(2026, 4, 10));
    const options = { storage, clock, durations: { pendingMs: 1_000, runMs: 10_000 } };
    try {
      let seq = "";
      {
        await using simulator = await simulateOrders(options);
        const call = open(simulator);
        await writeFile(
          join(simulator.inboundFolder, FILE_NAME),
          orderRows(4, (row) => row === 2),
        );
        const { calendars } = (await call("GET", "/v2/calendars")).json;
        const importing = {
          command: "Import",
          calendarSeq: calendars[0].calendarSeq,
          batchName: FILE_NAME,
          runMode: "all",
        };
        const body = { ...importing, module: "TransactionalData", stageTables: ["Deposit"] };
        const validate = { ...body, stageTypeSeq: "21673573206720533" };
        seq = (await call("POST", "/v2/pipelines", [validate])).json.pipelines["0"][0];
        expect((await call("GET", `/v2/pipelines(${seq})`)).json).toMatchObject({
          state: "Pending",
          status: null,
          runProgress: null,
        });
        await call("POST", "/v2/pipelines", [{ ...body, stageTypeSeq: "21673573206720536" }]);
        await call("POST", "/v2/pipelines", [{ ...body, stageTypeSeq: "21673573206720536" }]);
      }
      clock.advance(6_000);
      await using simulator = await simulateOrders(options);
      const call = open(simulator);
      const shown = async () => (await call("GET", `/v2/pipelines(${seq})`)).json;
      expect(await shown()).toMatchObject({ state: "Running", status: "Running", runProgress: "50%" });
      clock.advance(6_000);
      expect(await shown()).toMatchObject({
        state: "Done",
        status: "Successful",
        numErrors: 1,
        batchName: FILE_NAME,
      });
      expect(await call("DELETE", `/v2/pipelines(${seq})`)).toMatchObject({ status: 400 });
      expect(simulator.ledger().map(({ state }) => state)).toEqual(["Done", "Done", "Done"]);
    } finally {
      await rm(storage, { recursive: true });
    }
  });
});
