import { type FileSite, SpmError } from "@spm-ops/core";
import { createFakeClock } from "@spm-ops/core/testing";
import { describe, expect, test } from "vitest";
import { createTextFile } from "../testing/index.js";
import { createDropFolderConnector } from "./drop-folder-connector.js";
import {
  CONTROLLED,
  connectTo,
  orderRows,
  PLAIN,
  simulateAsleep,
  simulateDrops,
} from "./testing/simulated-drops.js";
import { namesIn, putText, textAt } from "./testing/site-files.js";

const file = createTextFile("orders.csv", orderRows(3));
const LOAD = { kind: "load", object: "Orders" } as const;

describe("createDropFolderConnector", () => {
  test("names every problem of its options at once", () => {
    const options = {
      environment: "",
      profile: {
        vendor: "plain",
        inbound: "in",
        signal: { kind: "rename", temporary: "upload.tmp" },
        verdict: { kind: "result", path: "/out/{lode}.json", state: { pointer: "state", words: {} } },
        zone: "Mars/Base",
        endings: [".csv"],
      },
      loads: { Orders: {}, "A/B": { file: "{load}.csv" }, Lines: { file: "lines.txt" } },
      reports: { Daily: { folder: "reports", name: "a/b" } },
      extra: 1,
    };
    const create = () => Reflect.apply(createDropFolderConnector, undefined, [options, {}]);
    expect(create).toThrow(
      /environment:[\s\S]*profile\.inbound:[\s\S]*profile\.verdict\.path: \{lode\} is no term[\s\S]*profile\.verdict\.state\.pointer:[\s\S]*profile\.zone:[\s\S]*reports\.Daily\.folder:[\s\S]*reports\.Daily\.name:[\s\S]*extra/,
    );
    const profile = { ...options.profile, inbound: "/in", verdict: { kind: "none" }, zone: "UTC" };
    const again = { ...options, environment: "uat", profile, reports: {}, extra: undefined };
    expect(() => Reflect.apply(createDropFolderConnector, undefined, [again, {}])).toThrow(
      /profile\.signal\.temporary: must hold/,
    );
    const sound = { ...profile, signal: { kind: "rename", temporary: "{file}.tmp" } };
    const loads = { ...again, profile: sound };
    expect(() => Reflect.apply(createDropFolderConnector, undefined, [loads, {}])).toThrow(
      /loads\.Orders\.file: is missing[\s\S]*loads\.A\/B\.code: is missing[\s\S]*loads\.Lines\.file: must end in \.csv/,
    );
  });

  test("says by name what a site does not offer", async () => {
    await using simulator = await simulateAsleep();
    await using connector = connectTo(simulator, {
      reports: {},
      profile: { ...PLAIN, rejects: undefined },
    });
    expect(connector.capabilities).toEqual({
      loads: true,
      processes: false,
      reports: false,
      rejects: false,
      find: true,
      cancel: false,
    });
    const unsupported = { code: "operation.unsupported" };
    const handle = { kind: "load", object: "load/Orders", task: "x" } as const;
    const process = { kind: "process", object: "Nightly" } as const;
    expect(() => connector.rejects(handle)).toThrow(expect.objectContaining(unsupported));
    expect(() => connector.report(handle)).toThrow(expect.objectContaining(unsupported));
    expect(() => connector.listProcesses()).toThrow(expect.objectContaining(unsupported));
    await expect(connector.cancel(handle)).rejects.toMatchObject(unsupported);
    await expect(connector.start(process)).rejects.toMatchObject(unsupported);
    await expect(connector.poll({ ...process, task: "x" })).rejects.toMatchObject(unsupported);
    await expect(connector.find({ request: process, since: 0 })).rejects.toMatchObject(unsupported);
    await expect(connector.poll(handle)).rejects.toMatchObject({ code: "remote.not-found" });
    await expect(connector.start(LOAD)).rejects.toMatchObject({ code: "config.invalid" });
    expect(await connector.checkAvailability()).toMatchObject({ state: "up" });
    simulator.faults.refuse();
    expect(await connector.checkAvailability()).toMatchObject({ state: "unknown" });
  });
});

