import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemClock } from "@spm-ops/core";
import type { SpmConnector } from "../contract/spm-connector.js";
import { createFolderSite } from "../simulator/folder-site.js";
import {
  type ConnectorUnderTest,
  createTextFile,
  describeConnectorContract,
  toHttpTrouble,
} from "../testing/index.js";
import type { HttpProfileSimulator } from "./simulator/index.js";
import {
  API_KEY,
  CARRIED_LOADS,
  connectTo,
  orderRows,
  SECRET,
  simulatePlain,
  toPlainProfile,
} from "./testing/simulated-plain.js";

const START = { method: "POST", path: /\/runs$/ };
const API = /^\/v1\//;
/** A start that carries the file comes before any other answer. */
const READ = /^\/v1\/(?!feeds\/[^/]+\/runs$)/;

function toUnderTest(
  simulator: HttpProfileSimulator,
  connector: SpmConnector,
  secret: string,
): ConnectorUnderTest {
  const { faults } = simulator;
  const good = orderRows(900);
  const short = orderRows(30, (row) => row === 3 || row === 7);
  return {
    connector,
    load: {
      name: connector.capabilities.cancel ? "All orders" : "Orders",
      good: createTextFile("orders of March.csv", good),
      goodRows: 900,
      withRejects: createTextFile("orders.csv", short),
      rejected: ["O-3", "O-7"],
      failing: createTextFile("orders.csv", "Order,Amount\nO-1,1.50\n"),
    },
    process: "Commission",
    report: { name: "Orders again", text: good },
    secrets: [secret],
    trouble: {
      ...toHttpTrouble(faults, { start: START, api: API, read: READ }),
      refuseStartAsBusy: () => faults.busy(),
      expireTokens: faults.expireTokens,
      loseAccess: () => faults.setConditions({ rightsGone: true }),
    },
    now: systemClock.now,
    startsSeen: async () => simulator.ledger().length,
    async [Symbol.asyncDispose]() {
      await connector.close();
      await simulator.close();
    },
  };
}

describeConnectorContract("HTTP profile", async () => {
  const simulator = await simulatePlain();
  return toUnderTest(simulator, connectTo(simulator), SECRET);
});

describeConnectorContract("HTTP profile, whose start carries the file,", async () => {
  const simulator = await simulatePlain();
  const folder = await mkdtemp(join(tmpdir(), "waiting-"));
  const profile = {
    ...toPlainProfile(simulator.address, { loads: CARRIED_LOADS, processes: undefined }),
    authentication: { kind: "header", name: "X-Api-Key", value: "env:PLAIN_KEY" },
  } as const;
  const options = { profile, loads: { Orders: { code: "orders" } } };
  const connector = connectTo(simulator, options, { waitingSite: createFolderSite(folder) });
  const { trouble, ...underTest } = toUnderTest(simulator, connector, API_KEY);
  return {
    ...underTest,
    trouble: { ...trouble, expireTokens: undefined },
    async [Symbol.asyncDispose]() {
      await underTest[Symbol.asyncDispose]();
      await rm(folder, { recursive: true });
    },
  };
});
