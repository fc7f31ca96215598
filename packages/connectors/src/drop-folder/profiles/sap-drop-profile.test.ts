import { createFakeClock } from "@spm-ops/core/testing";
import { describe, expect, test } from "vitest";
import { textOf } from "../../testing/expectations.js";
import { createTextFile } from "../../testing/index.js";
import type { DropProfile } from "../drop-profile.js";
import { connectTo, simulateAsleep } from "../testing/simulated-drops.js";
import { namesIn } from "../testing/site-files.js";
import { sapDropProfile } from "./sap-drop-profile.js";

const loads = { Categories: { code: "CLCA" } };
const columns = ["CATEGORYTREENAME", "CATEGORYNAME"];
const file = createTextFile("cats.txt", "CATEGORYTREENAME\tCATEGORYNAME\nProducts\tCars\n");

async function startBoth(profile: DropProfile) {
  const clock = createFakeClock(Date.UTC(2024, 0, 31, 13, 42, 57));
  const vendor = {
    profile,
    loads: { Categories: { ...loads.Categories, columns, delimiter: "\t" } },
    reports: [{ load: "Categories", folder: "/outbound", file: "extract.txt" }],
  };
  const simulator = await simulateAsleep(profile, { vendor });
  const reports = { Extract: { folder: "/outbound", name: "extract*.txt" } };
  const connector = connectTo(simulator, { profile, loads, reports }, { clock, createRunKey: () => "cats" });
  const staged = await connector.stage("Categories", file);
  const handle = await connector.start({ kind: "load", object: "Categories", staged });
  return { clock, simulator, connector, handle, [Symbol.asyncDispose]: simulator.close };
}

describe("sapDropProfile", () => {
  test("gives a file the name of the vendor's template, and tells no end that nobody tells", async () => {
    await using both = await startBoth(sapDropProfile({ customer: "abcd", target: "PRD" }));
    const { clock, simulator, connector, handle } = both;
    expect(await namesIn(simulator.site, "/inbound")).toEqual(["abcd_CLCA_PRD_20240131_134257_cats.txt"]);
    await simulator.look();
    expect(simulator.ledger()).toMatchObject([{ load: "Categories", state: "succeeded" }]);
    expect(await connector.poll(handle)).toEqual({ state: "running", rawStatus: "taken" });
    clock.advance(900_000);
    expect(await connector.poll(handle)).toMatchObject({ outcome: { state: "unknown", volume: {} } });
  });

  test("takes what was moved for taken, not for loaded", async () => {
    const options = { customer: "abcd", target: "PRD", processed: "/processed/" } as const;
    await using both = await startBoth(sapDropProfile(options));
    await both.simulator.look();
    expect(await both.connector.poll(both.handle)).toMatchObject({
      outcome: { state: "unknown", rawStatus: expect.stringMatching(/^\/processed\/.*134257_cats/) },
    });
  });

  test("reads what comes out", async () => {
    await using both = await startBoth(sapDropProfile({ customer: "abcd", target: "PRD" }));
    await both.simulator.look();
    const handle = await both.connector.start({ kind: "report", object: "Extract" });
    const rows = await textOf(both.connector.report(handle));
    expect(rows).toBe("CATEGORYTREENAME,CATEGORYNAME\nProducts,Cars\n");
  });

  test("takes the tenant's own names and folders, and names what is wrong with them", () => {
    const own = sapDropProfile({
      customer: "abcd",
      target: "DEV",
      file: "CUSTOMUPLOAD_DEV_{yyyy}{mm}{dd}_{hh}{mi}{ss}_RFM.txt",
      temporary: "/parts/{file}",
    });
    expect(own).toMatchObject({
      file: expect.stringContaining("_RFM"),
      signal: { temporary: "/parts/{file}" },
    });
    const wrong = () => Reflect.apply(sapDropProfile, undefined, [{ customer: "abc", target: "LIVE" }]);
    expect(wrong).toThrow(/customer: [\s\S]*target: /);
  });
});
