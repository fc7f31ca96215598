import { systemClock } from "@spm-ops/core";
import {
  type ConnectorUnderTest,
  createTextFile,
  describeConnectorContract,
  toHttpTrouble,
} from "../testing/index.js";
import type { SapCommissionsSimulator } from "./simulator/index.js";
import {
  CALENDAR,
  CLIENT_SECRET,
  connectTo,
  FILE_NAME,
  GENERATIONS,
  orderRows,
  PASSWORD,
  simulateOrders,
} from "./testing/simulated-orders.js";

const START = { method: "POST", path: /\/v2\/pipelines$/ };
/** Names are looked up before a start and before files are staged; whatever happens then, nothing was sent. */
const API = /\/v2\/(?!calendars|processingUnits)/;
/** Staging itself asks nothing of the API; the first question of a load is for its calendar. */
const READ = /\/v2\/(?:calendars|periods|pipelines%28|pipelines\()/;

function toTrouble({ faults }: SapCommissionsSimulator, hasTokens: boolean): ConnectorUnderTest["trouble"] {
  return {
    ...toHttpTrouble(faults, { start: START, api: API, read: READ }),
    refuseStartAsBusy: () => faults.lockObjects(),
    loseAccess: () => faults.setConditions({ hidesPipelines: true }),
    ...(hasTokens && { expireTokens: faults.expireTokens }),
  };
}

for (const generation of ["classic", "cloud"] as const) {
  const isCloud = generation === "cloud";
  describeConnectorContract(`SAP Commissions (${generation})`, async () => {
    const simulator = await simulateOrders();
    const stageResources = isCloud ? ["stageSalesTransactions"] : [];
    const orders = {
      fileType: "TXSM",
      module: "TransactionalData",
      calendar: CALENDAR,
      stageResources,
    } as const;
    const connector = connectTo(simulator, {
      ...GENERATIONS[generation](simulator),
      loads: { Orders: orders },
    });
    return {
      connector,
      load: {
        name: "Orders",
        good: createTextFile(FILE_NAME, orderRows(600)),
        goodRows: 600,
        withRejects: createTextFile(
          FILE_NAME,
          orderRows(30, (row) => row % 10 === 3),
        ),
        rejected: ["O-3", "O-13", "O-23"],
        failing: createTextFile(FILE_NAME, "ORDERID,VALUE\nO-1,1.50\n"),
      },
      process: "Nightly",
      secrets: [isCloud ? CLIENT_SECRET : PASSWORD],
      now: systemClock.now,
      startsSeen: async () => simulator.ledger().length,
      trouble: toTrouble(simulator, isCloud),
      async [Symbol.asyncDispose]() {
        await connector.close();
        await simulator.close();
      },
    };
  });
}
