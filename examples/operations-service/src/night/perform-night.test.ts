import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Symptom } from "@spm-ops/monitoring";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { makeNightFiles } from "../embedded/night-files.js";
import { businessDate, makeDataFolder, performFast, stepOf } from "./night-fixture.js";
import type { NightOptions } from "./perform-night.js";
import { verifyService } from "./verify-service.js";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "spm-night-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const perform = (options: Partial<NightOptions> = {}) => performFast(folder, options);

describe("performNight", () => {
  test("brings the released rows into the environment and the report to finance, and says what was odd", async () => {
    const result = await perform();
    expect(result.run.status).toBe("succeeded");
    expect(stepOf(result, "validate-products")?.status).toBe("refused");
    const remarks = result.remarks.join("\n");
    expect(remarks).toMatch(
      /Validate sales pipeline: Rows read 2,140 is 0\.2\d times the expected [\d,]+.*; 24 earlier runs say [\d,]+ to [\d,]+/,
    );
    expect(remarks).toMatch(/Wait for the calculation: Duration .* times the expected .* to /);
    expect(remarks).not.toContain("Rows rejected");
    expect(await readFile(result.page, "utf8")).toContain("Succeeded with remarks");

    const service = join(folder, "service");
    const report = await readFile(
      join(service, "reports", businessDate, "won-business-by-agent.csv"),
      "utf8",
    );
    expect(report.split("\n")[0]?.trim()).toBe("sales_agent,opportunities_won,close_value_usd");
    expect(await readdir(join(service, "site", "inbox"))).toEqual([]);
    expect(await readdir(join(service, "site", "rejected", "products", businessDate))).toHaveLength(1);
    expect(await verifyService(service)).toMatchObject({ nights: 1, deliveries: 4, jobs: 3, violations: [] });
  });

  test("makes one incident of all that is odd about a night, and tells each thing once", async () => {
    const told: string[] = [];
    const onSymptom = ({ state, key }: Symptom) => void told.push(`${state} ${key}`);
    const { incidents, run } = await perform({ onSymptom });
    expect(incidents).toMatchObject([{ state: "open", severity: "critical" }]);
    expect(told).toContain(`raised rowsRead:nightly-load/validate-pipeline@${run.runId}`);
    expect(told).toContain(`raised durationMs:nightly-load/wait-calculation@${run.runId}`);
    expect(new Set(told).size).toBe(told.length);
    const again: string[] = [];
    const second = await perform({ onSymptom: ({ key }) => void again.push(key) });
    expect(again).toEqual([]);
    expect(second.incidents.map(({ id }) => id)).toEqual(incidents.map(({ id }) => id));
  });

  test("does nothing again to a night that has ended", async () => {
    await perform();
    const again = await perform();
    expect(again.run).toMatchObject({ status: "succeeded", resumptions: 0 });
    expect(await verifyService(join(folder, "service"))).toMatchObject({ jobs: 3, violations: [] });
  });

  test("goes on where it was stopped, with the night that was left", async () => {
    const stop = new AbortController();
    const onBegin: NightOptions["onBegin"] = ({ progress }) => {
      progress.on("step:started", ({ stepId }) => {
        if (stepId === "wait-load") stop.abort(new RangeError("stopped here"));
      });
    };
    await expect(perform({ signal: stop.signal, onBegin })).rejects.toThrow("stopped here");
    const result = await perform({ businessDate: "2026-01-06" });
    expect(result.run).toMatchObject({ runId: `night-${businessDate}`, status: "succeeded", resumptions: 1 });
    expect(await verifyService(join(folder, "service"))).toMatchObject({ jobs: 3, violations: [] });
  });

  test("loads nothing of a pipeline that was refused, sets it aside, and leaves a note", async () => {
    const dataFolder = await makeDataFolder(folder, { "sales_pipeline.csv": "opportunity;agent\r\nA;B\r\n" });
    const result = await perform({ dataFolder });
    expect(result.run.status).toBe("failed");
    expect(stepOf(result, "release-pipeline")?.status).toBe("refused");
    expect(stepOf(result, "start-load")).toBeUndefined();
    const service = join(folder, "service");
    expect(await readFile(join(service, "work", businessDate, "hand-over.md"), "utf8")).toContain(
      "has failed",
    );
    expect(await verifyService(service)).toMatchObject({ deliveries: 4, jobs: 0, violations: [] });
  });

  test("loads every row, byte for byte, of files in which nothing is wrong", async () => {
    const pipeline =
      makeNightFiles({ businessDate, opportunities: 10, brokenProducts: false })["sales_pipeline.csv"] ?? "";
    const dataFolder = await makeDataFolder(folder, { "sales_pipeline.csv": pipeline });
    const result = await perform({ dataFolder });
    const accepted = await readFile(
      join(folder, "service", "work", businessDate, "accepted-sales_pipeline.csv"),
      "utf8",
    );
    expect(result.run.status).toBe("succeeded");
    expect(accepted).toBe(pipeline);
  });

  test("says which of the real files are missing before anything is done", async () => {
    const data = join(folder, "data");
    await mkdir(data);
    await writeFile(join(data, "accounts.csv"), "account\r\n");
    await expect(perform({ dataFolder: data })).rejects.toMatchObject({
      code: "file.not-found",
      message: expect.stringContaining("products.csv, sales_teams.csv, sales_pipeline.csv"),
    });
  });
});

describe("a folder of real files", () => {
  test("is refused for a night that was begun with others", async () => {
    await perform({ dataFolder: await makeDataFolder(folder, {}) });
    await writeFile(join(folder, "data", "products.csv"), "product,series,sales_price\r\n");
    await expect(perform({ dataFolder: join(folder, "data") })).rejects.toMatchObject({
      code: "config.invalid",
      message: expect.stringMatching(/products\.csv .* --into/),
    });
  });
});

describe("verifyService", () => {
  test("finds a delivery that is gone, an event that was altered, and a report that was changed", async () => {
    await perform();
    const service = join(folder, "service");
    const history = join(service, "site", "history", "accounts", businessDate);
    const [kept = ""] = await readdir(history);
    await rm(join(history, kept));
    const archived = (await readdir(join(service, "archive"), { recursive: true })).find((name) =>
      name.endsWith("agent.csv"),
    );
    await rm(join(service, "archive", archived ?? ""));
    const { violations } = await verifyService(service);
    expect(violations.join("\n")).toMatch(/accounts\.csv of 2026-01-05 lies in 0 places/);
    expect(violations.join("\n")).toMatch(/archive: .*missing/);
  });
});
