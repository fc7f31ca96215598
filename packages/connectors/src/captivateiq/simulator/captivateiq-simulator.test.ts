import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createFakeClock } from "@spm-ops/core/testing";
import { describe, expect, test } from "vitest";
import { callTo } from "../testing/plain-client.js";
import {
  DEALS,
  dealRows,
  REPORT_MODEL,
  REPORT_WORKSHEET,
  simulateDeals,
  TOKEN,
} from "../testing/simulated-deals.js";

const IMPORT = { file_name: "deals.csv", params: { import_mode: "upsert", data_mappings: {} } };
const RECORDS = `data-worksheets/${DEALS}/records/`;
const detail = (text: string) => ({ detail: text });

describe("the API", () => {
  test("wants its own word before the token", async () => {
    await using simulator = await simulateDeals();
    const path = "me/organizations";
    expect(await callTo(simulator)("GET", path)).toMatchObject({
      status: 200,
      json: {
        object: "list",
        total_count: 1,
        next: null,
        previous: null,
        data: [{ object: "organization" }],
      },
    });
    const bearer = await callTo(simulator, `Bearer ${TOKEN}`)("GET", path);
    expect([bearer.status, bearer.json]).toEqual([
      401,
      detail("Authentication credentials were not provided."),
    ]);
    const stranger = await callTo(simulator, "Token other")("GET", path);
    expect([stranger.status, stranger.json]).toEqual([401, detail("Invalid token.")]);
  });

  test("tells paths with a slash at their end from those without, and starts no payouts", async () => {
    await using simulator = await simulateDeals();
    const call = callTo(simulator);
    for (const path of [
      "me/organizations/",
      "data-worksheets",
      "report-models/exports/",
      "payouts/process/",
    ]) {
      const method = path === "payouts/process/" ? "POST" : "GET";
      expect(await call(method, path), path).toMatchObject({ status: 404, contentType: "text/html" });
    }
    expect((await call("GET", "report-models/exports")).status).toBe(200);
    expect((await call("DELETE", "jobs/")).status).toBe(405);
    expect((await fetch(`${simulator.address}/elsewhere`)).status).toBe(404);
  });

  test("gives out lists in pages, with links to their neighbours", async () => {
    await using simulator = await simulateDeals();
    const call = callTo(simulator);
    const upserts = Array.from({ length: 120 }, (_, at) => ({ "Deal ID": `D-${at}` }));
    await call("POST", `${RECORDS}batch/`, { upserts, deletes: [] });
    const first = (await call("GET", RECORDS)).json;
    expect([first.data.length, first.total_count, first.previous]).toEqual([50, 120, null]);
    const second = (await call("GET", first.next.slice(`${simulator.address}/ciq/v1/`.length))).json;
    expect([second.data.length, second.previous]).toEqual([50, expect.stringContaining("offset=0")]);
    expect((await call("GET", `${RECORDS}?limit=100&offset=100`)).json).toMatchObject({ next: null });
    expect((await call("GET", `${RECORDS}?query=d-11&query_column=Deal%20ID`)).json.total_count).toBe(11);
    expect((await call("GET", `${RECORDS}?updated_at_after=2999-01-01`)).json.total_count).toBe(0);
    expect((await call("GET", "data-worksheets/?name_contains=deal")).json.data).toHaveLength(1);
    expect((await call("GET", "payouts/plans/?payout_dates[]=2026-01-28")).json.total_count).toBe(1);
    expect((await call("GET", "report-models/?type=visualization")).json.total_count).toBe(0);
    expect((await call("GET", `report-models/${REPORT_MODEL}/`)).json.worksheets[0].id).toBe(
      REPORT_WORKSHEET,
    );
  });

  test("writes records one by one and in batches, which ask for both lists", async () => {
    await using simulator = await simulateDeals();
    const call = callTo(simulator);
    const created = await call("POST", RECORDS, { "Deal ID": "D 1", Amount: 1.1, Closed: "2024-05-01" });
    expect(created).toMatchObject({ status: 201, json: { object: "record", data: { Amount: 1.1 } } });
    expect((await call("POST", RECORDS, { "Deal ID": "D 1" })).status).toBe(400);
    expect((await call("POST", RECORDS, { "Deal ID": "D-2", Amount: "much", Other: 1 })).json).toEqual({
      Amount: ['"much" is no number.'],
      Other: ["There is no such column."],
    });
    expect((await call("PUT", `${RECORDS}D%201/`, { Rep: "North" })).json.data).toMatchObject({
      Rep: "North",
      Amount: 1.1,
    });
    expect(await call("POST", RECORDS, { "Deal ID": "D-3", Rep: "<script>" })).toMatchObject({
      status: 403,
      contentType: "text/html",
    });
    const half = await call("POST", `${RECORDS}batch/`, { upserts: [] });
    expect([half.status, half.json]).toEqual([400, { deletes: ["This field is required."] }]);
    const upserts = [{ "Deal ID": "D 1" }, { "Deal ID": "D-2" }];
    expect((await call("POST", `${RECORDS}batch/`, { upserts, deletes: ["D-9"] })).json).toEqual({
      ...{ created: ["D-2"], updated: ["D 1"], deleted: [] },
    });
    expect((await call("DELETE", `${RECORDS}D-2/`)).status).toBe(204);
    expect((await call("GET", `${RECORDS}D-2/`)).status).toBe(404);
  });

  test("refuses imports and exports that are not what the vendor asks for", async () => {
    await using simulator = await simulateDeals();
    const call = callTo(simulator);
    const wrong = { file_name: "deals.xlsx", params: {}, delimiter: "-", date_format: "May" };
    const refused = await call("POST", `${RECORDS}import/`, wrong);
    expect([refused.status, Object.keys(refused.json)]).toEqual([
      400,
      ["file_name", "params", "delimiter", "date_format"],
    ]);
    for (const payout_dates of [[], ["1", "2", "3", "4", "5", "6"]]) {
      expect((await call("POST", "payouts/adjustments/export/", { payout_dates })).status).toBe(400);
    }
    const model = { report_model_uuid: REPORT_MODEL, worksheet_uuid: REPORT_WORKSHEET };
    expect((await call("POST", "report-models/export-worksheet/", model)).json).toHaveProperty("period_date");
    const records = await call("POST", `report-models/${REPORT_MODEL}/records/export/`, model);
    expect(records.json).toHaveProperty("period_date");
  });

  test.for([
    ["standard", 5, 1_500],
    ["enterprise", 15, 6_000],
  ] as const)("of the %s tier lets %i requests a second through", async ([tier, perSecond]) => {
    const clock = createFakeClock();
    await using simulator = await simulateDeals({ tier, clock });
    const call = callTo(simulator);
    const statuses = async (count: number) => {
      const answers = Array.from({ length: count }, () => call("GET", "jobs/"));
      return (await Promise.all(answers)).filter(({ status }) => status === 429).length;
    };
    expect(await statuses(perSecond + 2)).toBe(2);
    clock.advance(1_000);
    expect(await statuses(perSecond)).toBe(0);
  });
});

