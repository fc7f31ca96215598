import { createHash } from "node:crypto";
import { createRedactor, isSpmError } from "@spm-ops/core";
import { createFakeClock } from "@spm-ops/core/testing";
import { describe, expect, test } from "vitest";
import { runLoad } from "../contract/run-load.js";
import type { Handle, SpmConnector } from "../contract/spm-connector.js";
import { waitForOutcome } from "../contract/wait-for-outcome.js";
import { createTextFile } from "../testing/index.js";
import { createOracleIcmConnector } from "./oracle-icm-connector.js";
import {
  ACCOUNT,
  CLIENT_SECRET,
  connectTo,
  IMPORT_LOAD,
  JOB_LOAD,
  PACKAGE,
  simulateTransactions,
  toTokenLogin,
  transactionRows,
} from "./testing/simulated-transactions.js";

const QUICK = { intervals: [{ afterMs: 0, everyMs: 10 }] };
const file = createTextFile("transactions.csv", transactionRows(3));
const UNSUPPORTED = { code: "operation.unsupported" };

async function read(pieces: AsyncIterable<Uint8Array>): Promise<string> {
  const all: Uint8Array[] = [];
  for await (const piece of pieces) all.push(piece);
  return Buffer.concat(all).toString();
}

async function runReport(connector: SpmConnector, object: string): Promise<Handle> {
  const handle = await connector.start({ kind: "report", object });
  await waitForOutcome(connector, handle, QUICK);
  return handle;
}

describe("createOracleIcmConnector", () => {
  test("names every problem of its options at once", () => {
    const options = {
      environment: "",
      address: "http://client.fa.example",
      resourceVersion: "newest",
      authentication: { kind: "basic", user: "a:b", password: "plain" },
      loads: {
        one: { kind: "job", account: "", package: "/a,b", definition: "x/y", parameters: ["1,2"] },
        two: { ...IMPORT_LOAD, attributes: { Activate: "YES" } },
      },
      processes: { calculate: { package: PACKAGE, definition: "Calculate", parameters: ["{documentId}"] } },
      reports: { all: { kind: "resource", resource: "a?b", fields: [], orderBy: "Id" } },
    };
    const create = () => Reflect.apply(createOracleIcmConnector, undefined, [options, {}]);
    for (const words of [
      /environment:/,
      /address: must be https:/,
      /resourceVersion: is "latest"/,
      /authentication\.user: must hold no colon/,
      /authentication\.password:/,
      /loads\.one\.account:/,
      /loads\.one\.package: must hold no comma/,
      /loads\.one\.definition:/,
      /loads\.one\.parameters\.0: must hold no comma/,
      /loads\.two\.attributes: Activate/,
      /processes\.calculate\.parameters\.0: names a file/,
      /reports\.all\.resource:/,
      /reports\.all\.fields:/,
    ]) {
      expect(create).toThrow(words);
    }
  });

  test("needs to be told how import activities tell their state", () => {
    expect(() => connectTo({ address: "https://a.example" }, { importActivities: undefined })).toThrow(
      /importActivities: is needed for loads of the kind import-activity/,
    );
  });

  test("says by name what it cannot do", async () => {
    await using simulator = await simulateTransactions();
    await using connector = connectTo(simulator, { loads: { Jobs: JOB_LOAD } });
    expect(connector.capabilities).toMatchObject({ find: false, cancel: false, rejects: true });
    const handle = await connector.start({ kind: "process", object: "Calculate" });
    await expect(connector.cancel(handle)).rejects.toMatchObject(UNSUPPORTED);
    await expect(read(connector.report(handle))).rejects.toMatchObject(UNSUPPORTED);
    const request = { kind: "process", object: "Calculate" } as const;
    expect(await connector.find({ request, since: 0 })).toMatchObject({ state: "unknown" });
  });

  test("asks for a token anew before it ends, and tells a wrong secret from an application that is down", async () => {
    const clock = createFakeClock();
    await using simulator = await simulateTransactions({ clock });
    let logins = 0;
    const secrets = async () => {
      logins += 1;
      return CLIENT_SECRET;
    };
    const authentication = toTokenLogin(simulator);
    const services = { clock, secrets, redactor: createRedactor() };
    await using connector = connectTo(simulator, { authentication }, services);
    const check = () => connector.checkAvailability();
    expect(await Promise.all([check(), check()])).toMatchObject([{ state: "up" }, { state: "up" }]);
    clock.advance(3_530_000);
    await check();
    expect(logins).toBe(1);
    clock.advance(15_000);
    expect(await check()).toMatchObject({ state: "up" });
    expect(logins).toBe(2);
    await using stranger = connectTo(simulator, { authentication }, { secrets: async () => "wrong" });
    expect(await stranger.checkAvailability()).toMatchObject({ state: "unknown" });
  });

  test("hands on the vendor's own words, structured or not", async () => {
    await using simulator = await simulateTransactions();
    await using connector = connectTo(simulator, { probe: "nothing" });
    const { state, detail } = await connector.checkAvailability();
    expect([state, detail]).toEqual([
      "unknown",
      expect.stringContaining("404, The resource does not exist."),
    ]);
  });
});

