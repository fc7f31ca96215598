import { createFakeClock } from "@spm-ops/core/testing";
import { describe, expect, test } from "vitest";
import { rejectsOf } from "../testing/expectations.js";
import { createTextFile } from "../testing/index.js";
import { pickPeriod } from "./sap-commissions-directory.js";
import { connectTo, FILE_NAME, orderRows, simulateOrders } from "./testing/simulated-orders.js";

const NOW = Date.UTC(2026, 4, 10, 22);
const NIGHTLY = { kind: "process", object: "Nightly" } as const;
const BEFORE = { kind: "process", object: "Month before" } as const;

describe("a process", () => {
  test("runs over the period before the shortest one that holds the moment", async () => {
    const clock = createFakeClock(NOW);
    await using simulator = await simulateOrders({ clock });
    await using connector = connectTo(simulator, {}, { clock });
    await connector.start(BEFORE);
    await connector.start(NIGHTLY);
    const [one, other] = simulator.ledger();
    expect([one?.stageTypeSeq, other?.stageTypeSeq]).toEqual(["21673573206720531", "21673573206720532"]);
    expect(one?.periodSeq).not.toBe(other?.periodSeq);
    expect(pickPeriod([], "current", NOW)).toBeUndefined();
    expect(await connector.find({ request: BEFORE, since: NOW })).toMatchObject({
      state: "happened",
      output: { object: "process/Month before", task: one?.seq },
    });
  });

  test("tells its progress, and is over when it is cancelled, whatever the grid says", async () => {
    const clock = createFakeClock(NOW);
    await using simulator = await simulateOrders({ clock, durations: { pendingMs: 1_000, runMs: 10_000 } });
    await using connector = connectTo(simulator, {}, { clock });
    const handle = await connector.start(NIGHTLY);
    expect(await connector.poll(handle)).toEqual({ state: "running", rawStatus: "Pending" });
    clock.advance(6_000);
    expect(await connector.poll(handle)).toEqual({
      state: "running",
      rawStatus: "Running, Running",
      progress: 0.5,
    });
    simulator.faults.setConditions({ cancelQuirk: true });
    await connector.cancel(handle);
    expect(await connector.poll(handle)).toMatchObject({ outcome: { state: "cancelled" } });
    await connector.cancel(handle);
    await expect(connector.cancel({ ...handle, task: "1" })).rejects.toMatchObject({
      code: "remote.not-found",
    });
  });

  test.for([
    ["Failed", "failed", "The pipeline ended as Failed."],
    ["Cacel", "cancelled", "The pipeline ended as Cacel."],
    ["with errors", "succeeded-with-rejects", "errors: 3"],
  ] as const)("ends as the vendor says: %s", async ([end, state, message]) => {
    await using simulator = await simulateOrders();
    await using connector = connectTo(simulator);
    simulator.faults.setConditions({ ends: [end] });
    const handle = await connector.start(NIGHTLY);
    expect(await connector.poll(handle)).toMatchObject({ outcome: { state, message, volume: {} } });
    if (end !== "with errors") return;
    await expect(rejectsOf(connector, handle)).rejects.toMatchObject({ code: "remote.not-found" });
  });

  test("keeps every digit of ids that come as numbers", async () => {
    await using simulator = await simulateOrders();
    await using connector = connectTo(simulator);
    simulator.faults.setConditions({ bareIds: true });
    const handle = await connector.start(NIGHTLY);
    expect(handle.task).toBe(simulator.ledger()[0]?.seq);
    expect(await connector.poll(handle)).toMatchObject({ outcome: { state: "succeeded" } });
    const found = await connector.find({ request: NIGHTLY, since: Date.now() - 60_000 });
    expect(found).toEqual({ state: "happened", output: handle });
  });

  test("is refused for certain in the vendor's own words, and unknown in any others", async () => {
    await using simulator = await simulateOrders();
    await using connector = connectTo(simulator);
    const json = '{"pipelines":{"0":{"periodSeq":"Value for periodSeq is required"}}}';
    simulator.faults.respond({ method: "POST", status: 500, json });
    await expect(connector.start(NIGHTLY)).rejects.toMatchObject({
      code: "remote.rejected",
      message: expect.stringContaining("Value for periodSeq is required"),
    });
    simulator.faults.failStart();
    await expect(connector.start(NIGHTLY)).rejects.toMatchObject({ code: "remote.unknown" });
  });
});

describe("rejects", () => {
  test("are messages of the run, page after page", async () => {
    await using simulator = await simulateOrders();
    await using connector = connectTo(simulator);
    const file = createTextFile(
      FILE_NAME,
      orderRows(250, () => true),
    );
    const staged = await connector.stage("Orders", file);
    const handle = await connector.start({ kind: "load", object: "Orders", staged });
    const lines = (await rejectsOf(connector, handle)).trim().split("\n");
    expect(lines).toHaveLength(250);
    expect(JSON.parse(lines[249] ?? "")).toMatchObject({ messageKey: expect.stringContaining("O-249") });
  });
});
