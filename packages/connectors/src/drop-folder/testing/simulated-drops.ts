import { systemClock } from "@spm-ops/core";
import type { SpmConnector } from "../../contract/spm-connector.js";
import type { ConnectorTrouble, ConnectorUnderTest } from "../../testing/index.js";
import { createTextFile } from "../../testing/index.js";
import { createDropFolderConnector, type DropFolderServices } from "../drop-folder-connector.js";
import type { DropFolderOptions } from "../drop-folder-options.js";
import type { DropProfile } from "../drop-profile.js";
import {
  type DropFolderSimulator,
  type DropFolderSimulatorOptions,
  type LineTarget,
  type SimulatedDropVendor,
  startDropFolderSimulator,
} from "../simulator/index.js";

/** An invented vendor: a rename begins, and a result file ends. */
export const PLAIN: DropProfile = {
  vendor: "plain",
  inbound: "/in",
  file: "{load}_{yyyy}{mm}{dd}_{run}.csv",
  signal: { kind: "rename", temporary: "{file}.part" },
  verdict: {
    kind: "result",
    path: "/out/{stem}.json",
    state: { pointer: "/job/state", words: { OK: "succeeded", ERROR: "failed" } },
    counts: { rowsRead: "/job/rows/read", rowsRejected: "/job/rows/bad" },
    messages: ["/job/message"],
    run: "/job/run",
    time: "/job/begun",
  },
  rejects: "/out/{stem}*.bad",
};

/** Another one: a control file begins, and one of two files ends. */
export const CONTROLLED: DropProfile = {
  vendor: "controlled",
  inbound: "/in",
  file: "{load}.{run}.csv",
  signal: {
    kind: "file",
    path: "{stem}.ctl",
    content: "{file};{rows};{bytes};{sha256}\n",
    leaves: "after-data",
  },
  verdict: { kind: "twin", succeeded: "/out/{file}.ok", failed: "/out/{file}.err" },
  rejects: "/out/{file}.bad",
};

/** A third one: a file that was worked on is moved. */
export const MOVING: DropProfile = {
  vendor: "moving",
  inbound: "/in",
  file: "{load}-{run}.csv",
  signal: { kind: "rename", temporary: "/parts/{file}" },
  verdict: {
    kind: "moved",
    processed: "/processed/{stem}*.csv",
    failed: "/error/{stem}*.csv",
    processedMeans: "succeeded",
  },
};

const LOADS: SimulatedDropVendor["loads"] = {
  Orders: { code: "ORD", columns: ["Order", "Region", "Amount"] },
};
const REPORTS = [{ load: "Orders", folder: "/reports", file: "orders.csv" }];

/** An order file of so many rows; a row that is told apart has a cell too few. */
export function orderRows(count: number, isShort: (row: number) => boolean = () => false): string {
  const regions = ["North", "Süd", "Ost"];
  const row = (at: number) => (isShort(at) ? `O-${at}\n` : `O-${at},${regions[at % 3]},${at}.50\n`);
  return `Order,Region,Amount\n${Array.from({ length: count }, (_, at) => row(at)).join("")}`;
}

/** A vendor with one load and a report of its rows, who looks often. */
export function simulateDrops(
  profile: DropProfile = PLAIN,
  { vendor, ...options }: Partial<DropFolderSimulatorOptions> = {},
): Promise<DropFolderSimulator> {
  return startDropFolderSimulator({
    workMs: 0,
    lookMs: 5,
    vendor: vendor ?? { profile, loads: LOADS, reports: REPORTS },
    ...options,
  });
}

/** A vendor who looks only when told to. */
export async function simulateAsleep(
  profile: DropProfile = PLAIN,
  options: Partial<DropFolderSimulatorOptions> = {},
): Promise<DropFolderSimulator> {
  const simulator = await simulateDrops(profile, { lookMs: 600_000, ...options });
  await simulator.look();
  return simulator;
}

/** A connector to such a vendor, quick in its retries. */
export function connectTo(
  { site }: Pick<DropFolderSimulator, "site">,
  options: Partial<DropFolderOptions> = {},
  services: Partial<DropFolderServices> = {},
): SpmConnector {
  return createDropFolderConnector(
    {
      environment: "uat",
      profile: PLAIN,
      loads: { Orders: { code: "ORD" } },
      reports: { "Orders again": { folder: "/reports", name: "orders*.csv" } },
      stableMs: 0,
      settleMs: 0,
      retry: { attempts: 3, delayMs: 1 },
      ...options,
    },
    { site, ...services },
  );
}

/** A vendor and a connector for the contract; `start` is the call that is the signal. */
export async function startUnderTest(
  simulator: DropFolderSimulator,
  connector: SpmConnector,
  start: LineTarget,
): Promise<ConnectorUnderTest> {
  const { faults } = simulator;
  const trouble: ConnectorTrouble = {
    loseStartReply: () => faults.loseReply(start),
    breakStart: () => faults.breakChange(start),
    cutAnswer: () => faults.cut(),
    holdAnswer: () => faults.hang(),
    loseAccess: () => faults.refuse({ times: Number.POSITIVE_INFINITY }),
  };
  const good = orderRows(600);
  const isBad = (row: number) => row === 3;
  return {
    connector,
    load: {
      name: "Orders",
      good: createTextFile("orders.csv", good),
      goodRows: 600,
      withRejects: createTextFile("orders.csv", orderRows(30, isBad)),
      rejected: ["O-3"],
      failing: createTextFile("orders.csv", "Order,Amount\nO-1,1.50\n"),
    },
    report: { name: "Orders again", text: good },
    secrets: [],
    now: systemClock.now,
    startsSeen: async () => {
      await simulator.look();
      return simulator.ledger().length;
    },
    trouble,
    async [Symbol.asyncDispose]() {
      await connector.close();
      await simulator.close();
    },
  };
}