describe("an upload", () => {
  test("goes from its link over its job to its records, by the clock, and over a restart", async () => {
    const storage = await mkdtemp(join(tmpdir(), "captivateiq-"));
    const clock = createFakeClock();
    const durations = { queueMs: 1_000, jobMs: 10_000 };
    const upload = { id: "", job: "" };
    {
      await using simulator = await simulateDeals({ storage, clock, durations });
      const call = callTo(simulator);
      const made = (await call("POST", `${RECORDS}import/`, IMPORT)).json;
      expect(made).toMatchObject({ object: "upload", status: "PENDING", object_type: "records_api" });
      const link = made.details.presigned_url;
      const put = (headers: Record<string, string>, method = "PUT") =>
        fetch(link, { method, headers, body: dealRows(2) }).then(({ status }) => status);
      expect(await put({ authorization: `Token ${TOKEN}` })).toBe(400);
      expect(await put({}, "POST")).toBe(403);
      expect(await put({})).toBe(200);
      expect((await fetch(link)).status).toBe(403);
      clock.advance(901_000);
      expect(await put({})).toBe(403);
      const job = (await call("POST", `uploads/${made.id}/process/`, {})).json;
      expect(job).toMatchObject({ object: "job", status: "PENDING", details: {}, description: null });
      expect((await call("POST", `uploads/${made.id}/process/`, {})).status).toBe(400);
      Object.assign(upload, { id: made.id, job: job.id });
      clock.advance(2_000);
    }
    await using simulator = await simulateDeals({ storage, clock, durations });
    const call = callTo(simulator);
    expect((await call("GET", `jobs/${upload.job}/`)).json.status).toBe("STARTED");
    clock.advance(10_000);
    expect((await call("GET", `jobs/${upload.job}/`)).json.status).toBe("SUCCESS");
    expect((await call("GET", `uploads/${upload.id}/`)).json.details).toEqual({ job_id: upload.job });
    expect((await call("GET", RECORDS)).json.total_count).toBe(2);
    const [group] = (await call("GET", "job-aggregations/")).json;
    expect(group).toMatchObject({ object: "job_aggregation", jobs_count: 1, successful_jobs_count: 1 });
    expect((await call("GET", `job-aggregations/${group.id}/`)).json).toEqual(group);
    expect((await call("GET", "job-aggregations/?job_status=FAILURE")).json).toEqual([]);
    await rm(storage, { recursive: true });
  });

  test("that is empty, or was never sent, fails in its job", async () => {
    await using simulator = await simulateDeals({ durations: { queueMs: 0, jobMs: 0 } });
    const call = callTo(simulator);
    const run = async (content: string | undefined) => {
      const made = (await call("POST", `${RECORDS}import/`, IMPORT)).json;
      if (content !== undefined) await fetch(made.details.presigned_url, { method: "PUT", body: content });
      const { json } = await call("POST", `uploads/${made.id}/process/`, {});
      return [json.status, json.details.errors?.[0].message];
    };
    expect(await run(undefined)).toEqual(["FAILURE", "The file was not uploaded."]);
    expect(await run("")).toEqual(["FAILURE", "The file is empty."]);
    expect(await run("Rep\nNorth\n")).toEqual(["FAILURE", 'The column "Deal ID" is missing.']);
    expect(await run("Deal ID,Rep\n,North\n")).toEqual(["FAILURE", "The unique ID must not be blank"]);
  });
});

describe("startCaptivateiqSimulator", () => {
  test("names everything that is wrong with an organization", async () => {
    const of = "5d0c7a10-0000-4000-8000-0000000000ff";
    const id = "5d0c7a10-0000-4000-8000-000000000001";
    const organization = {
      organization: { id, name: "Client" },
      users: [{ email: "a", token: "b" }],
      dataWorksheets: [
        { id, name: "Deals", workbook: { id, name: "Sales" }, columns: [{ name: "A", isUniqueId: true }] },
      ],
      transformationWorksheets: [{ id, name: "T", of }],
      reportModels: [{ id, name: "R", worksheets: [{ id, name: "W", of }] }],
    };
    await expect(simulateDeals({ organization })).rejects.toMatchObject({
      details: {
        issues: [
          `transformationWorksheets.0.of: there is no data worksheet ${of}`,
          `reportModels.0.worksheets.0.of: there is no data worksheet ${of}`,
        ],
      },
    });
  });
});
