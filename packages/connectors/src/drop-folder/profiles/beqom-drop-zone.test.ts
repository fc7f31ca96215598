import { createFakeClock } from "@spm-ops/core/testing";
import { describe, expect, test } from "vitest";
import { createTextFile } from "../../testing/index.js";
import { toBeqomResult } from "../simulator/index.js";
import { connectTo, orderRows, simulateAsleep } from "../testing/simulated-drops.js";
import { namesIn, putText, textAt } from "../testing/site-files.js";
import { beqomDropZone } from "./beqom-drop-zone.js";

const CONFIG = '{"pipeline":"orders"}';
const FOLDER = "/zone/2025-04-01";
const APRIL = Date.UTC(2025, 3, 1, 22);
const profile = beqomDropZone({ dropZone: "/zone", config: CONFIG });
const columns = ["Order", "Region", "Amount"];
const loads = { Orders: { file: "orders.csv" }, Lines: { file: "lines.csv" } };
const vendor = {
  profile,
  loads: { Orders: { ...loads.Orders, columns }, Lines: { ...loads.Lines, columns } },
};
const file = createTextFile("any.csv", orderRows(3));

async function startBoth() {
  const clock = createFakeClock(APRIL);
  const simulator = await simulateAsleep(profile, { vendor, clock, toResult: toBeqomResult });
  const connector = connectTo(simulator, { profile, loads, reports: {} }, { clock });
  return { clock, simulator, connector, [Symbol.asyncDispose]: simulator.close };
}

describe("beqomDropZone", () => {
  test("puts the files of a day into one folder, and config.json last", async () => {
    await using both = await startBoth();
    const { simulator, connector } = both;
    await connector.stage("Lines", file);
    const staged = await connector.stage("Orders", file);
    expect(await namesIn(simulator.site, FOLDER)).toEqual(["lines.csv", "orders.csv"]);
    await simulator.look();
    expect(simulator.ledger()).toEqual([]);
    const handle = await connector.start({ kind: "load", object: "Orders", staged });
    expect(await textAt(simulator.site, `${FOLDER}/config.json`)).toBe(CONFIG);
    await simulator.look();
    const [entry] = simulator.ledger();
    expect(entry?.files).toEqual([`${FOLDER}/lines.csv`, `${FOLDER}/orders.csv`]);
    const results = JSON.parse(await textAt(simulator.site, `${FOLDER}/results/results.json`));
    expect(results).toMatchObject({ is_complete: true, is_success: true, transformation_results: [] });
    expect(Date.parse(results.started_at)).toBe(APRIL);
    const told = { ...results, started_at: new Date().toISOString() };
    await putText(simulator.site, `${FOLDER}/results/results.json`, JSON.stringify(told));
    expect(await connector.poll(handle)).toMatchObject({ outcome: { state: "succeeded", volume: {} } });
    await expect(connector.stage("Orders", file)).rejects.toMatchObject({ code: "file.exists" });
  });

  test.for([
    [
      { is_complete: false, is_success: null },
      { state: "running", rawStatus: "not ended: false" },
    ],
    [{ is_complete: true, is_success: true }, { outcome: { state: "succeeded", rawStatus: "true" } }],
    [
      { is_complete: true, is_success: true, destination_adapter_results: [{ error: { msg: "No access" } }] },
      { outcome: { state: "unknown", message: "No access" } },
    ],
    [
      {
        is_complete: true,
        is_success: false,
        transformation_results: [
          { error: { slug: "bad-row", msg: "Line 3", metadata: {} } },
          { error: null },
        ],
      },
      { outcome: { state: "failed", message: "bad-row; Line 3" } },
    ],
    [
      { is_complete: true, is_success: true, started_at: "2025-04-01T21:00:00Z" },
      { state: "running", rawStatus: "result of another run" },
    ],
  ] as const)("reads the results %j", async ([results, poll]) => {
    await using both = await startBoth();
    const { simulator, connector } = both;
    const staged = await connector.stage("Orders", file);
    const handle = await connector.start({ kind: "load", object: "Orders", staged });
    const started_at = new Date(Date.now() + 1_000).toISOString();
    const text = JSON.stringify({ started_at, ...results });
    await putText(simulator.site, `${FOLDER}/results/results.json`, text);
    expect(await connector.poll(handle)).toMatchObject(poll);
  });

  test("takes no configuration that is none, and no file that the vendor does not take", () => {
    const wrong = () => beqomDropZone({ dropZone: "/zone", config: "pipeline: orders" });
    expect(wrong).toThrow(/config: must be the text of a JSON object/);
    const text = () => connectTo(Object(undefined), { profile, loads: { Orders: { file: "orders.txt" } } });
    expect(text).toThrow(/must end in \.csv or \.json/);
  });
});
