import { createHash } from "node:crypto";
import { createServer } from "node:http";
import { describe, expect, test } from "vitest";
import { runLoad } from "../contract/run-load.js";
import type { StageableFile } from "../contract/stageable-file.js";
import { createTextFile } from "../testing/index.js";
import type { CaptivateiqLoad } from "./captivateiq-options.js";
import { callTo } from "./testing/plain-client.js";
import {
  connectTo,
  DEALS,
  dealRows,
  HEADER,
  ORGANIZATION,
  simulateDeals,
  TOKEN,
} from "./testing/simulated-deals.js";

const QUICK = { polling: { intervals: [{ afterMs: 0, everyMs: 10 }] } };
const file = createTextFile("deals.csv", dealRows(3));

async function keysOf(simulator: Parameters<typeof callTo>[0]): Promise<readonly string[]> {
  const { json } = await callTo(simulator)("GET", `data-worksheets/${DEALS}/records/`);
  return json.data.map(({ data }: { data: Record<string, string> }) => data["Deal ID"]);
}

describe("a load", () => {
  test("does what its mode says", async () => {
    await using simulator = await simulateDeals();
    const modes = ["upsert", "insert-only", "replace-all", "delete-listed"] as const;
    const loads = Object.fromEntries(modes.map((mode) => [mode, { worksheet: DEALS, mode }]));
    await using connector = connectTo(simulator, { loads });
    const load = async (mode: string, text: string) => {
      const run = { load: mode, file: createTextFile("deals.csv", text) };
      const { outcome } = await runLoad(connector, run, QUICK);
      return [outcome.state, (await keysOf(simulator)).join()];
    };
    expect(await load("upsert", dealRows(3))).toEqual(["succeeded", "D-0,D-1,D-2"]);
    expect(await load("insert-only", dealRows(1))).toEqual(["failed", "D-0,D-1,D-2"]);
    expect(await load("insert-only", `${HEADER}\nX,North,1,2026-01-01\n`)).toEqual([
      "succeeded",
      "D-0,D-1,D-2,X",
    ]);
    expect(await load("delete-listed", dealRows(2))).toEqual(["succeeded", "D-2,X"]);
    expect(await load("replace-all", dealRows(1))).toEqual(["succeeded", "D-0"]);
  });

  test("sends the form of its file, and its mappings", async () => {
    await using simulator = await simulateDeals();
    const Deals: CaptivateiqLoad = {
      ...{ worksheet: "Deals", mode: "upsert", delimiter: "tab", dateFormat: "DD_MM_YYYY" },
      ...{ encoding: "utf-8-sig", checkHeader: true, loadAllColumns: false },
      dataMappings: { "Deal ID": "Key", Closed: "Day" },
    };
    await using connector = connectTo(simulator, { loads: { Deals } });
    const text = "\uFEFFKey\tDay\tOther\nD-1\t31.12.2026\tx\n";
    const run = { load: "Deals", file: createTextFile("deals.csv", text) };
    const { outcome, staged } = await runLoad(connector, run, QUICK);
    expect(outcome).toMatchObject({ state: "succeeded", volume: {} });
    const { json } = await callTo(simulator)("GET", `uploads/${staged.reference}/`);
    expect(json).toMatchObject({ delimiter: "\\t", date_format: "DD_MM_YYYY", encoding: "utf-8-sig" });
    const records = await callTo(simulator)("GET", `data-worksheets/${DEALS}/records/`);
    expect(records.json.data[0].data).toEqual({ "Deal ID": "D-1", Closed: "31.12.2026" });
  });

  test("compares the header with the template before anything is sent, when it is asked to", async () => {
    await using simulator = await simulateDeals();
    const dataMappings = { Nothing: "Amount", Rep: "Agent" };
    const Deals = { worksheet: "Deals", mode: "upsert", checkHeader: true, dataMappings } as const;
    await using connector = connectTo(simulator, { loads: { Deals } });
    const stranger = createTextFile("deals.csv", "Deal ID,Amount,Other\n1,2,3\n");
    await expect(connector.stage("Deals", stranger)).rejects.toMatchObject({
      code: "file.refused",
      details: {
        reason: [
          'the worksheet has no column "Nothing", which is mapped',
          'has no header "Agent", which is mapped to "Rep"',
          'the worksheet has no column "Other"',
        ].join("; "),
      },
    });
    expect((await callTo(simulator)("GET", "uploads/")).json.total_count).toBe(0);
  });

  test("refuses a worksheet that is not there, or whose name others have", async () => {
    await using simulator = await simulateDeals();
    const mode = "upsert";
    const loads = { Gone: { worksheet: "Gone", mode }, Twice: { worksheet: "Twice", mode } } as const;
    await using connector = connectTo(simulator, { loads });
    await expect(connector.stage("Gone", file)).rejects.toMatchObject({ code: "remote.not-found" });
    await expect(connector.stage("Twice", file)).rejects.toMatchObject({ code: "config.invalid" });
  });

  test("finds a worksheet on the last page of their list", async () => {
    const dataWorksheets = Array.from({ length: 1_001 }, (_, at) => ({
      id: `5d0c7a10-0000-4000-8000-${String(at).padStart(12, "0")}`,
      name: `Sheet ${String(at).padStart(4, "0")}`,
      workbook: { id: DEALS, name: "Sales" },
      columns: [{ name: "Deal ID", isUniqueId: true }],
    }));
    const organization = { id: DEALS, name: ORGANIZATION };
    const users = [{ email: "ops@client.example", token: TOKEN }];
    await using simulator = await simulateDeals({ organization: { organization, users, dataWorksheets } });
    const loads = { Last: { worksheet: "Sheet 1000", mode: "upsert" } } as const;
    await using connector = connectTo(simulator, { loads });
    expect(await connector.stage("Last", file)).toMatchObject({ load: "load/Last", chunks: 1 });
  });

  test("goes nowhere with the token of another organization", async () => {
    await using simulator = await simulateDeals();
    await using wrong = connectTo(simulator, { organization: "Sandbox" });
    const words = `the token belongs to ${ORGANIZATION}, not to Sandbox`;
    await expect(wrong.stage("Deals", file)).rejects.toThrow(words);
    await expect(wrong.start({ kind: "report", object: "All deals" })).rejects.toThrow(words);
    expect(await wrong.checkAvailability()).toMatchObject({
      state: "unknown",
      detail: expect.stringContaining(words),
    });
    await using right = connectTo(simulator, { organization: ORGANIZATION });
    expect((await runLoad(right, { load: "Deals", file }, QUICK)).outcome.state).toBe("succeeded");
    expect((await right.checkAvailability()).detail).toContain(ORGANIZATION);
  });
});

