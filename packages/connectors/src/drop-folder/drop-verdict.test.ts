import { systemClock } from "@spm-ops/core";
import { createFakeClock } from "@spm-ops/core/testing";
import { describe, expect, test } from "vitest";
import type { SpmConnector } from "../contract/spm-connector.js";
import { failureOf, rejectsOf } from "../testing/expectations.js";
import { createTextFile } from "../testing/index.js";
import type { DropProfile } from "./drop-profile.js";
import {
  CONTROLLED,
  connectTo,
  MOVING,
  orderRows,
  PLAIN,
  simulateAsleep,
} from "./testing/simulated-drops.js";
import { namesIn, putText } from "./testing/site-files.js";

const file = createTextFile("orders.csv", orderRows(3));
const HOUR_MS = 3_600_000;

async function drop(connector: SpmConnector) {
  const staged = await connector.stage("Orders", file);
  const request = { kind: "load", object: "Orders", staged } as const;
  return { request, since: systemClock.now(), handle: await connector.start(request) };
}

/** A vendor whose files say nothing of whose they are. */
const NAMELESS: DropProfile = {
  ...CONTROLLED,
  file: "orders.csv",
  signal: { kind: "file", path: "go", content: "now" },
  verdict: { kind: "twin", succeeded: "/out/ok", failed: "/out/bad*" },
  rejects: undefined,
};

describe("poll", () => {
  test("tells where the drop is until somebody tells its end", async () => {
    await using simulator = await simulateAsleep(PLAIN, { workMs: HOUR_MS });
    await using connector = connectTo(simulator);
    const { handle } = await drop(connector);
    const lies = { state: "running", rawStatus: "the signal lies there" };
    expect(await connector.poll(handle)).toEqual(lies);
    await simulator.look();
    expect(await connector.poll(handle)).toEqual({ state: "running", rawStatus: "taken" });
  });

  test("does not know how it ended when nothing is told for too long, and learns it later all the same", async () => {
    const clock = createFakeClock(systemClock.now());
    await using simulator = await simulateAsleep();
    await using connector = connectTo(simulator, { profile: { ...PLAIN, patienceMs: HOUR_MS } }, { clock });
    const { handle } = await drop(connector);
    clock.advance(HOUR_MS - 1);
    expect((await connector.poll(handle)).state).toBe("running");
    clock.advance(1);
    expect(await connector.poll(handle)).toMatchObject({
      outcome: { state: "unknown", volume: {}, rawStatus: "the signal lies there" },
    });
    await simulator.look();
    expect(await connector.poll(handle)).toMatchObject({ outcome: { state: "succeeded" } });
  });

  test("waits for the rest of a result that is half written", async () => {
    await using simulator = await simulateAsleep();
    await using connector = connectTo(simulator);
    simulator.faults.setConditions({ halfResults: true });
    const { handle } = await drop(connector);
    await simulator.look();
    await expect(connector.poll(handle)).rejects.toMatchObject({ code: "remote.malformed", retryable: true });
    await simulator.look();
    expect(await connector.poll(handle)).toMatchObject({ outcome: { state: "succeeded" } });
  });

  test("does not take the result of an earlier run", async () => {
    await using simulator = await simulateAsleep();
    await using connector = connectTo(simulator);
    simulator.faults.setConditions({ staleResults: true });
    const { handle } = await drop(connector);
    await simulator.look();
    expect(await connector.poll(handle)).toEqual({ state: "running", rawStatus: "result of another run" });
  });

  test("goes by the time of what says nothing else of whose it is", async () => {
    const clock = createFakeClock(systemClock.now());
    await using simulator = await simulateAsleep(NAMELESS);
    await using connector = connectTo(simulator, { profile: NAMELESS, clockToleranceMs: 0 }, { clock });
    await putText(simulator.site, "/out/ok", "of the day before");
    // The site's clock is measured by the file that is put, and ours goes on from there.
    const staged = await connector.stage("Orders", file);
    clock.advance(HOUR_MS);
    const handle = await connector.start({ kind: "load", object: "Orders", staged });
    expect((await connector.poll(handle)).state).toBe("running");
    await using tolerant = connectTo(
      simulator,
      { profile: NAMELESS, clockToleranceMs: 2 * HOUR_MS },
      { clock },
    );
    expect(await tolerant.poll(handle)).toMatchObject({ outcome: { state: "succeeded" } });
  });

  test("takes the bad one of two files for the end, with its words", async () => {
    await using simulator = await simulateAsleep(CONTROLLED);
    await using connector = connectTo(simulator, { profile: CONTROLLED });
    simulator.faults.setConditions({ ends: ["failed"] });
    const { handle } = await drop(connector);
    await simulator.look();
    expect(await connector.poll(handle)).toMatchObject({
      outcome: { state: "failed", message: "Somebody wanted it to fail." },
    });
  });

  test("does not take a file that was moved for a success, unless it is told so", async () => {
    const profile: DropProfile = { ...MOVING, verdict: { kind: "moved", processed: "/processed/*{stem}*" } };
    await using simulator = await simulateAsleep(profile);
    await using connector = connectTo(simulator, { profile });
    const { handle } = await drop(connector);
    await simulator.look();
    expect(await connector.poll(handle)).toMatchObject({
      outcome: { state: "unknown", message: "A file is moved there whether it succeeded or not." },
    });
  });

  test("learns of rejects from their file alone, and misses one that should be there", async () => {
    await using simulator = await simulateAsleep(CONTROLLED);
    await using connector = connectTo(simulator, { profile: CONTROLLED });
    const { handle } = await drop(connector);
    await simulator.look();
    const [name = ""] = await namesIn(simulator.site, "/out");
    await putText(simulator.site, `/out/${name.replace(".ok", ".bad")}`, "O-1\n");
    expect(await connector.poll(handle)).toMatchObject({ outcome: { state: "succeeded-with-rejects" } });
    await using plain = await simulateAsleep();
    await using other = connectTo(plain, { profile: { ...PLAIN, rejects: "/elsewhere/{stem}.bad" } });
    const bad = createTextFile(
      "orders.csv",
      orderRows(3, (row) => row === 1),
    );
    const staged = await other.stage("Orders", bad);
    const started = await other.start({ kind: "load", object: "Orders", staged });
    await plain.look();
    await failureOf(rejectsOf(other, started), "remote.not-found");
  });
});

