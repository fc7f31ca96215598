import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { systemClock } from "@spm-ops/core";
import {
  type ConnectorUnderTest,
  createTextFile,
  describeConnectorContract,
  toHttpTrouble,
} from "../testing/index.js";
import type { XactlySimulator } from "./simulator/index.js";
import { connectTo, orderRows, PASSWORD, simulateOrders } from "./testing/simulated-orders.js";

const START = { method: "POST", path: /xdbc\/execute$/ };
/** The list before a start is no part of it: whatever happens to it, nothing was sent. */
const API = /^\/api\/connect\/v1\/(?!invocations\?)/;

function toTrouble({ faults }: XactlySimulator): ConnectorUnderTest["trouble"] {
  return {
    ...toHttpTrouble(faults, { start: START, api: API }),
    refuseStartAsBusy: () => faults.busy(),
    expireTokens: faults.expireTokens,
  };
}

describeConnectorContract("Xactly", async () => {
  const simulator = await simulateOrders();
  await mkdir(join(simulator.homeFolder, "inbox"));
  const connector = connectTo(simulator);
  const good = orderRows(600);
  return {
    connector,
    load: {
      name: "load_orders",
      good: createTextFile("orders.csv", good),
      goodRows: 600,
      withRejects: createTextFile(
        "orders.csv",
        orderRows(30, (row) => row % 10 === 3),
      ),
      rejected: ["O-3", "O-13", "O-23"],
      failing: createTextFile("orders.csv", "order_code,nothing\nO-1,1.50\n"),
    },
    process: "credit",
    report: { name: "Uploaded orders", text: good },
    secrets: [PASSWORD],
    now: systemClock.now,
    startsSeen: async () => simulator.ledger().length,
    trouble: toTrouble(simulator),
    async [Symbol.asyncDispose]() {
      await connector.close();
      await simulator.close();
    },
  };
});
