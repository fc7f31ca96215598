import { systemClock } from "@spm-ops/core";
import {
  type ConnectorUnderTest,
  createTextFile,
  describeConnectorContract,
  toHttpTrouble,
} from "../testing/index.js";
import type { VaricentSimulator } from "./simulator/index.js";
import {
  API_KEY,
  connectTo,
  EMAIL,
  orderRows,
  PASSWORD,
  simulateOrders,
} from "./testing/simulated-orders.js";
import type { VaricentAuthentication } from "./varicent-options.js";

const START = { method: "POST", path: /\/rpc\// };
/** The question before a start is no part of it: whatever happens to it, nothing was sent. */
const API = /^\/api\/v1\/(?!globalactionstatus)/;
/** Half an answer of 404 is as good as a whole one. */
const READ = /^\/api\/v1\/(?!globalactionstatus|liveactivities\/)/;

function toTrouble({ faults }: VaricentSimulator, hasLogin: boolean): ConnectorUnderTest["trouble"] {
  return {
    ...toHttpTrouble(faults, { start: START, api: API, read: READ }),
    refuseStartAsBusy: () => faults.busy(),
    ...(hasLogin && { expireTokens: faults.expireTokens }),
  };
}

const AUTHENTICATIONS: Readonly<Record<string, VaricentAuthentication>> = {
  Varicent: { kind: "api-key", apiKey: "env:VARICENT_KEY" },
  "Varicent, with a login,": { kind: "login", email: EMAIL, password: "env:VARICENT_PASSWORD" },
};

for (const [name, authentication] of Object.entries(AUTHENTICATIONS)) {
  const hasLogin = authentication.kind === "login";
  describeConnectorContract(name, async () => {
    const simulator = await simulateOrders();
    const connector = connectTo(simulator, { authentication });
    const good = orderRows(600);
    return {
      connector,
      load: {
        name: "Orders",
        good: createTextFile("orders.csv", good),
        goodRows: 600,
        withRejects: createTextFile(
          "orders.csv",
          orderRows(30, (row) => row === 3),
        ),
        rejected: ["O-3"],
        failing: createTextFile("orders.csv", "Order,Amount\nO-1,1.50\n"),
      },
      process: "Nightly",
      report: { name: "Orders.csv", text: good },
      secrets: [hasLogin ? PASSWORD : API_KEY],
      now: systemClock.now,
      startsSeen: async () => simulator.ledger().length,
      trouble: toTrouble(simulator, hasLogin),
      async [Symbol.asyncDispose]() {
        await connector.close();
        await simulator.close();
      },
    };
  });
}
