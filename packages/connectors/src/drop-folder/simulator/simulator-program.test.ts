import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { CONTROLLED, orderRows, simulateAsleep } from "../testing/simulated-drops.js";
import { putText } from "../testing/site-files.js";
import { simulatorProgram } from "./index.js";

describe("simulatorProgram", () => {
  test("works in a folder of the caller's, and takes every fault that it names", async () => {
    const folder = await mkdtemp(join(tmpdir(), "drop-program-"));
    {
      await using running = await simulatorProgram.start({ port: 0, folder });
      expect(Object.fromEntries(running.facts)["folder"]).toBe(folder);
      expect((await readdir(folder)).sort()).toEqual(["drop-zone", "inbound"]);
      for (const { switchOn } of Object.values(running.faults)) switchOn("failed");
    }
    expect((await readdir(folder)).sort()).toEqual(["drop-zone", "inbound"]);
    await rm(folder, { recursive: true });
  });

  test("goes on where it was when it is started again on the same storage", async () => {
    const storage = await mkdtemp(join(tmpdir(), "drop-storage-"));
    const drop = join(storage, "site", "in");
    await mkdir(drop, { recursive: true });
    {
      await using before = await simulateAsleep(CONTROLLED, { storage, workMs: 500 });
      await writeFile(join(drop, "ORD.k1.csv"), orderRows(2));
      await writeFile(join(drop, "ORD.k1.ctl"), "ORD.k1.csv;2;0;0\n");
      await before.look();
      expect(before.ledger()).toMatchObject([{ state: "failed", isTold: false }]);
    }
    {
      await using after = await simulateAsleep(CONTROLLED, { storage });
      const look = async () => {
        await after.look();
        return after.ledger();
      };
      await expect.poll(look, { timeout: 20_000 }).toMatchObject([{ isTold: true }]);
      const words = await readFile(join(storage, "site", "out", "ORD.k1.csv.err"), "utf8");
      expect(words).toContain("the control file does not tell what the data file holds");
    }
    await rm(storage, { recursive: true });
  });

  test("notices nothing, or tells nothing, when it is told so", async () => {
    await using simulator = await simulateAsleep(CONTROLLED);
    const { site, faults } = simulator;
    await putText(site, "/in/ORD.k1.csv", "Order\n");
    await putText(site, "/in/ORD.k1.ctl", "");
    faults.setConditions({ ignoresSignals: true });
    await simulator.look();
    expect(simulator.ledger()).toEqual([]);
    faults.clear();
    faults.setConditions({ silent: true });
    await simulator.look();
    expect(simulator.ledger()).toMatchObject([{ state: "failed", isTold: true }]);
    expect(await site.stat("/out")).toBeUndefined();
  });

  test("names what is wrong with a vendor", async () => {
    const vendor = { profile: CONTROLLED, loads: { Orders: { columns: [] } } };
    await expect(simulateAsleep(CONTROLLED, { vendor })).rejects.toMatchObject({ code: "config.invalid" });
  });
});
