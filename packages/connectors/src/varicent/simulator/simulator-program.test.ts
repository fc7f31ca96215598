import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { simulatorProgram } from "./index.js";

describe("simulatorProgram", () => {
  test("can be used by what its facts say, and takes every fault that it names", async () => {
    await using running = await simulatorProgram.start({ port: 0 });
    const facts = Object.fromEntries(running.facts);
    const headers = { authorization: `Bearer ${facts["API key"]}`, model: facts["model"] ?? "" };
    const call = (path: string, method = "GET") =>
      fetch(`${facts["API"]}/api/v1/${path}`, { method, headers });
    const { faults } = running;
    await writeFile(join(facts["data folder"] ?? "", "orders.csv"), "Order,Region,Amount\nO-1,North,1\n");
    faults["incomplete"]?.switchOn("orders.csv");
    expect(await (await call("serverfilenames?filter=IsComplete%3Dtrue")).json()).toEqual([]);
    for (const [name, argument, status] of [
      ["busy", "", 409],
      ["busy", "1", 409],
      ["lock-table", "", 503],
      ["lock-table", "1", 503],
      ["global-action", "", 409],
    ] as const) {
      faults[name]?.switchOn(argument);
      expect((await call("rpc/imports/12/run", "POST")).status, name).toBe(status);
    }
    faults["forget-activities"]?.switchOn("");
    expect(await (await call("completedactivities")).json()).toEqual([]);
    faults["stale-results"]?.switchOn("");
    faults["clear"]?.switchOn("");
    faults["end"]?.switchOn("Failed");
    expect((await call("rpc/imports/12/run", "POST")).status).toBe(200);
    expect(await (await call("liveactivities")).json()).toHaveLength(1);
  });
});
