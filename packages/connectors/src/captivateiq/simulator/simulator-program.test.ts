import { describe, expect, test } from "vitest";
import { simulatorProgram } from "./index.js";

describe("simulatorProgram", () => {
  test("can be used by what its facts say, and takes every fault that it names", async () => {
    await using running = await simulatorProgram.start({ port: 0 });
    const facts = Object.fromEntries(running.facts);
    const headers = { authorization: `Token ${facts["token"]}`, "content-type": "application/json" };
    const call = (path: string, method = "GET", body: string | null = null) =>
      fetch(`${facts["API"]}/ciq/v1/${path}`, { method, headers, body });
    const { faults } = running;
    const [worksheet] = facts["data worksheet"]?.split(" ") ?? [];
    const records = `data-worksheets/${worksheet}/records/`;
    const params = { import_mode: "upsert", data_mappings: {} };
    const body = JSON.stringify({ file_name: "deals.csv", params });
    faults["nested-details"]?.switchOn("");
    const upload = JSON.parse(await (await call(`${records}import/`, "POST", body)).text());
    expect(upload.details.storage.links[0].href).toContain(facts["presigned links lead to"]);
    faults["links-expired"]?.switchOn("");
    const put = await fetch(upload.details.storage.links[0].href, { method: "PUT", body: "x" });
    expect(put.status).toBe(403);
    faults["clear"]?.switchOn("");
    faults["firewall"]?.switchOn("");
    expect((await call(`${records}export/`, "POST")).status).toBe(403);
    faults["gateway-timeout"]?.switchOn("");
    faults["end-job"]?.switchOn("FAILURE");
    expect((await call(`${records}export/`, "POST")).status).toBe(502);
    faults["process-payouts"]?.switchOn("1");
    const groups = JSON.parse(await (await call("job-aggregations/")).text());
    expect(groups.map((each: { jobs_count: number }) => each.jobs_count)).toEqual([3, 1]);
    faults["rights-gone"]?.switchOn("");
    expect((await call("jobs/")).status).toBe(403);
  });
});