describe("stage", () => {
  test.for([
    ["nothing", "Transactions", createTextFile("a.csv", ""), "is empty"],
    ["too long a name", "Transactions", { ...file, name: `${"x".repeat(150)}.csv` }, "154 characters"],
    ["what is no zip", "Zipped", file, "is no zip"],
  ] as const)("refuses %s before it sends anything", async ([, load, each, words]) => {
    const loads = { Transactions: IMPORT_LOAD, Zipped: { ...JOB_LOAD, pack: "none" } } as const;
    await using connector = connectTo({ address: "http://127.0.0.1:9" }, { loads });
    await expect(connector.stage(load, each)).rejects.toMatchObject({
      code: "file.refused",
      message: expect.stringContaining(words),
    });
  });

  test("hands on the vendor's refusal of an account", async () => {
    await using simulator = await simulateTransactions();
    const loads = { Transactions: { ...IMPORT_LOAD, account: `${ACCOUNT}other` } };
    await using connector = connectTo(simulator, { loads });
    await expect(connector.stage("Transactions", file)).rejects.toMatchObject({
      code: "remote.rejected",
      message: expect.stringContaining("is invalid"),
    });
  });

  test("makes no document of bytes that are not the promised ones", async () => {
    await using simulator = await simulateTransactions();
    await using connector = connectTo(simulator);
    for (const load of ["Transactions", "Transactions by job"]) {
      const changed = { ...file, sha256: "0".repeat(64) };
      await expect(connector.stage(load, changed)).rejects.toMatchObject({ code: "file.digest-mismatch" });
    }
    // The first document of an environment has this number.
    expect(await connector.stage("Transactions by job", file)).toMatchObject({ reference: "1200001" });
  });

  test("sends a file of any size in flat memory", async () => {
    await using simulator = await simulateTransactions();
    await using connector = connectTo(simulator);
    const piece = Buffer.alloc(1024 * 1024, "Number,Participant,Amount\n");
    const pieces = 96;
    const digest = createHash("sha256");
    for (let at = 0; at < pieces; at += 1) digest.update(piece);
    let largest = 0;
    const large = {
      name: "large.csv",
      sizeBytes: pieces * piece.byteLength,
      sha256: digest.digest("hex"),
      async *open() {
        for (let at = 0; at < pieces; at += 1) {
          largest = Math.max(largest, process.memoryUsage().arrayBuffers);
          yield piece;
        }
      },
    };
    const before = process.memoryUsage().arrayBuffers;
    await connector.stage("Transactions", large);
    expect(largest - before).toBeLessThan(64 * 1024 * 1024);
  }, 60_000);
});

