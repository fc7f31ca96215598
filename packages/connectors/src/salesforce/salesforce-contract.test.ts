import { systemClock } from "@spm-ops/core";
import {
  type ConnectorUnderTest,
  createTextFile,
  describeConnectorContract,
  toHttpTrouble,
} from "../testing/index.js";
import type { SalesforceSimulator } from "./simulator/index.js";
import { CLIENT_SECRET, connectTo, lineRows, quotedRows, simulateLines } from "./testing/simulated-lines.js";

const API = /^\/services\/data\//;
const START = { method: "PATCH", path: /jobs\/ingest\/[^/]+$/ };

function toTrouble({ faults }: SalesforceSimulator): ConnectorUnderTest["trouble"] {
  return {
    ...toHttpTrouble(faults, { start: START, api: API }),
    expireTokens: faults.expireTokens,
    loseAccess: () => faults.setConditions({ jobsGone: true }),
  };
}

describeConnectorContract("Salesforce", async () => {
  const simulator = await simulateLines();
  const connector = connectTo(simulator);
  const good = lineRows(2_000);
  return {
    connector,
    load: {
      name: "Commission lines",
      good: createTextFile("lines.csv", good),
      goodRows: 2_000,
      withRejects: createTextFile(
        "lines.csv",
        lineRows(30, (row) => (row % 10 === 3 ? "" : undefined)),
      ),
      rejected: ["L-3", "L-13", "L-23"],
      failing: createTextFile("lines.csv", "Ext_Id__c,Nothing__c\nL-1,1.50\n"),
    },
    report: { name: "All lines", text: quotedRows(good) },
    secrets: [CLIENT_SECRET],
    now: systemClock.now,
    startsSeen: async () => simulator.ledger().length,
    trouble: toTrouble(simulator),
    async [Symbol.asyncDispose]() {
      await connector.close();
      await simulator.close();
    },
  };
});
