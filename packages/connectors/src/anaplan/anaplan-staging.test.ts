import { createFakeClock } from "@spm-ops/core/testing";
import { describe, expect, test } from "vitest";
import { createTextFile } from "../testing/index.js";
import { createCallCounter } from "./testing/count-calls.js";
import { connectTo, ORDERS, orderRows, simulateOrders } from "./testing/simulated-orders.js";

const HOUR_MS = 3_600_000;
const LOAD = { kind: "load", object: ORDERS } as const;
const file = createTextFile("orders.csv", orderRows(3));
const metadata = (source: object) =>
  JSON.stringify({ status: { code: 200 }, importMetadata: { name: "Orders", type: "FILE", source } });

describe("the header of a file", () => {
  test("is compared with what the import reads before anything is sent", async () => {
    await using simulator = await simulateOrders();
    await using connector = connectTo(simulator);
    const wrong = createTextFile("orders.csv", 'order ,"AMOUNT",Note\n1,2,3\n');
    await expect(connector.stage(ORDERS, wrong)).rejects.toMatchObject({
      code: "file.refused",
      details: {
        reason: [
          'has no column Order (did you mean it by "order"?)',
          "has no column Region",
          'has no column Amount (did you mean it by "AMOUNT"?)',
          "has the header order, AMOUNT, Note",
        ].join("; "),
      },
    });
  });

  test("may hold more columns, quotes and a byte-order mark", async () => {
    await using simulator = await simulateOrders();
    await using connector = connectTo(simulator);
    const header = '\uFEFF"Amount","a ""note"", and more",Region,Order\r\n';
    const quoted = createTextFile("orders.csv", `${header}1,x,North,O-1\n`);
    expect((await connector.stage(ORDERS, quoted)).chunks).toBe(1);
  });

  test("is asked for once, and not at all where the option says so", async () => {
    await using simulator = await simulateOrders();
    const callsOf = async (checkHeader: boolean) => {
      const limiter = createCallCounter();
      await using connector = connectTo(simulator, { wake: false, upload: { checkHeader } }, { limiter });
      for (let times = 0; times < 3; times += 1) await connector.stage(ORDERS, file);
      return limiter.calls();
    };
    expect(await callsOf(false)).toBe(1 + 3 * 2);
    expect(await callsOf(true)).toBe(1 + 3 * 2 + 1);
  });

  test.for([
    [
      "has no header row",
      { headerRow: 0, headerNames: ["Order"], columnSeparator: ",", textEncoding: "UTF-8" },
    ],
    [
      "is in an encoding of another kind",
      { headerRow: 1, headerNames: ["X"], columnSeparator: ",", textEncoding: "UTF-16LE" },
    ],
    [
      "is told without a separator",
      { headerRow: 1, headerNames: ["X"], columnSeparator: "", textEncoding: "UTF-8" },
    ],
    [
      "has other quotes",
      { headerRow: 1, headerNames: ["X"], columnSeparator: ",", textDelimiter: "'", textEncoding: "UTF-8" },
    ],
    [
      "is told without names",
      { headerRow: 1, headerNames: [null], columnSeparator: ",", textEncoding: "UTF-8" },
    ],
  ] as const)("is not judged when it %s", async ([, source]) => {
    await using simulator = await simulateOrders();
    await using connector = connectTo(simulator);
    simulator.faults.respond({ path: /imports\/\d+$/, status: 200, json: metadata(source) });
    expect((await connector.stage(ORDERS, file)).load).toBe(ORDERS);
  });

  test("is not judged by who may not see what the import reads", async () => {
    await using simulator = await simulateOrders();
    await using connector = connectTo(simulator);
    simulator.faults.respond({ path: /imports\/\d+$/, status: 404 });
    expect((await connector.stage(ORDERS, createTextFile("orders.csv", "x\n"))).load).toBe(ORDERS);
  });

  test("is needed: an empty file is refused", async () => {
    await using simulator = await simulateOrders();
    await using connector = connectTo(simulator, { upload: { checkHeader: false } });
    await expect(connector.stage(ORDERS, createTextFile("orders.csv", ""))).rejects.toMatchObject({
      code: "file.refused",
      details: { reason: "is empty" },
    });
  });
});

describe("an upload", () => {
  test("that the vendor may have forgotten is not loaded, until it is staged again", async () => {
    const clock = createFakeClock();
    await using simulator = await simulateOrders({ clock });
    await using connector = connectTo(simulator, {}, { clock });
    await connector.stage(ORDERS, file);
    clock.advance(46 * HOUR_MS);
    await connector.start(LOAD);
    clock.advance(46 * HOUR_MS);
    await connector.start(LOAD);
    clock.advance(47 * HOUR_MS);
    await expect(connector.start(LOAD)).rejects.toMatchObject({
      code: "file.not-found",
      message: expect.stringContaining("47 hours ago"),
    });
    expect(simulator.ledger()).toHaveLength(2);
    await connector.stage(ORDERS, file);
    await connector.start(LOAD);
  });
});
