import { systemClock } from "@spm-ops/core";
import {
  type ConnectorUnderTest,
  createTextFile,
  describeConnectorContract,
  toHttpTrouble,
} from "../testing/index.js";
import type { CaptivateiqSimulator } from "./simulator/index.js";
import { connectTo, dealRows, simulateDeals, TOKEN } from "./testing/simulated-deals.js";

const START = { method: "POST", path: /\/uploads\/[^/]+\/process\/$/ };
/** The look at an upload before its start is no part of the start: whatever happens to it, nothing was sent. */
const API = /^\/ciq\/v1\/(?!uploads\/[^/]+\/$)/;

function toTrouble({ faults }: CaptivateiqSimulator): ConnectorUnderTest["trouble"] {
  return {
    ...toHttpTrouble(faults, { start: START, api: API }),
    loseAccess: () => faults.setConditions({ rightsGone: true }),
  };
}

describeConnectorContract("CaptivateIQ", async () => {
  const simulator = await simulateDeals();
  const connector = connectTo(simulator);
  const good = dealRows(900);
  return {
    connector,
    load: {
      name: "Deals",
      good: createTextFile("deals.csv", good),
      goodRows: 900,
      withRejects: createTextFile("deals.csv", dealRows(30)),
      rejected: [],
      failing: createTextFile(
        "deals.csv",
        dealRows(30, (row) => (row === 3 ? "much" : "1")),
      ),
    },
    report: { name: "All deals", text: good },
    secrets: [TOKEN],
    now: systemClock.now,
    startsSeen: async () => simulator.ledger().length,
    trouble: toTrouble(simulator),
    async [Symbol.asyncDispose]() {
      await connector.close();
      await simulator.close();
    },
  };
});
