import { type SpmErrorCode, systemClock } from "@spm-ops/core";
import { createFakeClock } from "@spm-ops/core/testing";
import { describe, expect, test } from "vitest";
import { waitForOutcome } from "../contract/wait-for-outcome.js";
import { createTextFile } from "../testing/index.js";
import type { VaricentSimulatorOptions } from "./simulator/index.js";
import { connectTo, orderRows, simulateOrders } from "./testing/simulated-orders.js";
import type { VaricentOptions } from "./varicent-options.js";

const QUICK = { intervals: [{ afterMs: 0, everyMs: 10 }] };
const file = createTextFile("orders.csv", orderRows(3));
const failure = (code: SpmErrorCode) => expect.objectContaining({ code });

/** A model and a connector that live by a clock which tests move. */
async function startBoth(
  simulated: Partial<VaricentSimulatorOptions> = {},
  options: Partial<VaricentOptions> = {},
) {
  const clock = createFakeClock();
  const simulator = await simulateOrders({ clock, ...simulated });
  const connector = connectTo(
    simulator,
    { activities: { settleMs: 0, gapMs: 5_000 }, ...options },
    { clock },
  );
  return {
    clock,
    simulator,
    connector,
    async [Symbol.asyncDispose]() {
      await connector.close();
      await simulator.close();
    },
  };
}

describe("poll", () => {
  test("follows a run from the live to the completed activities, over the moment in which neither shows it", async () => {
    await using both = await startBoth({ durations: { runMs: 10_000, gapMs: 2_000 } });
    const { clock, connector } = both;
    const handle = await connector.start({ kind: "process", object: "Commission" });
    expect(handle).toMatchObject({ object: "calculation/7", task: expect.stringMatching(/^4711@2026-/) });
    clock.advance(6_000);
    expect(await connector.poll(handle)).toEqual({ state: "running", rawStatus: "Running", progress: 0.6 });
    clock.advance(5_000);
    expect(await connector.poll(handle)).toEqual({ state: "running", rawStatus: "in no list" });
    clock.advance(2_000);
    expect(await connector.poll(handle)).toEqual({
      state: "finished",
      outcome: {
        state: "succeeded",
        volume: {},
        rawStatus: "Completed",
        message: "Calculation Commission calculated successfully.",
      },
    });
  });

  test("falls back on the list where a server does not know one live activity", async () => {
    await using both = await startBoth({ durations: { runMs: 10_000 } });
    const { simulator, connector } = both;
    simulator.faults.setConditions({ knowsListsOnly: true });
    const handle = await connector.start({ kind: "process", object: "Nightly" });
    expect(await connector.poll(handle)).toMatchObject({ state: "running", rawStatus: "Running" });
  });

  test("takes no other run's end for ours where a server takes no filter", async () => {
    await using both = await startBoth({ durations: { runMs: 0, gapMs: 10_000 } });
    const { simulator, connector } = both;
    const handle = await connector.start({ kind: "process", object: "Commission" });
    const json = JSON.stringify([{ progressId: 1, status: "Completed", message: "Ended successfully." }]);
    simulator.faults.respond({ path: /completedactivities/, status: 200, json });
    expect(await connector.poll(handle)).toEqual({ state: "running", rawStatus: "in no list" });
  });

  test("does not know how a job ended that no list shows any more, once its patience ends", async () => {
    await using both = await startBoth();
    const { clock, simulator, connector } = both;
    await connector.stage("Orders", file);
    const handle = await connector.start({ kind: "load", object: "Orders" });
    simulator.faults.setConditions({ forgetsActivities: true });
    expect((await connector.poll(handle)).state).toBe("running");
    clock.advance(5_000);
    expect(await connector.poll(handle)).toMatchObject({
      outcome: { state: "unknown", rawStatus: "in no list" },
    });
  });

  test.for([
    ["Failed", "failed"],
    ["Cancelled", "cancelled"],
    ["with errors", "unknown"],
  ] as const)("takes a run that ends %s as %s", async ([end, state]) => {
    await using both = await startBoth();
    const { simulator, connector } = both;
    simulator.faults.setConditions({ ends: [end, end] });
    const job = await connector.start({ kind: "process", object: "calculation/7" });
    expect(await connector.poll(job)).toMatchObject({ outcome: { state, volume: {} } });
    const item = await connector.start({ kind: "process", object: "Nightly" });
    if (end !== "with errors") expect(await connector.poll(item)).toMatchObject({ outcome: { state } });
  });

  test("does not know what a message of another language says, unless it is told", async () => {
    await using both = await startBoth({}, { activities: { successWords: ["erfolgreich", "calculated"] } });
    const handle = await both.connector.start({ kind: "process", object: "Commission" });
    expect(await both.connector.poll(handle)).toMatchObject({ outcome: { state: "succeeded" } });
    await using other = connectTo(both.simulator, { activities: { successWords: ["erfolgreich"] } });
    expect(await other.poll(handle)).toMatchObject({ outcome: { state: "unknown" } });
  });
});

