import { createFakeClock } from "@spm-ops/core/testing";
import { describe, expect, test } from "vitest";
import { createTextFile } from "../testing/index.js";
import { createCallCounter } from "./testing/count-calls.js";
import { connectTo, MODEL, ORDERS, orderRows, simulateOrders } from "./testing/simulated-orders.js";

const file = createTextFile("orders.csv", orderRows(3));
const LOAD = { kind: "load", object: ORDERS } as const;
const QUICK = { timeoutMs: 5_000, intervalMs: 5 };

describe("a model that sleeps", () => {
  test("is opened before anything is sent to it", async () => {
    await using simulator = await simulateOrders();
    await using connector = connectTo(simulator, { wake: QUICK });
    simulator.faults.setConditions({ asleep: true });
    await connector.stage(ORDERS, file);
    await connector.start(LOAD);
    expect(simulator.ledger()).toHaveLength(1);
  });

  test("lets a start run into its own timeout where the option says so", async () => {
    await using simulator = await simulateOrders();
    await using connector = connectTo(simulator, { wake: false, timeouts: { headersMs: 500 } });
    await connector.stage(ORDERS, file);
    simulator.faults.setConditions({ asleep: true });
    await expect(connector.start(LOAD)).rejects.toMatchObject({ code: "remote.unknown" });
  });

  test("is sent nothing when it does not open in time, and asked again by the next call", async () => {
    await using simulator = await simulateOrders({ durations: { openMs: 60_000 } });
    await using connector = connectTo(simulator, { wake: { timeoutMs: 20, intervalMs: 5 } });
    simulator.faults.setConditions({ asleep: true });
    await expect(connector.start(LOAD)).rejects.toMatchObject({
      code: "remote.unavailable",
      message: expect.stringContaining("(Opening); nothing else was sent"),
    });
    expect(simulator.ledger()).toEqual([]);
    simulator.faults.clear();
    await connector.stage(ORDERS, file);
    await connector.start(LOAD);
  });

  test("is asked once by callers that come at once, and again only after 55 minutes of silence", async () => {
    const clock = createFakeClock();
    await using simulator = await simulateOrders({ clock, model: MODEL });
    const limiter = createCallCounter();
    await using connector = connectTo(simulator, {}, { clock, limiter });
    const list = () => connector.listLoads()[Symbol.asyncIterator]().next();
    const callsOf = async (work: () => Promise<unknown>) => {
      const before = limiter.calls();
      await work();
      return limiter.calls() - before;
    };
    expect(await callsOf(() => Promise.all([list(), list()]))).toBe(4);
    expect(await callsOf(list)).toBe(1);
    clock.advance(54 * 60_000);
    expect(await callsOf(list)).toBe(1);
    clock.advance(56 * 60_000);
    expect(await callsOf(list)).toBe(3);
  });

  test("costs a load of one chunk no call when it is awake and known", async () => {
    await using simulator = await simulateOrders();
    const limiter = createCallCounter();
    await using connector = connectTo(simulator, {}, { limiter });
    const load = async () => {
      await connector.stage(ORDERS, file);
      await connector.start(LOAD);
    };
    await load();
    // Awake: open, status. Known: the imports, and what this one reads. Then announce, chunk, start.
    expect(limiter.calls()).toBe(7);
    await load();
    expect(limiter.calls()).toBe(7 + 3);
  });

  test.for([
    ["404", 404],
    ["422", 422],
    ["424", 424],
    ["403", 403],
    ["503", 503],
  ] as const)("is worked with although the question is answered by %s", async ([, status]) => {
    await using simulator = await simulateOrders();
    await using connector = connectTo(simulator, { retry: { attempts: 1 } });
    simulator.faults.respond({ method: "POST", path: /\/open$/, status });
    await connector.stage(ORDERS, file);
    await connector.start(LOAD);
    expect(simulator.ledger()).toHaveLength(1);
  });

  test("costs a wrong password no second login", async () => {
    await using simulator = await simulateOrders();
    await using connector = connectTo(simulator, {}, { secrets: async () => "wrong" });
    const hidden: string[] = [];
    simulator.faults.respond({ path: /token\/authenticate/, status: 401 });
    simulator.faults.respond({ path: /token\/authenticate/, status: 503, times: 9 });
    await connector
      .start(LOAD)
      .catch((error: unknown) => hidden.push(String(Reflect.get(Object(error), "code"))));
    expect(hidden).toEqual(["auth.rejected"]);
  });

  test("is not woken by a look at it, nor waited for by who gives up", async () => {
    await using simulator = await simulateOrders({ durations: { openMs: 60_000 } });
    await using connector = connectTo(simulator, { wake: QUICK });
    simulator.faults.setConditions({ asleep: true });
    expect(await connector.checkAvailability()).toMatchObject({ state: "up" });
    const controller = new AbortController();
    const start = connector.start(LOAD, { signal: controller.signal });
    setImmediate(() => controller.abort("enough"));
    await expect(start).rejects.toBe("enough");
  });
});