describe("stage", () => {
  test("puts a file so that the vendor takes no notice of it", async () => {
    await using simulator = await simulateAsleep();
    const clock = createFakeClock();
    await using connector = connectTo(simulator, {}, { clock, createRunKey: () => "k1" });
    await connector.stage("Orders", file);
    expect(await namesIn(simulator.site, "/in")).toEqual(["ORD_20260105_k1.csv.part"]);
    await simulator.look();
    expect(simulator.ledger()).toEqual([]);
  });

  test("tells the date by the zone of the vendor", async () => {
    await using simulator = await simulateAsleep();
    const profile = { ...PLAIN, zone: "Asia/Tokyo" };
    await using connector = connectTo(simulator, { profile }, { clock: createFakeClock() });
    await connector.stage("Orders", file);
    expect((await namesIn(simulator.site, "/in"))[0]).toContain("ORD_20260106_");
  });

  test("overwrites nothing, neither where the file waits nor where it is to go", async () => {
    await using simulator = await simulateAsleep();
    const services = { clock: createFakeClock(), createRunKey: () => "k1" };
    await using connector = connectTo(simulator, {}, services);
    await connector.stage("Orders", file);
    await expect(connector.stage("Orders", file)).rejects.toMatchObject({ code: "file.exists" });
    await putText(simulator.site, "/in/ORD_20260105_k2.csv", "of somebody else");
    await using other = connectTo(simulator, {}, { ...services, createRunKey: () => "k2" });
    await expect(other.stage("Orders", file)).rejects.toMatchObject({ code: "file.exists" });
    expect(await textAt(simulator.site, "/in/ORD_20260105_k2.csv")).toBe("of somebody else");
  });

  test.for(["loseReply", "breakChange"] as const)(
    "looks before it puts a file again when an answer is lost: %s",
    async (fault) => {
      await using simulator = await simulateAsleep(CONTROLLED);
      await using connector = connectTo(simulator, { profile: CONTROLLED }, { createRunKey: () => "k1" });
      simulator.faults[fault]({ call: "write" });
      const staged = await connector.stage("Orders", file);
      expect(await namesIn(simulator.site, "/in")).toEqual(["ORD.k1.csv"]);
      await connector.start({ ...LOAD, staged });
      expect(await textAt(simulator.site, "/in/ORD.k1.ctl")).toBe(
        `ORD.k1.csv;3;${file.sizeBytes};${file.sha256}\n`,
      );
    },
  );

  test("does not take another file under the name for its own", async () => {
    await using simulator = await simulateAsleep(CONTROLLED);
    const site: FileSite = {
      ...simulator.site,
      async write(path) {
        await putText(simulator.site, path, "of somebody else");
        throw new SpmError("remote.unknown", "The answer was lost.", { operation: "write" });
      },
    };
    await using connector = connectTo({ site }, { profile: CONTROLLED });
    await expect(connector.stage("Orders", file)).rejects.toMatchObject({
      code: "file.exists",
      message: expect.stringContaining("another file"),
    });
  });

  test("sends nothing that is larger than the vendor takes", async () => {
    await using simulator = await simulateAsleep();
    await using connector = connectTo(simulator, { profile: { ...PLAIN, largestBytes: 10 } });
    await expect(connector.stage("Orders", file)).rejects.toMatchObject({ code: "file.refused" });
    expect(await namesIn(simulator.site, "/in")).toEqual([]);
  });

  test("refuses the key of a run that does not do for a name", async () => {
    await using simulator = await simulateAsleep();
    await using connector = connectTo(simulator, {}, { createRunKey: () => "a/b" });
    await expect(connector.stage("Orders", file)).rejects.toThrow(RangeError);
  });
});

describe("start", () => {
  test("gives the same drop no second signal", async () => {
    for (const profile of [PLAIN, CONTROLLED]) {
      await using simulator = await simulateAsleep(profile);
      await using connector = connectTo(simulator, { profile });
      const staged = await connector.stage("Orders", file);
      await connector.start({ ...LOAD, staged });
      const code = profile === PLAIN ? "file.not-found" : "file.exists";
      await expect(connector.start({ ...LOAD, staged })).rejects.toMatchObject({ code });
      await simulator.look();
      expect(simulator.ledger()).toHaveLength(1);
    }
  });

  test("keeps two drops apart that are in the same folder at once", async () => {
    await using simulator = await simulateDrops();
    await using connector = connectTo(simulator);
    const short = createTextFile("orders.csv", orderRows(2));
    const [one, other] = await Promise.all([
      connector.stage("Orders", file),
      connector.stage("Orders", short),
    ]);
    const second = await connector.start({ ...LOAD, staged: other });
    const first = await connector.start({ ...LOAD, staged: one });
    await expect.poll(() => connector.poll(first)).toMatchObject({ outcome: { volume: { rowsRead: 3 } } });
    await expect.poll(() => connector.poll(second)).toMatchObject({ outcome: { volume: { rowsRead: 2 } } });
  });

  test("signals nothing when the data file is gone", async () => {
    await using simulator = await simulateAsleep(CONTROLLED);
    await using connector = connectTo(simulator, { profile: CONTROLLED }, { createRunKey: () => "k1" });
    const staged = await connector.stage("Orders", file);
    await simulator.site.remove("/in/ORD.k1.csv");
    await expect(connector.start({ ...LOAD, staged })).rejects.toMatchObject({ code: "file.not-found" });
    expect(await namesIn(simulator.site, "/in")).toEqual([]);
  });

  test("takes what was staged for another load for none", async () => {
    await using simulator = await simulateAsleep();
    await using connector = connectTo(simulator, { loads: { Orders: {}, Lines: {} } });
    const staged = await connector.stage("Lines", file);
    await expect(connector.start({ ...LOAD, staged })).rejects.toMatchObject({ code: "config.invalid" });
  });
});
