import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { SpmConnector } from "../contract/spm-connector.js";
import { createFolderSite } from "../simulator/folder-site.js";
import { failureOf, textOf } from "../testing/expectations.js";
import { createTextFile } from "../testing/index.js";
import type { HttpProfile, LoadTemplates } from "./http-profile.js";
import type { FileBody } from "./request-template.js";
import {
  CARRIED_LOADS,
  CLIENT,
  connectTo,
  orderRows,
  STAGED_LOADS,
  simulatePlain,
  toPlainProfile,
} from "./testing/simulated-plain.js";

const orders = createTextFile("orders.csv", orderRows(40));

async function startBoth(changed: Partial<HttpProfile> = {}, options: object = {}) {
  const simulator = await simulatePlain();
  const profile = toPlainProfile(simulator.address, changed);
  const connector = connectTo(simulator, { profile, ...options });
  return {
    simulator,
    connector,
    async [Symbol.asyncDispose]() {
      await connector.close();
      await simulator.close();
    },
  };
}

async function loadOrders(connector: SpmConnector, file = orders) {
  const staged = await connector.stage("orders", file);
  return connector.start({ kind: "load", object: "orders", staged });
}

function stagedBy(path: string, body: FileBody): LoadTemplates {
  return { ...STAGED_LOADS, stage: { request: { method: "POST", path, body }, reference: "/file/id" } };
}

describe("authentication", () => {
  test.for([
    { kind: "basic", user: CLIENT, password: "env:PLAIN_SECRET" },
    { kind: "bearer", token: "env:PLAIN_KEY" },
    { kind: "header", name: "X-Api-Key", value: "env:PLAIN_KEY" },
  ] as const)("is by $kind", async (authentication) => {
    await using both = await startBoth({ authentication });
    expect(await both.connector.checkAvailability()).toMatchObject({
      state: "up",
      detail: 'It says "open".',
    });
  });

  test("may tell the client in the body of the question for a token", async () => {
    await using simulator = await simulatePlain();
    const { authentication, ...profile } = toPlainProfile(simulator.address);
    if (authentication.kind !== "client-credentials") return expect.fail();
    const inBody = { ...authentication, clientIn: "body", fields: { scope: "all" } } as const;
    await using connector = connectTo(simulator, { profile: { ...profile, authentication: inBody } });
    expect(await connector.checkAvailability()).toMatchObject({ state: "up" });
  });

  test("that is refused tells nothing of the application", async () => {
    const authentication = { kind: "bearer", token: "env:PLAIN_KEY", scheme: "Token" } as const;
    await using both = await startBoth({ authentication });
    expect(await both.connector.checkAvailability()).toMatchObject({ state: "unknown" });
  });
});

describe("a file", () => {
  test.for([
    ["in a form", "/v1/feeds/{object}/files", { kind: "multipart", field: "file", fields: { as: "{file}" } }],
    [
      "as rows in JSON",
      "/v1/feeds/{object}/rows",
      { kind: "rows", value: { of: "{bytes}", rows: "{rows}" } },
    ],
  ] as const)("is staged %s", async ([, path, body]) => {
    await using both = await startBoth({ loads: stagedBy(path, body) });
    const { connector } = both;
    expect(await connector.poll(await loadOrders(connector))).toMatchObject({
      outcome: { state: "succeeded", volume: { rowsRead: 40, rowsWritten: 40, rowsRejected: 0 } },
    });
    const report = await connector.start({ kind: "report", object: "Orders again" });
    expect(await textOf(connector.report(report))).toBe(orderRows(40));
  });

  test.for([
    ["Order,Region\nO-1\n", "line 2 has 1 cells, the header 2"],
    ["Order,Order\n1,2\n", "its header names a column twice"],
    ["", "is empty"],
  ] as const)("whose rows cannot be sent is refused before anything is: %j", async ([text, why]) => {
    const body = { kind: "rows", value: { rows: "{rows}" } } as const;
    await using both = await startBoth({ loads: stagedBy("/v1/feeds/{object}/rows", body) });
    const { connector, simulator } = both;
    await connector.listLoads()[Symbol.asyncIterator]().next();
    simulator.faults.respond({ path: /rows/, status: 500 });
    const failure = await failureOf(
      connector.stage("orders", createTextFile("bad.csv", text)),
      "file.refused",
    );
    expect(failure.message).toContain(why);
  });

  test("that a start carries needs a place to wait in", async () => {
    await using both = await startBoth({ loads: CARRIED_LOADS }, { loads: { orders: {} } });
    const { connector, simulator } = both;
    expect(connector.capabilities).toMatchObject({ loads: false, cancel: false, rejects: true, find: true });
    await failureOf(connector.stage("orders", orders), "operation.unsupported");
    const folder = await mkdtemp(join(tmpdir(), "waiting-"));
    const profile = toPlainProfile(simulator.address, { loads: CARRIED_LOADS });
    const waitingSite = createFolderSite(folder);
    await using waiting = connectTo(simulator, { profile, loads: { orders: {} } }, { waitingSite });
    const handle = await loadOrders(waiting);
    await using restarted = connectTo(simulator, { profile, loads: { orders: {} } });
    expect(await restarted.poll(handle)).toMatchObject({ outcome: { state: "succeeded" } });
    await rm(folder, { recursive: true });
  });
});