describe("find", () => {
  test("knows by a verdict that the vendor took the signal", async () => {
    for (const profile of [PLAIN, CONTROLLED, MOVING]) {
      await using simulator = await simulateAsleep(profile);
      await using connector = connectTo(simulator, { profile });
      const { request, since } = await drop(connector);
      expect(await connector.find({ request, since })).toMatchObject({ state: "happened" });
      await simulator.look();
      const found = await connector.find({ request, since });
      if (found.state !== "happened") expect.fail(`found ${found.state}`);
      expect(await connector.poll(found.output)).toMatchObject({ outcome: { state: "succeeded" } });
    }
  });

  test("cannot tell a trigger that was not put from one that the vendor took at once", async () => {
    await using simulator = await simulateAsleep(NAMELESS);
    await using connector = connectTo(simulator, { profile: NAMELESS });
    const staged = await connector.stage("Orders", file);
    const request = { kind: "load", object: "Orders", staged } as const;
    const since = systemClock.now();
    expect(await connector.find({ request, since })).toMatchObject({
      state: "unknown",
      reason: expect.stringContaining("taken by the vendor already"),
    });
    await putText(simulator.site, "/in/go", "later");
    expect(await connector.find({ request, since })).toMatchObject({ state: "unknown" });
    await putText(simulator.site, "/in/go", "now");
    expect(await connector.find({ request, since })).toMatchObject({ state: "happened" });
    expect(await connector.find({ request, since: since + HOUR_MS })).toMatchObject({ state: "unknown" });
  });

  test("does not know when the folder itself is gone", async () => {
    await using simulator = await simulateAsleep();
    const clock = createFakeClock();
    await using connector = connectTo(simulator, { settleMs: 5_000 }, { clock });
    const staged = await connector.stage("Orders", file);
    const request = { kind: "load", object: "Orders", staged } as const;
    expect(await connector.find({ request, since: 0 })).toEqual({ state: "absent" });
    expect(clock.monotonic()).toBe(5_000);
    await using elsewhere = connectTo(simulator, { profile: { ...PLAIN, inbound: "/nowhere" } });
    expect(await elsewhere.find({ request, since: 0 })).toMatchObject({ state: "unknown" });
  });
});

describe("reports", () => {
  test("are the newest file that fits, once it stays as it is", async () => {
    const clock = createFakeClock();
    await using simulator = await simulateAsleep();
    await using connector = connectTo(simulator, { stableMs: 10_000 }, { clock });
    const request = { kind: "report", object: "Orders again" } as const;
    await expect(connector.start(request)).rejects.toMatchObject({ code: "remote.not-found" });
    await putText(simulator.site, "/reports/orders-1.csv", "old");
    await putText(simulator.site, "/reports/orders-2.csv", "new");
    await putText(simulator.site, "/reports/lines.csv", "other");
    const handle = await connector.start(request);
    expect(handle.task).toBe("/reports/orders-2.csv");
    expect(await connector.find({ request, since: 0 })).toEqual({ state: "happened", output: handle });
    expect(await connector.poll(handle)).toMatchObject({ state: "running" });
    clock.advance(9_000);
    await putText(simulator.site, handle.task, "new and longer");
    expect(await connector.poll(handle)).toMatchObject({ state: "running" });
    clock.advance(10_000);
    expect(await connector.poll(handle)).toMatchObject({ outcome: { volume: { files: 1, bytes: 14 } } });
    await simulator.site.remove(handle.task);
    await expect(connector.poll(handle)).rejects.toMatchObject({ code: "remote.not-found" });
  });
});