describe("poll of a scheduler item", () => {
  test("tells the result of each enabled item below it, and of no other", async () => {
    await using both = await startBoth();
    const { connector } = both;
    await connector.stage("Orders", file);
    const handle = await connector.start({ kind: "process", object: "schedule/5" });
    expect(await connector.poll(handle)).toMatchObject({
      outcome: {
        state: "succeeded",
        rawStatus: "Completed, Success",
        parts: [
          { object: "schedule/6", state: "succeeded", message: "Night import: Success" },
          { object: "schedule/8", state: "succeeded" },
        ],
      },
    });
  });

  test("is failed when one below it failed, although the run completed", async () => {
    await using both = await startBoth();
    const handle = await both.connector.start({ kind: "process", object: "Broken" });
    expect(await both.connector.poll(handle)).toMatchObject({
      outcome: {
        state: "failed",
        message: "Scheduler item Broken completed successfully.; Broken part: Error",
        parts: [{ state: "failed" }, { state: "succeeded" }],
      },
    });
  });

  test("rests on the scheduler when no list shows the run any more", async () => {
    await using both = await startBoth();
    const { simulator, connector } = both;
    await connector.stage("Orders", file);
    const handle = await connector.start({ kind: "process", object: "Nightly" });
    simulator.faults.setConditions({ forgetsActivities: true });
    expect(await connector.poll(handle)).toMatchObject({ state: "running", rawStatus: "in no list" });
    both.clock.advance(5_000);
    expect(await connector.poll(handle)).toMatchObject({
      outcome: { state: "succeeded", rawStatus: "Success" },
    });
  });

  test("does not take the result of an older run for ours", async () => {
    await using both = await startBoth();
    const { clock, simulator, connector } = both;
    await connector.stage("Orders", file);
    await connector.start({ kind: "process", object: "Nightly" });
    clock.advance(60_000);
    const handle = await connector.start({ kind: "process", object: "Nightly" });
    simulator.faults.setConditions({ staleResults: true });
    expect(await connector.poll(handle)).toMatchObject({ rawStatus: "ended, result not told yet" });
    clock.advance(5_000);
    expect(await connector.poll(handle)).toMatchObject({
      outcome: { state: "unknown", message: expect.stringContaining("older run") },
    });
    simulator.faults.setConditions({ staleResults: false });
    expect(await connector.poll(handle)).toMatchObject({ outcome: { state: "succeeded" } });
  });

  test("measures older by the vendor's clock", async () => {
    await using both = await startBoth();
    const { simulator, connector } = both;
    simulator.faults.skewClock(-3_600_000);
    await connector.stage("Orders", file);
    const handle = await connector.start({ kind: "process", object: "Nightly" });
    expect(await connector.poll(handle)).toMatchObject({ outcome: { state: "succeeded" } });
  });
});