describe("a word that the profile does not know", () => {
  test.for([
    [undefined, { state: "running", rawStatus: "odd" }],
    ["unknown", { outcome: { state: "unknown", rawStatus: "odd" } }],
  ] as const)("is %s", async ([otherWords, poll]) => {
    await using both = await startBoth({
      loads: { ...STAGED_LOADS, poll: { ...STAGED_LOADS.poll, otherWords } },
    });
    both.simulator.faults.setConditions({ ends: ["odd"] });
    expect(await both.connector.poll(await loadOrders(both.connector))).toMatchObject(poll);
  });
});

describe("what the profile leaves out", () => {
  test("cannot be done, and fails by name", async () => {
    const { list, stage, start, poll } = STAGED_LOADS;
    const loads = { list, stage, start, poll };
    await using both = await startBoth({
      loads,
      reports: undefined,
      processes: undefined,
      availability: undefined,
    });
    const { connector } = both;
    expect(connector.capabilities).toEqual({
      ...{ loads: true, processes: false, reports: false, rejects: false, find: false, cancel: false },
    });
    const handle = await loadOrders(connector);
    const request = { kind: "load", object: "orders" } as const;
    await failureOf(connector.find({ request, since: 0 }), "operation.unsupported");
    await failureOf(connector.cancel(handle), "operation.unsupported");
    await failureOf(textOf(connector.report(handle)), "operation.unsupported");
    await failureOf(connector.start({ kind: "process", object: "Commission" }), "operation.unsupported");
    expect(() => connector.listReports()).toThrow(/says nothing of reports/);
    expect(await connector.checkAvailability()).toMatchObject({ state: "unknown" });
  });

  test("does not make a start absent: a list that may not be whole proves nothing", async () => {
    const { find } = STAGED_LOADS;
    if (find === undefined) return expect.fail();
    await using both = await startBoth({
      loads: { ...STAGED_LOADS, find: { ...find, provesAbsence: false } },
    });
    const request = { kind: "load", object: "orders" } as const;
    const since = Date.now();
    expect(await both.connector.find({ request, since })).toMatchObject({ state: "unknown" });
  });
});

describe("a refusal", () => {
  test("is busy by the statuses of the profile, and only by those", async () => {
    await using both = await startBoth({ busyStatuses: [422] });
    const { connector, simulator } = both;
    const request = { kind: "process", object: "Commission" } as const;
    simulator.faults.respond({ method: "POST", path: /runs/, status: 422 });
    await failureOf(connector.start(request), "remote.busy");
    simulator.faults.respond({ method: "POST", path: /runs/, status: 400 });
    await failureOf(connector.start(request), "remote.rejected");
  });

  test("of a file that was staged for another load comes before anything is sent", async () => {
    await using both = await startBoth();
    const staged = await both.connector.stage("orders", orders);
    const request = { kind: "load", object: "products", staged } as const;
    await failureOf(both.connector.start(request), "config.invalid");
    await failureOf(both.connector.start({ kind: "load", object: "orders" }), "config.invalid");
    expect(both.simulator.ledger()).toEqual([]);
  });
});

