import { dirname } from "node:path";
import { createRedactor, createSecretReader } from "@spm-ops/core";
import type { SpmConnector } from "../../contract/spm-connector.js";
import { createFolderSite } from "../../simulator/folder-site.js";
import {
  startVaricentSimulator,
  type VaricentSimulator,
  type VaricentSimulatorOptions,
} from "../simulator/index.js";
import { createVaricentConnector, type VaricentServices } from "../varicent-connector.js";
import type { VaricentOptions } from "../varicent-options.js";

export const API_KEY = "icm-q8Zt1Yp4Vx=";
export const PASSWORD = "correct horse battery";
export const EMAIL = "ops@client.example";
export const MODEL = "Trial Model";

/** An order file of so many rows; a row that is told apart has a cell too few. */
export function orderRows(count: number, isShort: (row: number) => boolean = () => false): string {
  const regions = ["North", "Süd", "Ost"];
  const row = (at: number) => (isShort(at) ? `O-${at}\n` : `O-${at},${regions[at % 3]},${at}.50\n`);
  return `Order,Region,Amount\n${Array.from({ length: count }, (_, at) => row(at)).join("")}`;
}

/** A model that imports orders, calculates, and publishes the orders again. */
export function simulateOrders(options: Partial<VaricentSimulatorOptions> = {}): Promise<VaricentSimulator> {
  return startVaricentSimulator({
    durations: { runMs: 0, gapMs: 0 },
    model: {
      model: MODEL,
      users: [{ userId: "ops", apiKey: API_KEY, login: { email: EMAIL, password: PASSWORD } }],
      imports: [
        {
          importId: 12,
          name: "Orders",
          filename: "orders of the day.csv",
          table: "Orders",
          columns: ["Order", "Region", "Amount"],
        },
      ],
      calculations: [
        { calculationId: 7, name: "Commission" },
        { calculationId: 12, name: "Orders by region" },
      ],
      scheduleItems: [
        { id: 5, name: "Nightly", type: "Folder" },
        { id: 6, name: "Night import", type: "Import", parent: 5, runsImport: 12 },
        { id: 7, name: "Switched off", type: "Calculation", parent: 5, enabled: false, fails: true },
        { id: 8, name: "Night calculation", type: "Calculation", parent: 5 },
        { id: 9, name: "Publish", type: "Publish", publishes: { filename: "Orders.csv", table: "Orders" } },
        { id: 20, name: "Broken", type: "Folder" },
        { id: 21, name: "Broken part", type: "Calculation", parent: 20, fails: true },
        { id: 22, name: "Part after it", type: "Calculation", parent: 20 },
      ],
    },
    ...options,
  });
}

/** A connector to a simulated model and its data folder, quick in its retries. */
export function connectTo(
  { address, dataFolder }: VaricentSimulator,
  options: Partial<VaricentOptions> = {},
  services: Partial<VaricentServices> = {},
): SpmConnector {
  const redactor = createRedactor();
  const environment = { VARICENT_KEY: API_KEY, VARICENT_PASSWORD: PASSWORD };
  const secrets = createSecretReader({ environment, redactor });
  return createVaricentConnector(
    {
      environment: "uat",
      address,
      model: MODEL,
      authentication: { kind: "api-key", apiKey: "env:VARICENT_KEY" },
      staging: { patienceMs: 0 },
      reports: { newest: "last", files: [{ file: "Orders.csv", item: "Publish" }] },
      activities: { settleMs: 0, gapMs: 50 },
      retry: { attempts: 3, delayMs: 1 },
      ...options,
    },
    { secrets, redactor, dataSite: createFolderSite(dirname(dataFolder)), ...services },
  );
}