describe("start", () => {
  test("sends nothing while a global action runs", async () => {
    await using both = await startBoth({ durations: { runMs: 10_000 } });
    const { simulator, connector } = both;
    await connector.start({ kind: "process", object: "Commission" });
    // A start would meet this and be unknown.
    simulator.faults.loseReply({ method: "POST" });
    const refused = connector.start({ kind: "process", object: "Nightly" });
    await expect(refused).rejects.toMatchObject({
      code: "remote.busy",
      message: expect.stringContaining("a global action runs; nothing was sent"),
    });
    expect(simulator.ledger()).toHaveLength(1);
  });

  test("tells the vendor's refusal when another action began after the question", async () => {
    await using both = await startBoth({}, { activities: { checkGlobalAction: false } });
    const { simulator, connector } = both;
    simulator.faults.setConditions({ globalAction: true });
    await expect(connector.start({ kind: "process", object: "Nightly" })).rejects.toMatchObject({
      code: "remote.busy",
      message: expect.stringContaining("409, Another process is running."),
    });
  });

  test("takes a locked table for busy, and a 503 of anybody else for no answer", async () => {
    await using both = await startBoth();
    const { simulator, connector } = both;
    const start = () => connector.start({ kind: "process", object: "Commission" });
    simulator.faults.lockTable();
    await expect(start()).rejects.toMatchObject({
      code: "remote.busy",
      message: expect.stringContaining("locked"),
    });
    for (const body of ['{"message":"Service Unavailable"}', "overloaded"]) {
      simulator.faults.respond({ method: "POST", status: 503, json: body });
      await expect(start()).rejects.toEqual(failure("remote.unknown"));
    }
    expect(simulator.ledger()).toEqual([]);
  });

  test("goes on where the question for global actions is not known", async () => {
    await using both = await startBoth();
    const { simulator, connector } = both;
    simulator.faults.respond({ path: /globalactionstatus/, status: 404 });
    await connector.start({ kind: "process", object: "Commission" });
    simulator.faults.respond({ path: /globalactionstatus/, status: 401, times: 2 });
    const refused = connector.start({ kind: "process", object: "Commission" });
    await expect(refused).rejects.toEqual(failure("auth.rejected"));
  });

  test("does not take an answer without a link to the run for a start", async () => {
    await using both = await startBoth();
    const { simulator, connector } = both;
    const request = { kind: "process", object: "Commission" } as const;
    simulator.faults.respond({ method: "POST", status: 200, json: '{"completedactivities":null}' });
    const since = both.clock.now();
    await expect(connector.start(request)).rejects.toEqual(failure("remote.unknown"));
    expect(await connector.find({ request, since })).toEqual({ state: "absent" });
  });

  test("names what several processes are called", async () => {
    await using both = await startBoth();
    const { simulator, connector } = both;
    const twin = [{ calculationId: 1, name: "Nightly" }];
    simulator.faults.respond({ path: /calculations$/, status: 200, json: JSON.stringify(twin) });
    await expect(connector.start({ kind: "process", object: "Nightly" })).rejects.toMatchObject({
      code: "config.invalid",
      message: expect.stringContaining("calculation/1, schedule/5"),
    });
  });

  test("lets the vendor say that an item is switched off", async () => {
    await using both = await startBoth();
    await expect(both.connector.start({ kind: "process", object: "Switched off" })).rejects.toMatchObject({
      code: "remote.rejected",
      message: expect.stringContaining("400, The schedule item Switched off is not enabled."),
    });
  });

  test("brings a load to its end by real time, over the gap", async () => {
    await using simulator = await simulateOrders({ durations: { runMs: 30, gapMs: 30 } });
    await using connector = connectTo(simulator, { activities: { gapMs: 10_000 } });
    const staged = await connector.stage("Orders", file);
    const handle = await connector.start({ kind: "load", object: "Orders", staged });
    expect((await waitForOutcome(connector, handle, QUICK, { clock: systemClock })).state).toBe("succeeded");
  });
});