describe("a download", () => {
  const download = { request: { method: "GET", path: "/v1/runs/{task}/results" } } as const;

  test("is the answer itself where no link is told, but never a page", async () => {
    await using simulator = await simulatePlain();
    const { reports, ...profile } = toPlainProfile(simulator.address);
    if (reports === undefined) return expect.fail();
    const direct = { ...profile, reports: { ...reports, download } };
    await using connector = connectTo(simulator, { profile: direct });
    await loadOrders(connector);
    const handle = await connector.start({ kind: "report", object: "Orders again" });
    expect(await textOf(connector.report(handle))).toBe(orderRows(40));
    simulator.faults.maintenance();
    await failureOf(textOf(connector.report(handle)), "remote.malformed");
  });

  test("follows a link to another host only where the options name it, and takes no credential there", async () => {
    const seen: (string | undefined)[] = [];
    const store = createServer((incoming, response) => {
      seen.push(incoming.headers.authorization);
      response.end("bytes of a store");
    });
    await new Promise<void>((resolve) => store.listen(0, "127.0.0.1", resolve));
    const { port }: AddressInfo = Object(store.address());
    const origin = `http://127.0.0.1:${port}`;
    const linked = JSON.stringify({ links: [{ href: `${origin}/a?signature=0123456789abcdef01` }] });
    const handle = { kind: "report", object: "orders-again", task: "r-1" } as const;
    for (const linkOrigins of [[], [origin]]) {
      await using both = await startBoth({}, { linkOrigins });
      both.simulator.faults.respond({ path: /runs/, status: 200, json: linked });
      const text = textOf(both.connector.report(handle));
      if (linkOrigins.length > 0) expect(await text).toBe("bytes of a store");
      else expect((await failureOf(text, "remote.malformed")).message).not.toContain("0123456789abcdef01");
    }
    expect(seen).toEqual([undefined]);
    store.closeAllConnections();
    await new Promise((resolve) => store.close(resolve));
  });
});

describe("a request", () => {
  test("carries its own headers once each, in ASCII, and asks a download for anything", async () => {
    const seen: (readonly (string | undefined)[])[] = [];
    const server = createServer(({ url, headers }, response) => {
      seen.push([url, headers.accept, String(headers["x-file"]), headers["content-type"]]);
      response.setHeader("content-type", "application/json");
      response.end('{"file":{"id":"f-1"}}');
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port }: AddressInfo = Object(server.address());
    const address = `http://127.0.0.1:${port}`;
    const headers = { Accept: "text/plain", "X-File": "{file}", "Content-Type": "text/tab-separated-values" };
    const query = { as: "{file}" };
    const body = { kind: "file" } as const;
    const { list, ...templates } = STAGED_LOADS;
    const stage = { request: { method: "PUT", path: "/{object}", query, headers, body } } as const;
    const loads = { ...templates, find: undefined, stage: { ...stage, reference: "/file/id" } };
    const authentication = { kind: "bearer", token: "env:PLAIN_KEY" } as const;
    const profile = toPlainProfile(address, { loads, authentication });
    await using connector = connectTo({ address }, { profile, loads: { orders: { code: "a/b" } } });
    await connector.stage("orders", createTextFile("März &c.csv", "a\n"));
    const handle = { kind: "load", object: "load/orders", task: "r 1" } as const;
    for await (const { bytes } of connector.rejects(handle)) await textOf(bytes);
    expect(seen).toEqual([
      ["/a%2Fb?as=M%C3%A4rz+%26c.csv", "text/plain", "M%C3%A4rz &c.csv", "text/tab-separated-values"],
      ["/v1/runs/r%201/refused", "*/*", "undefined", undefined],
    ]);
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
});

describe("a list", () => {
  test("is read page by page by a field of the query as well, and never in circles", async () => {
    await using both = await startBoth({
      loads: {
        ...STAGED_LOADS,
        list: {
          ...{ request: { method: "GET", path: "/v1/feeds" }, items: "/entries", id: "/id" },
          next: { pointer: "/next", query: "page" },
        },
      },
    });
    const { connector, simulator } = both;
    const page = (next: unknown) => JSON.stringify({ entries: [{ id: `f${next}` }], next });
    for (const next of [2, 3, 2]) simulator.faults.respond({ path: /feeds/, status: 200, json: page(next) });
    const seen: string[] = [];
    const read = async () => {
      for await (const { id } of connector.listLoads()) seen.push(id);
    };
    const failure = await failureOf(read(), "remote.malformed");
    expect(failure.message).toContain("read already");
    expect(seen).toEqual(["f2", "f3", "f2"]);
  });
});
