import { sha256 } from "@spm-ops/core";
import { describe, expect, test } from "vitest";
import { runLoad } from "../contract/run-load.js";
import type { StageableFile } from "../contract/stageable-file.js";
import { createTextFile } from "../testing/index.js";
import { login } from "./testing/plain-client.js";
import { connectTo, lineRows, OBJECT, simulateLines } from "./testing/simulated-lines.js";

const LOAD = "Commission lines";
const QUICK = { polling: { intervals: [{ afterMs: 0, everyMs: 10 }] } };

async function statesOf(simulator: Awaited<ReturnType<typeof simulateLines>>): Promise<readonly string[]> {
  const { call } = await login(simulator);
  return (await call("GET", "jobs/ingest")).json.records.map(({ state }: { state: string }) => state);
}

describe("stage", () => {
  const large: StageableFile = { ...createTextFile("lines.csv", ""), sizeBytes: 100_000_001 };
  const wide = `Ext_Id__c,${Array.from({ length: 5_000 }, (_, at) => `F${at}`).join(",")}\n`;

  test.for([
    ["nothing", createTextFile("lines.csv", ""), "is empty"],
    ["too much", large, "has 100000001 bytes, and a job takes 100000000"],
    [
      "lines that end otherwise",
      createTextFile("lines.csv", "Ext_Id__c\r\nL-1\r\n"),
      "its lines end with CRLF",
    ],
    ["no key", createTextFile("lines.csv", "Payee__c\nNorth\n"), "it has no column Ext_Id__c"],
    [
      "another delimiter",
      createTextFile("lines.csv", "Ext_Id__c;Payee__c\nL-1;N\n"),
      "between delimiters COMMA",
    ],
    ["too many columns", createTextFile("lines.csv", wide), "has 5001 columns"],
  ] as const)("refuses %s before it sends anything", async ([, file, words]) => {
    await using connector = connectTo({ address: "http://127.0.0.1:9" });
    await expect(connector.stage(LOAD, file)).rejects.toMatchObject({
      code: "file.refused",
      message: expect.stringContaining(words),
    });
  });

  test("takes every declared form of a text", async () => {
    await using simulator = await simulateLines();
    const load = {
      object: OBJECT,
      operation: "insert",
      columnDelimiter: "SEMICOLON",
      lineEnding: "CRLF",
    } as const;
    await using connector = connectTo(simulator, { loads: { Lines: load } });
    const text = '\uFEFF"Ext_Id__c";Payee__c\r\nL-1;"North; or\r\nSouth"\r\nL-2;South\r\n';
    const file = createTextFile("lines.csv", text);
    const { outcome } = await runLoad(connector, { load: "Lines", file }, QUICK);
    expect(outcome).toMatchObject({
      state: "succeeded",
      volume: { rowsRead: 2, rowsWritten: 2, rowsRejected: 0 },
    });
  });

  test.for(["is lost", "is an error of the server"] as const)(
    "aborts a job when the answer to its content %s, and makes a new one",
    async (answer) => {
      await using simulator = await simulateLines();
      await using connector = connectTo(simulator);
      if (answer === "is lost") simulator.faults.loseReply({ method: "PUT" });
      else simulator.faults.respond({ method: "PUT", status: 503, html: "<title>Down</title>" });
      const file = createTextFile("lines.csv", lineRows(5));
      const { outcome } = await runLoad(connector, { load: LOAD, file }, QUICK);
      expect(outcome.volume).toEqual({ rowsRead: 5, rowsWritten: 5, rowsRejected: 0 });
      expect(await statesOf(simulator)).toEqual(["Aborted", "JobComplete"]);
    },
  );

  test("leaves no job with content that is not the promised one", async () => {
    await using simulator = await simulateLines();
    await using connector = connectTo(simulator);
    const file = createTextFile("lines.csv", lineRows(5));
    const changed = { ...file, sha256: sha256(Buffer.from("other")) };
    await expect(connector.stage(LOAD, changed)).rejects.toMatchObject({ code: "file.digest-mismatch" });
    const shorter = { ...file, sizeBytes: file.sizeBytes - 1 };
    await expect(connector.stage(LOAD, shorter)).rejects.toMatchObject({ code: "file.changed" });
    expect(await statesOf(simulator)).toEqual(["Aborted", "Aborted"]);
    const { call } = await login(simulator);
    const { records } = (await call("GET", "jobs/ingest")).json;
    expect((await call("GET", `jobs/ingest/${records[0].id}/unprocessedrecords`)).text).toBe("");
  });

  test("hands out the failure of a file that cannot be read", async () => {
    await using simulator = await simulateLines();
    await using connector = connectTo(simulator);
    const file = createTextFile("lines.csv", lineRows(5));
    let opened = 0;
    const broken: StageableFile = {
      ...file,
      async *open() {
        opened += 1;
        yield* file.open();
        if (opened > 1) throw new RangeError("the disk is gone");
      },
    };
    await expect(connector.stage(LOAD, broken)).rejects.toThrow("the disk is gone");
  });

  test("logs in again in the middle, and sends the file anew", async () => {
    await using simulator = await simulateLines();
    await using connector = connectTo(simulator);
    const refused = { method: "PUT", status: 401 };
    simulator.faults.respond(refused);
    const file = createTextFile("lines.csv", lineRows(500));
    const { outcome } = await runLoad(connector, { load: LOAD, file }, QUICK);
    expect(outcome.volume.rowsWritten).toBe(500);
    expect(await statesOf(simulator)).toEqual(["JobComplete"]);
  });
});
