import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { createFolderSite } from "../../simulator/folder-site.js";
import type { NamedFaults } from "../../simulator/named-faults.js";
import type { SimulatorProgram } from "../../simulator/program.js";
import { openStorage } from "../../simulator/storage.js";
import { beqomDropZone } from "../profiles/beqom-drop-zone.js";
import { sapDropProfile } from "../profiles/sap-drop-profile.js";
import type { SimulatedDropVendor } from "./definition.js";
import { type DropFolderSimulator, startDropFolderSimulator } from "./drop-folder-simulator.js";
import type { Conditions, ForcedEnd } from "./faults.js";
import { toBeqomResult } from "./result-json.js";

const COLUMNS = ["Order", "Region", "Amount"];

const BEQOM: SimulatedDropVendor = {
  profile: beqomDropZone({ dropZone: "/drop-zone", config: "{}" }),
  loads: { Orders: { file: "orders.csv", columns: COLUMNS } },
};

const SAP: SimulatedDropVendor = {
  profile: sapDropProfile({ customer: "abcd", target: "TST" }),
  loads: { Categories: { code: "CLCA", columns: ["CATEGORYTREENAME", "CATEGORYNAME"], delimiter: "\t" } },
  reports: [{ load: "Categories", folder: "/outbound", file: "abcd_CLCA_extract.txt" }],
};

const ENDS: readonly ForcedEnd[] = ["succeeded", "failed"];

/** beqom's drop zone and SAP's drop, at work in one folder. Put an sFTP server of your own before it. */
export const simulatorProgram: SimulatorProgram = {
  title: "Drop folders, simulated: beqom's drop zone and the sFTP drop of SAP, in one folder",
  async start({ folder, storage: remembered }) {
    const storage = openStorage(remembered, {});
    const root = folder ?? join(storage.path("site", "file"), "..");
    await mkdir(root, { recursive: true });
    const site = createFolderSite(root);
    const start = (vendor: SimulatedDropVendor, name: string) =>
      startDropFolderSimulator({
        vendor,
        site,
        workMs: 5_000,
        storage: join(storage.path(name, "file"), ".."),
        ...(name === "beqom" && { toResult: toBeqomResult }),
      });
    const simulators = [await start(BEQOM, "beqom"), await start(SAP, "sap")];
    return {
      facts: [
        ["folder", root],
        ["beqom, drop", "/drop-zone/2026-01-31/orders.csv: Order, Region, Amount"],
        ["beqom, signal", "/drop-zone/2026-01-31/config.json, any JSON, put last"],
        ["beqom, verdict", "/drop-zone/2026-01-31/results/results.json"],
        ["SAP, drop", "/inbound/abcd_CLCA_TST_20260131_220000_tag.txt, separated by tabs"],
        ["SAP, columns", "CATEGORYTREENAME, CATEGORYNAME"],
        ["SAP, extract", "/outbound/abcd_CLCA_extract.txt"],
      ],
      faults: nameFaults(simulators),
      async [Symbol.asyncDispose]() {
        for (const simulator of simulators) await simulator.close();
        storage.close();
      },
    };
  },
};

/** The troubles of the vendors; those of the line are the own sFTP server's. */
function nameFaults(simulators: readonly DropFolderSimulator[]): NamedFaults {
  const set = (changed: Partial<Conditions>) => {
    for (const { faults } of simulators) faults.setConditions(changed);
  };
  const condition = (title: string, changed: Partial<Conditions>) => ({
    argument: "",
    title,
    switchOn: () => set(changed),
  });
  return {
    ignore: condition("signals are not noticed", { ignoresSignals: true }),
    silent: condition("the work is done and nothing told", { silent: true }),
    "half-results": condition("results come half written first", { halfResults: true }),
    "stale-results": condition("results are those of an earlier run", { staleResults: true }),
    end: {
      argument: "succeeded|failed",
      title: "the next drop ends so",
      switchOn: (word) => set({ ends: ENDS.filter((end) => end === word) }),
    },
    clear: {
      argument: "",
      title: "ends all faults",
      switchOn: () => {
        for (const { faults } of simulators) faults.clear();
      },
    },
  };
}
