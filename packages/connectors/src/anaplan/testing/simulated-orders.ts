import { createRedactor, createSecretReader } from "@spm-ops/core";
import type { ConnectorServices } from "../../contract/connector-services.js";
import type { SpmConnector } from "../../contract/spm-connector.js";
import { createAnaplanConnector } from "../anaplan-connector.js";
import type { AnaplanOptions } from "../anaplan-options.js";
import {
  type AnaplanSimulator,
  type AnaplanSimulatorOptions,
  type SimulatedModel,
  startAnaplanSimulator,
} from "../simulator/index.js";

export const PASSWORD = "correct horse battery";
export const USER = "ops@client.example";
const REGIONS = ["North", "Süd", "Ost"];

/** Ids of the simulated model. */
export const ORDERS = "112000000001";
export const CALCULATE = "118000000001";
export const REPORT = "116000000001";
export const CLEAN_UP = "117000000001";

/** The file that the simulated import reads. */
export const FILE = "113000000001";

/** An order file of so many rows, in regions that the model knows unless a row says otherwise. */
export function orderRows(
  count: number,
  region: (row: number) => string | undefined = () => undefined,
): string {
  const row = (at: number) => `O-${at},${region(at) ?? REGIONS[at % REGIONS.length]},${at}.50\n`;
  return `Order,Region,Amount\n${Array.from({ length: count }, (_, at) => row(at)).join("")}`;
}

/** A model that imports orders, calculates, and exports the orders again. */
export const MODEL = {
  users: [{ user: USER, password: PASSWORD }],
  files: [{ id: FILE, name: "orders.csv" }],
  imports: [
    {
      id: ORDERS,
      name: "Orders from file",
      dataSourceId: FILE,
      columns: ["Order", "Region", "Amount"],
      dimensions: [{ column: "Region", items: REGIONS }],
    },
  ],
  actions: [{ id: CLEAN_UP, name: "Clean up", actionType: "DELETE_BY_SELECTION" }],
  processes: [{ id: CALCULATE, name: "Calculate", steps: [ORDERS, CLEAN_UP, REPORT] }],
  exports: [{ id: REPORT, name: "Orders by region", rows: ORDERS, chunkSizeBytes: 1_001 }],
} satisfies SimulatedModel;

/** A tenant with that model. */
export function simulateOrders(options: Partial<AnaplanSimulatorOptions> = {}): Promise<AnaplanSimulator> {
  return startAnaplanSimulator({
    durations: { importMs: 20, processMs: 20, exportMs: 20, actionMs: 20 },
    model: MODEL,
    ...options,
  });
}

/** A connector to a simulated tenant, quick in its retries. */
export function connectTo(
  { hosts, workspaceId, modelId }: AnaplanSimulator,
  options: Partial<AnaplanOptions> = {},
  services: Partial<ConnectorServices> = {},
): SpmConnector {
  const redactor = createRedactor();
  const secrets = createSecretReader({ environment: { ANAPLAN_PASSWORD: PASSWORD }, redactor });
  return createAnaplanConnector(
    {
      environment: "uat",
      hosts,
      workspaceId,
      modelId,
      authentication: { kind: "basic", user: USER, password: "env:ANAPLAN_PASSWORD" },
      upload: { chunkSizeBytes: 16 * 1024 },
      retry: { attempts: 3, delayMs: 1 },
      settleMs: 0,
      ...options,
    },
    { secrets, redactor, ...services },
  );
}