describe("start", () => {
  test("is refused with status 200, and then nothing was submitted", async () => {
    await using simulator = await simulateTransactions();
    await using connector = connectTo(simulator);
    simulator.faults.setConditions({ refusesJobs: true });
    await expect(connector.start({ kind: "process", object: "Calculate" })).rejects.toMatchObject({
      code: "remote.rejected",
      message: expect.stringContaining("request -1"),
    });
    expect(simulator.ledger()).toEqual([]);
  });

  test("needs what was staged for this very load", async () => {
    await using simulator = await simulateTransactions();
    await using connector = connectTo(simulator);
    const staged = await connector.stage("Transactions", file);
    const start = connector.start({ kind: "load", object: "Transactions by job", staged });
    await expect(start).rejects.toMatchObject({ code: "config.invalid" });
  });

  test("names what was uploaded in the parameters of a job", async () => {
    await using simulator = await simulateTransactions();
    const loads = { Jobs: { ...JOB_LOAD, warning: "failed" } } as const;
    await using connector = connectTo(simulator, { loads });
    const broken = createTextFile(
      "transactions.csv",
      transactionRows(5, (row) => row === 2),
    );
    const { outcome, handle } = await runLoad(connector, { load: "Jobs", file: broken }, { polling: QUICK });
    expect(outcome).toMatchObject({ state: "failed", rawStatus: "WARNING" });
    const logs: Record<string, string> = {};
    for await (const each of connector.rejects(handle ?? { kind: "load", object: "", task: "" })) {
      logs[each.name] = await read(each.bytes);
    }
    expect(Object.keys(logs)).toEqual([`${handle?.task}.log`, `${handle?.task}.out`]);
    expect(Object.values(logs)[0]).toContain("(1200001,transactions.csv.zip,#NULL)");
  });

  test("of an activity can be found by its id alone, and cancelled", async () => {
    await using simulator = await simulateTransactions({ durations: { importMs: 60_000 } });
    await using connector = connectTo(simulator);
    const staged = await connector.stage("Transactions", file);
    const request = { kind: "load", object: "Transactions", staged } as const;
    expect(await connector.find({ request, since: 0 })).toEqual({ state: "absent" });
    const { reference: _, ...unreferenced } = staged;
    const lost = { ...request, staged: unreferenced };
    expect(await connector.find({ request: lost, since: 0 })).toMatchObject({ state: "unknown" });
    const handle = await connector.start(request);
    expect(await connector.poll(handle)).toEqual({ state: "running", rawStatus: "WAITING" });
    await connector.cancel(handle);
    expect(await connector.poll(handle)).toMatchObject({ outcome: { state: "cancelled" } });
  });
});

describe("report", () => {
  test("waits for the file of an export, and hands out the archive where that is declared", async () => {
    await using simulator = await simulateTransactions();
    await using connector = connectTo(simulator);
    await runLoad(connector, { load: "Transactions", file }, { polling: QUICK });
    const handle = await runReport(connector, "Transactions packed");
    expect((await read(connector.report(handle))).slice(0, 2)).toBe("PK");
    simulator.faults.setConditions({ withholdsExports: true });
    expect(await connector.poll(handle)).toEqual({
      state: "running",
      rawStatus: "SUCCEEDED, its file is not there yet",
    });
    await expect(read(connector.report(handle))).rejects.toMatchObject({ code: "remote.not-found" });
  });

  test("refuses to guess which of several files is meant", async () => {
    await using simulator = await simulateTransactions();
    const report = { kind: "export", package: PACKAGE, definition: "Calculate", extract: ["LOG"] } as const;
    await using connector = connectTo(simulator, { reports: { Logs: report } });
    const handle = await runReport(connector, "Logs");
    await expect(read(connector.report(handle))).rejects.toThrow("it holds no file but logs");
  });

  test("reads to the last page, also where the vendor does not tell that there is one", async () => {
    await using simulator = await simulateTransactions();
    const report = { kind: "resource", resource: "untold", fields: ["Id"], orderBy: "Id" } as const;
    await using connector = connectTo(simulator, {
      reports: { All: report, One: { ...report, q: "Id=2" }, Wrong: { ...report, fields: ["No"] } },
    });
    expect(await read(connector.report(await runReport(connector, "All")))).toBe("Id\n1\n2\n3\n");
    expect(await read(connector.report(await runReport(connector, "One")))).toBe("Id\n2\n");
    const wrong = await read(connector.report(await runReport(connector, "Wrong"))).catch(
      (error: unknown) => error,
    );
    expect(isSpmError(wrong, "remote.rejected")).toBe(true);
  });

  test("leaves numbers as they are written, and quotes what has to be", async () => {
    await using simulator = await simulateTransactions();
    const report = { kind: "resource", resource: "untold", fields: ["Id", "Name"], orderBy: "Id" } as const;
    await using connector = connectTo(simulator, { reports: { All: report } });
    const handle = await runReport(connector, "All");
    const json =
      '{"items":[{"Id":300100071623851234567,"Amount":{},"Name":"a,\\"b\\""},{"Id":1.50}],"hasMore":false}';
    simulator.faults.respond({ path: /untold/, status: 200, json });
    expect(await read(connector.report(handle))).toBe('Id,Name\n300100071623851234567,"a,""b"""\n1.50,\n');
  });
});
