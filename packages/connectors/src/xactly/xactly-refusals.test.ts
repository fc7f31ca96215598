import { describe, expect, test } from "vitest";
import { createTextFile } from "../testing/index.js";
import {
  connectTo,
  ORDER_COLUMNS,
  orderRows,
  RESULT_COLUMNS,
  simulateOrders,
} from "./testing/simulated-orders.js";
import { createXactlyConnector } from "./xactly-connector.js";

const file = createTextFile("orders.csv", orderRows(3));

async function readAll(pieces: AsyncIterable<Uint8Array>): Promise<string> {
  let all = "";
  for await (const piece of pieces) all += Buffer.from(piece).toString("utf8");
  return all;
}

describe("createXactlyConnector", () => {
  test("names every problem of its options at once", () => {
    const rejects = { from: "order_item_validation_error", columns: [], where: "a = 1; b" };
    const options = {
      environment: "",
      address: "http://example.org/api",
      authentication: { user: "ops", password: "plain", clientId: "", consumer: "c" },
      language: { resultColumns: ["name"], invoke: "invoke pipeline", abort: "abort {id}; {id}" },
      loads: [{ pipeline: "a", file: "inbox/a.csv", rejects }],
      commands: [
        { name: "a", command: "incent calculate" },
        { name: "b", command: "invoke pipeline a" },
        { name: "c", command: "incent validate orders; incent upload orders" },
      ],
      reports: [
        { name: "a", columns: ["a b"], from: "xactly.a" },
        { name: "a", columns: ["a"], from: "a" },
      ],
      extra: 1,
    };
    const create = (given: unknown) => Reflect.apply(createXactlyConnector, undefined, [given, {}]);
    const paths = [
      "environment",
      "address: must be https:",
      "authentication.password",
      "authentication.clientId",
      "language.resultColumns: must have status_code",
      "language.invoke: must have {name} in it",
      "language.abort: must be one command",
      "loads.0.file: must be a path",
      "loads.0.rejects.columns",
      "loads.0.rejects.from: must be a table with its schema",
      "loads.0.rejects.where: must be one condition",
      "commands.0.command: must be synchronous",
      "commands.1.command: must not invoke",
      "commands.2.command: must be one command",
      "reports.0.columns.0",
      "reports.1.from",
      "extra",
    ];
    for (const path of paths) expect(() => create(options)).toThrow(path);
    const report = { name: "a", columns: ["a"], from: "xactly.a" };
    const twice = { ...options, reports: [report, report], loads: [{ pipeline: "a", file: "/../a.csv" }] };
    expect(() => create(twice)).toThrow("loads.0.file: must not lead out of the site");
    expect(() => create({ ...twice, loads: [] })).toThrow("reports: names one of them twice");
  });

  test("says by name what it was not given", async () => {
    await using simulator = await simulateOrders();
    const bare = {
      language: { resultColumns: RESULT_COLUMNS },
      loads: undefined,
      commands: undefined,
      reports: undefined,
    };
    await using connector = connectTo(simulator, bare, { dataSite: undefined });
    expect(connector.capabilities).toEqual({
      loads: false,
      processes: true,
      reports: false,
      rejects: false,
      find: true,
      cancel: false,
    });
    const unsupported = { code: "operation.unsupported" };
    const handle = await connector.start({ kind: "process", object: "credit" });
    await expect(connector.cancel(handle)).rejects.toMatchObject(unsupported);
    await expect(readAll(connector.report(handle))).rejects.toMatchObject(unsupported);
    await expect(connector.stage("load_orders", file)).rejects.toMatchObject(unsupported);
    await expect(connector.start({ kind: "load", object: "load_orders" })).rejects.toMatchObject(unsupported);
    for await (const _ of connector.rejects(handle)) expect.fail("there are no rejects");
    for await (const _ of connector.listLoads()) expect.fail("there are no loads");
  });

  test("knows no load whose pipeline the business does not have", async () => {
    await using simulator = await simulateOrders();
    await using connector = connectTo(simulator, { loads: [{ pipeline: "gone", file: "/inbox/a.csv" }] });
    await expect(connector.stage("gone", file)).rejects.toMatchObject({ code: "remote.not-found" });
  });

  test("tells nothing of the application when the login is a wrong one", async () => {
    await using simulator = await simulateOrders();
    await using stranger = connectTo(simulator, {}, { secrets: async () => "wrong" });
    expect(await stranger.checkAvailability()).toMatchObject({
      state: "unknown",
      detail: expect.stringContaining("The login is not known."),
    });
  });

  test("cannot abort a command", async () => {
    await using simulator = await simulateOrders();
    await using connector = connectTo(simulator);
    const handle = await connector.start({ kind: "process", object: "Calculate" });
    await expect(connector.cancel(handle)).rejects.toMatchObject({ code: "operation.unsupported" });
    const gone = { kind: "process", object: "credit", task: "0" } as const;
    await expect(connector.cancel(gone)).rejects.toMatchObject({ code: "remote.not-found" });
  });
});

