import { readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { createRedactor, type FileSite, SpmError } from "@spm-ops/core";
import { createFakeClock } from "@spm-ops/core/testing";
import { describe, expect, test } from "vitest";
import { createFolderSite } from "../simulator/folder-site.js";
import { createTextFile } from "../testing/index.js";
import { connectTo, EMAIL, orderRows, PASSWORD, simulateOrders } from "./testing/simulated-orders.js";
import { createVaricentConnector } from "./varicent-connector.js";

const NAME = "orders of the day.csv";
const file = createTextFile("orders.csv", orderRows(3));

describe("createVaricentConnector", () => {
  test("names every problem of its options at once", () => {
    const options = {
      environment: "",
      address: "http://example.org",
      model: "Prämien",
      authentication: { kind: "api-key", apiKey: "icm-plain=" },
      staging: { folder: "Data" },
      reports: { newest: "top", files: [{ file: "a/b.csv" }] },
      activities: { gapMs: -1 },
      extra: 1,
    };
    const create = () => Reflect.apply(createVaricentConnector, undefined, [options, {}]);
    expect(create).toThrow(
      /environment:[\s\S]*address: must be https:[\s\S]*model: must be printable[\s\S]*authentication\.apiKey:[\s\S]*staging\.folder:[\s\S]*reports\.newest:[\s\S]*reports\.files\.0\.file:[\s\S]*activities\.gapMs:[\s\S]*extra/,
    );
    const twice = {
      environment: "uat",
      address: "https://api.example.org",
      model: "Trial",
      authentication: { kind: "api-key", apiKey: "env:KEY" },
      reports: { newest: "last", files: [{ file: "a.csv" }, { file: "a.csv", item: "Publish" }] },
    };
    expect(() => Reflect.apply(createVaricentConnector, undefined, [twice, {}])).toThrow(
      /reports\.files: names a file twice/,
    );
  });

  test("says by name what the vendor does not offer", async () => {
    await using simulator = await simulateOrders();
    await using connector = connectTo(simulator, { reports: undefined }, { dataSite: undefined });
    expect(connector.capabilities).toEqual({
      loads: false,
      processes: true,
      reports: false,
      rejects: false,
      find: true,
      cancel: false,
    });
    const handle = await connector.start({ kind: "process", object: "Commission" });
    const unsupported = { code: "operation.unsupported" };
    const read = async (all: AsyncIterable<unknown>) => {
      for await (const _ of all);
    };
    await expect((async () => read(connector.rejects(handle)))()).rejects.toMatchObject(unsupported);
    await expect(read(connector.report(handle))).rejects.toMatchObject(unsupported);
    await expect(connector.cancel(handle)).rejects.toMatchObject(unsupported);
    await expect(connector.stage("Orders", file)).rejects.toMatchObject(unsupported);
    await expect(connector.start({ kind: "load", object: "Orders" })).rejects.toMatchObject(unsupported);
    await expect(connector.poll({ ...handle, task: "1@never" })).rejects.toMatchObject({
      code: "remote.not-found",
    });
  });

  test("logs in anew before its token ends", async () => {
    const clock = createFakeClock();
    await using simulator = await simulateOrders({ clock });
    let logins = 0;
    const secrets = async () => {
      logins += 1;
      return PASSWORD;
    };
    const authentication = { kind: "login", email: EMAIL, password: "env:VARICENT_PASSWORD" } as const;
    await using connector = connectTo(
      simulator,
      { authentication },
      { clock, secrets, redactor: createRedactor() },
    );
    const check = () => connector.checkAvailability();
    expect(await Promise.all([check(), check()])).toMatchObject([{ state: "up" }, { state: "up" }]);
    expect(logins).toBe(1);
    clock.advance(5.5 * 3_600_000);
    await check();
    expect(logins).toBe(1);
    clock.advance(0.45 * 3_600_000);
    expect(await check()).toMatchObject({ state: "up" });
    expect(logins).toBe(2);
    await using stranger = connectTo(simulator, { authentication }, { secrets: async () => "wrong" });
    expect(await stranger.checkAvailability()).toMatchObject({
      state: "unknown",
      detail: expect.stringContaining("The email or the password is wrong."),
    });
  });

  test("says nothing of the application when the model or the key is a wrong one", async () => {
    await using simulator = await simulateOrders();
    await using elsewhere = connectTo(simulator, { model: "Production" });
    expect(await elsewhere.checkAvailability()).toMatchObject({ state: "unknown" });
    await expect(elsewhere.start({ kind: "process", object: "Nightly" })).rejects.toMatchObject({
      code: "auth.rejected",
      message: expect.stringContaining("401, an empty answer"),
    });
  });

  test("tells what it saw of an application that is up", async () => {
    await using simulator = await simulateOrders({ durations: { runMs: 60_000 } });
    await using connector = connectTo(simulator);
    await connector.start({ kind: "process", object: "Nightly" });
    expect(await connector.checkAvailability()).toMatchObject({
      state: "up",
      detail: "A global action runs; live activities: 1.",
    });
  });
});

describe("stage", () => {
  test("puts the file under the name that the import reads, in place of the one of the day before", async () => {
    await using simulator = await simulateOrders();
    await using connector = connectTo(simulator);
    await writeFile(join(simulator.dataFolder, NAME), "the day before");
    expect(await connector.stage("12", file)).toMatchObject({ load: "12", name: "orders.csv", chunks: 1 });
    expect(await readFile(join(simulator.dataFolder, NAME), "utf8")).toBe(orderRows(3));
  });

  test("leaves nothing to load when the new file is not the promised one", async () => {
    await using simulator = await simulateOrders();
    await using connector = connectTo(simulator);
    await connector.stage("Orders", file);
    const broken = { ...file, sha256: "0".repeat(64) };
    await expect(connector.stage("Orders", broken)).rejects.toMatchObject({ code: "file.digest-mismatch" });
    await expect(readFile(join(simulator.dataFolder, NAME))).rejects.toMatchObject({ code: "ENOENT" });
  });

  test("puts the file again when nobody knows whether it got its name", async () => {
    await using simulator = await simulateOrders();
    const folder = createFolderSite(dirname(simulator.dataFolder));
    const writes: string[] = [];
    const dataSite: FileSite = {
      ...folder,
      async write(path, bytes, call) {
        const written = await folder.write(path, bytes, call);
        writes.push(path);
        if (writes.length > 1) return written;
        throw new SpmError("remote.unknown", "The answer was lost.", { operation: "write" });
      },
    };
    await using connector = connectTo(simulator, {}, { dataSite });
    await connector.stage("Orders", file);
    expect(writes).toEqual([`/Data/${NAME}`, `/Data/${NAME}`]);
  });

  test("waits until the server lists the file as complete, and says so when it never does", async () => {
    const clock = createFakeClock();
    await using simulator = await simulateOrders();
    await using connector = connectTo(
      simulator,
      { staging: { patienceMs: 60_000, intervalMs: 5_000 } },
      { clock },
    );
    simulator.faults.respond({ path: /serverfilenames/, status: 200, json: "[]", times: 3 });
    const before = clock.monotonic();
    await connector.stage("Orders", file);
    expect(clock.monotonic() - before).toBe(15_000);
    simulator.faults.setConditions({ incompleteFiles: [NAME] });
    await expect(connector.stage("Orders", file)).rejects.toMatchObject({
      code: "remote.not-found",
      message: expect.stringContaining("60000 ms"),
    });
    await using trusting = connectTo(simulator, { staging: { fileList: false } });
    await trusting.stage("Orders", file);
  });

  test("refuses an import that reads no file of the data folder", async () => {
    await using simulator = await simulateOrders();
    await using connector = connectTo(simulator);
    const imports = ["", "../other/orders.csv", ".."].map((filename, at) => ({
      importId: at,
      name: `I${at}`,
      filename,
    }));
    simulator.faults.respond({ path: /imports$/, status: 200, json: JSON.stringify(imports) });
    for (const { name } of imports) {
      await expect(connector.stage(name, file)).rejects.toMatchObject({ code: "operation.unsupported" });
    }
  });
});