describe("stage", () => {
  test.for([
    ["is lost", { kind: "lose" }],
    ["is an error", { kind: "error" }],
  ] as const)("makes a new upload when the answer to its bytes %s", async ([, { kind }]) => {
    await using simulator = await simulateDeals();
    await using connector = connectTo(simulator);
    if (kind === "lose") simulator.faults.loseReply({ method: "PUT" });
    else simulator.faults.respond({ method: "PUT", status: 503, html: "<title>Slow down</title>" });
    expect((await runLoad(connector, { load: "Deals", file }, QUICK)).outcome.state).toBe("succeeded");
    expect((await callTo(simulator)("GET", "uploads/")).json.total_count).toBe(2);
    expect(simulator.ledger()).toHaveLength(1);
  });

  test("uses the verb and the place of the link that the options name", async () => {
    await using simulator = await simulateDeals();
    simulator.faults.setConditions({ uploadMethod: "POST", nestedDetails: true });
    const origins = [simulator.storageAddress];
    const uploadPointer = "/storage/links/0/href";
    await using connector = connectTo(simulator, { links: { origins, uploadPointer, uploadMethod: "POST" } });
    expect((await runLoad(connector, { load: "Deals", file }, QUICK)).outcome.state).toBe("succeeded");
    await using other = connectTo(simulator);
    const failure = await other.stage("Deals", file).catch(String);
    expect(failure).toContain("SignatureDoesNotMatch");
    expect(failure).not.toMatch(/X-Amz-Signature=[0-9a-f]/);
  });

  test("follows no link to an origin that the options do not name", async () => {
    await using simulator = await simulateDeals();
    for (const links of [{ origins: ["https://files.example"] }, {}]) {
      await using connector = connectTo(simulator, { links });
      await expect(connector.stage("Deals", file)).rejects.toMatchObject({
        code: "remote.malformed",
        message: expect.stringContaining(`leads to ${simulator.storageAddress}, which is not followed`),
      });
    }
  });

  test("tells what the firewall said, which is no word about the token", async () => {
    await using simulator = await simulateDeals();
    await using connector = connectTo(simulator);
    simulator.faults.blockByFirewall();
    await expect(connector.stage("Deals", file)).rejects.toMatchObject({
      code: "remote.rejected",
      details: { status: 403 },
      message: expect.stringContaining('an HTML page titled "403 Forbidden"'),
    });
    const refused = connectTo(simulator);
    simulator.faults.setConditions({ rightsGone: true });
    await expect(refused.stage("Deals", file)).rejects.toMatchObject({ code: "auth.rejected" });
    await refused.close();
  });

  test("sends a large file in flat memory, and its token to nobody but the API", async () => {
    await using simulator = await simulateDeals();
    let received = 0;
    const headers: unknown[] = [];
    const storage = createServer(async (request, response) => {
      headers.push(request.headers);
      for await (const piece of request) received += piece.length;
      response.end();
    });
    await new Promise<void>((resolve) => storage.listen(0, "127.0.0.1", resolve));
    const address = storage.address();
    const origin = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
    const json = JSON.stringify({ id: "1", details: { url: `${origin}/a?sign=1` } });
    simulator.faults.respond({ path: /\/import\/$/, status: 200, json });
    await using connector = connectTo(simulator, { links: { origins: [origin] } });
    const large = toLargeFile(150);
    const before = process.memoryUsage().rss;
    await connector.stage("Deals", large);
    expect(received).toBe(large.sizeBytes);
    expect(process.memoryUsage().rss - before).toBeLessThan(100 * 1024 * 1024);
    expect(headers).toEqual([expect.not.objectContaining({ authorization: expect.anything() })]);
    expect(JSON.stringify(headers)).not.toContain(TOKEN);
    await new Promise((resolve) => storage.close(resolve).closeAllConnections());
  });
});

/** A file of so many pieces of a megabyte. */
function toLargeFile(megabytes: number): StageableFile {
  const piece = Buffer.alloc(1024 * 1024, "Deal,1\n");
  const digest = createHash("sha256");
  for (let at = 0; at < megabytes; at += 1) digest.update(piece);
  return {
    ...{ name: "deals.csv", sizeBytes: megabytes * piece.byteLength },
    sha256: digest.digest("hex"),
    async *open() {
      for (let at = 0; at < megabytes; at += 1) yield piece;
    },
  };
}
