import { describe, expect, test } from "vitest";
import { runLoad } from "../contract/run-load.js";
import { waitForOutcome } from "../contract/wait-for-outcome.js";
import { textOf } from "../testing/expectations.js";
import { createTextFile } from "../testing/index.js";
import { connectTo, lineRows, OBJECT, quotedRows, simulateLines } from "./testing/simulated-lines.js";

const QUICK = { intervals: [{ afterMs: 0, everyMs: 10 }] };

async function loadLines(rows = 4, queryMs = 20) {
  const simulator = await simulateLines({ durations: { queueMs: 5, ingestMs: 20, queryMs, reportMs: 20 } });
  const connector = connectTo(simulator);
  const file = createTextFile("lines.csv", lineRows(rows));
  await runLoad(connector, { load: "Commission lines", file }, { polling: QUICK });
  const run = async (object: string) => {
    const handle = await connector.start({ kind: "report", object });
    return { handle, outcome: await waitForOutcome(connector, handle, QUICK) };
  };
  return {
    simulator,
    connector,
    run,
    async [Symbol.asyncDispose]() {
      await connector.close();
      await simulator.close();
    },
  };
}

describe("a query", () => {
  test("gives its rows page by page, and asks again for a page that was cut", async () => {
    await using org = await loadLines(1_000);
    const { handle, outcome } = await org.run("All lines");
    expect(outcome).toMatchObject({ state: "succeeded", volume: { rowsRead: 1_000 } });
    org.simulator.faults.truncate({ path: /results\?maxRecords=301&locator=/ });
    expect(await textOf(org.connector.report(handle))).toBe(quotedRows(lineRows(1_000)));
  });

  test("is not taken for whole when a page does not say whether there is more", async () => {
    await using org = await loadLines();
    const { handle } = await org.run("All lines");
    org.simulator.faults.maintenance(3);
    await expect(textOf(org.connector.report(handle))).rejects.toMatchObject({
      code: "remote.malformed",
      message: expect.stringContaining("Sforce-Locator"),
    });
  });

  test("that failed has no reason", async () => {
    await using org = await loadLines();
    org.simulator.faults.failJob();
    expect((await org.run("All lines")).outcome).toMatchObject({
      state: "failed",
      message: "The query failed; the vendor gives no reason.",
    });
  });

  test("that was aborted is cancelled", async () => {
    await using org = await loadLines(4, 3_600_000);
    const handle = await org.connector.start({ kind: "report", object: "All lines" });
    await org.connector.cancel(handle);
    expect((await waitForOutcome(org.connector, handle, QUICK)).state).toBe("cancelled");
  });

  test("of which no answer came may be asked anew, and is not looked for", async () => {
    await using org = await loadLines();
    org.simulator.faults.loseReply({ method: "POST", path: /jobs\/query$/ });
    const request = { kind: "report", object: "All lines" } as const;
    await expect(org.connector.start(request)).rejects.toMatchObject({ code: "remote.unavailable" });
    expect((await org.connector.find({ request, since: 0 })).state).toBe("unknown");
  });

  test("that the vendor does not understand is refused in its words", async () => {
    await using simulator = await simulateLines();
    const query = `SELECT Nothing__c FROM ${OBJECT}`;
    await using connector = connectTo(simulator, { reports: { Lines: { kind: "query", query } } });
    await expect(connector.start({ kind: "report", object: "Lines" })).rejects.toMatchObject({
      code: "remote.rejected",
      message: expect.stringContaining("INVALID_FIELD: No such column 'Nothing__c'"),
    });
  });
});

describe("an Analytics report", () => {
  test("gives what its run found", async () => {
    await using org = await loadLines();
    const { handle, outcome } = await org.run("Lines as seen");
    expect(outcome).toEqual({ state: "succeeded", rawStatus: "Success", volume: {}, message: "" });
    const { factMap } = JSON.parse(await textOf(org.connector.report(handle)));
    expect(factMap["T!T"].rows[1].dataCells).toEqual([
      { label: "L-1", value: "L-1" },
      { label: "Süd", value: "Süd" },
    ]);
  });

  test("gives a workbook", async () => {
    await using org = await loadLines();
    const { handle } = await org.run("Lines to print");
    const workbook = await textOf(org.connector.report(handle));
    expect(workbook.startsWith("PK")).toBe(true);
    expect(workbook).toContain('<t xml:space="preserve">L-3</t>');
  });

  test("that cannot be run has failed, and cannot be cancelled", async () => {
    await using org = await loadLines();
    org.simulator.faults.failJob();
    const { handle, outcome } = await org.run("Lines as seen");
    expect(outcome).toMatchObject({ state: "failed", rawStatus: "Error" });
    const unsupported = { code: "operation.unsupported" };
    await expect(org.connector.cancel(handle)).rejects.toMatchObject(unsupported);
    const load = { kind: "load", object: OBJECT, task: "1" } as const;
    await expect(textOf(org.connector.report(load))).rejects.toMatchObject(unsupported);
  });
});
