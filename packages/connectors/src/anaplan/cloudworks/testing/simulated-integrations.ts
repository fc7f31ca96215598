import { createRedactor, createSecretReader } from "@spm-ops/core";
import type { ConnectorServices } from "../../../contract/connector-services.js";
import type { SpmConnector } from "../../../contract/spm-connector.js";
import type { AnaplanSimulator } from "../../simulator/index.js";
import {
  CALCULATE,
  MODEL,
  ORDERS,
  orderRows,
  PASSWORD,
  simulateOrders,
  USER,
} from "../../testing/simulated-orders.js";
import { createCloudWorksConnector } from "../cloudworks-connector.js";
import type { CloudWorksOptions } from "../cloudworks-options.js";

const id = (digit: string) => digit.repeat(32);

/** Ids as the vendor has them. */
export const NIGHTLY = id("1");
const BRING = id("2");
export const BRING_BAD = id("3");
export const BRING_WRONG = id("4");
const GOOD_FLOW = id("a");
const STOPPING_FLOW = id("b");

/** A tenant whose integrations run a process and bring order files, good and bad ones, and flows of them. */
export function simulateIntegrations(durationMs = 20): Promise<AnaplanSimulator> {
  const bad = orderRows(3, (row) => (row === 1 ? "Nowhere" : undefined));
  return simulateOrders({
    durations: { importMs: durationMs, processMs: durationMs },
    model: {
      ...MODEL,
      files: MODEL.files.map((file) => ({ ...file, defaultContent: orderRows(3) })),
      integrations: [
        { id: NIGHTLY, name: "Nightly", runs: CALCULATE },
        { id: BRING, name: "Bring orders", runs: ORDERS, content: orderRows(3) },
        { id: BRING_BAD, name: "Bring bad orders", runs: ORDERS, content: bad },
        { id: BRING_WRONG, name: "Bring a wrong file", runs: ORDERS, content: "Order\n1\n" },
      ],
      flows: [
        { id: GOOD_FLOW, name: "Bring and calculate", steps: [BRING_BAD, NIGHTLY] },
        { id: STOPPING_FLOW, name: "Bring wrong and calculate", steps: [BRING_WRONG, NIGHTLY] },
      ],
    },
  });
}

/** A connector to CloudWorks of a simulated tenant, quick in its retries. */
export function connectToCloudWorks(
  { cloudWorksHosts: hosts }: AnaplanSimulator,
  options: Partial<CloudWorksOptions> = {},
  services: Partial<ConnectorServices> = {},
): SpmConnector {
  const redactor = createRedactor();
  const secrets = createSecretReader({ environment: { ANAPLAN_PASSWORD: PASSWORD }, redactor });
  return createCloudWorksConnector(
    {
      environment: "uat",
      hosts,
      authentication: { kind: "basic", user: USER, password: "env:ANAPLAN_PASSWORD" },
      retry: { attempts: 3, delayMs: 1 },
      settleMs: 0,
      ...options,
    },
    { secrets, redactor, ...services },
  );
}