describe("a report", () => {
  const rows = Array.from({ length: 250 }, (_, at) => [`K-${at}`, at % 2 === 0 ? 'a "b", c' : "\n"]);
  const business = {
    user: "ops@client.example",
    password: "correct horse battery",
    clientId: "client-1",
    consumer: "consumer-1",
    pipelines: [],
    tables: [{ name: "xactly.xc_payment", columns: ["key", "text"], rows }],
  };
  const report = { name: "Payments", columns: ["text", "key"], from: "xactly.xc_payment" };

  test("is read to its last page, with cells quoted where they need it", async () => {
    await using simulator = await simulateOrders({ business });
    await using connector = connectTo(simulator, { reports: [{ ...report, orderBy: ["key"] }] });
    const handle = await connector.start({ kind: "report", object: "Payments" });
    expect(await connector.poll(handle)).toMatchObject({
      outcome: { state: "succeeded", volume: { rowsRead: 250 } },
    });
    const text = await readAll(connector.report(handle));
    expect(text.startsWith('text,key\n"a ""b"", c",K-0\n"\n",K-1\n"a ""b"", c",K-10\n')).toBe(true);
    expect(text.match(/K-\d+/g)).toHaveLength(250);
  });

  test("is not half a report when the result ends early", async () => {
    await using simulator = await simulateOrders({ business });
    await using connector = connectTo(simulator, { reports: [report] });
    const handle = await connector.start({ kind: "report", object: "Payments" });
    const json = JSON.stringify({ data: { rows: [], totalRows: 250 } });
    simulator.faults.respond({ path: /start=200/, status: 200, json });
    await expect(readAll(connector.report(handle))).rejects.toMatchObject({
      code: "remote.malformed",
      message: expect.stringContaining("200 of 250"),
    });
  });

  test("never takes the words of a refusal for data, nor a row of another width", async () => {
    await using simulator = await simulateOrders();
    const seven = { name: "Seven", columns: ["a", "b", "c", "d", "e", "f", "g"], from: "xactly.none" };
    const reports = [seven, { name: "One", columns: ["a"], from: "xactly.none" }];
    const uploaded = { name: "Orders", columns: ORDER_COLUMNS, from: "xactly.xc_order_stage" };
    await using connector = connectTo(simulator, { reports: [...reports, uploaded] });
    for (const { name } of reports) {
      await expect(connector.start({ kind: "report", object: name })).rejects.toMatchObject({
        code: "remote.rejected",
        message: expect.stringContaining("There is no table xactly.none."),
      });
    }
    const json = JSON.stringify({ data: { rows: [["a"]], totalRows: 1 } });
    simulator.faults.respond({ path: /results/, status: 200, json });
    await expect(connector.start({ kind: "report", object: "Orders" })).rejects.toMatchObject({
      code: "remote.malformed",
    });
  });

  test("is gone when its result is", async () => {
    await using simulator = await simulateOrders();
    await using connector = connectTo(simulator);
    const handle = await connector.start({ kind: "report", object: "Uploaded orders" });
    const gone = { ...handle, task: `${handle.task}0` };
    await expect(readAll(connector.report(gone))).rejects.toMatchObject({ code: "remote.not-found" });
  });
});
