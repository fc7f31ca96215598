import { dirname } from "node:path";
import { createRedactor, createSecretReader } from "@spm-ops/core";
import type { SpmConnector } from "../../contract/spm-connector.js";
import { createFolderSite } from "../../simulator/folder-site.js";
import { createSapCommissionsConnector, type SapCommissionsServices } from "../sap-commissions-connector.js";
import type { SapCommissionsOptions } from "../sap-commissions-options.js";
import {
  type SapCommissionsSimulator,
  type SapCommissionsSimulatorOptions,
  startSapCommissionsSimulator,
} from "../simulator/index.js";

export const USER = "ops";
export const PASSWORD = "correct horse: battery";
const CLIENT_ID = "commissions-client";
export const CLIENT_SECRET = "q8Zt1Yp4Vx=";
export const CALENDAR = "Main Monthly Calendar";
/** A name by the vendor's template. */
export const FILE_NAME = "abcd_TXSM_TST_20260501_220000_orders.txt";

/** An order file of so many rows; a row that is told apart has no payee. */
export function orderRows(count: number, isBad: (row: number) => boolean = () => false): string {
  const row = (at: number) => `O-${at},${isBad(at) ? "" : `Süd-${at % 3}`},${at}.50\n`;
  return `ORDERID,PAYEEID,VALUE\n${Array.from({ length: count }, (_, at) => row(at)).join("")}`;
}

/** A tenant that takes orders, with a calendar of months and quarters around the time of the tests. */
export function simulateOrders(
  options: Partial<SapCommissionsSimulatorOptions> = {},
): Promise<SapCommissionsSimulator> {
  const month = (name: string, startDate: string, endDate: string) => ({ name, startDate, endDate });
  return startSapCommissionsSimulator({
    durations: { pendingMs: 0, runMs: 0 },
    pickUpMs: 1,
    tenant: {
      users: [{ userId: USER, password: PASSWORD }],
      clients: [{ clientId: CLIENT_ID, clientSecret: CLIENT_SECRET }],
      calendars: [
        {
          name: CALENDAR,
          periods: [
            month("Since ever", "2000-01-01", "2100-01-01"),
            { name: "Q2 2026", startDate: "2026-04-01", endDate: "2026-07-01", type: "quarter" },
            month("April 2026", "2026-04-01", "2026-05-01"),
            month("May 2026", "2026-05-01", "2026-06-01"),
          ],
        },
        { name: "Another Calendar", periods: [month("May 2026", "2026-05-01", "2026-06-01")] },
      ],
      processingUnits: ["Europe", "Asia"],
      fileTypes: [
        {
          type: "TXSM",
          table: "TransactionAndCredit",
          stageResource: "stageSalesTransactions",
          columns: ["ORDERID", "PAYEEID", "VALUE"],
          required: ["PAYEEID"],
        },
      ],
      records: { creditTypes: [{ creditTypeId: "Revenue", description: "Revenue" }] },
    },
    ...options,
  });
}

/** What the two generations are told apart by. */
export const GENERATIONS = {
  classic: ({ address }: SapCommissionsSimulator) =>
    ({
      address,
      generation: "classic",
      authentication: { kind: "basic", user: USER, password: "env:SAP_PASSWORD" },
    }) as const,
  cloud: ({ address, identityAddress }: SapCommissionsSimulator) =>
    ({
      address,
      generation: "cloud",
      authentication: {
        kind: "ias",
        address: identityAddress,
        clientId: CLIENT_ID,
        clientSecret: "env:SAP_SECRET",
      },
    }) as const,
};

/** A connector to a simulated tenant and its drop box, quick in its retries. */
export function connectTo(
  simulator: SapCommissionsSimulator,
  options: Partial<SapCommissionsOptions> = {},
  services: Partial<SapCommissionsServices> = {},
): SpmConnector {
  const redactor = createRedactor();
  const environment = { SAP_PASSWORD: PASSWORD, SAP_SECRET: CLIENT_SECRET };
  const secrets = createSecretReader({ environment, redactor });
  return createSapCommissionsConnector(
    {
      environment: "uat",
      ...GENERATIONS.classic(simulator),
      staging: { folder: "/inbound", patienceMs: 5_000, intervalMs: 1, settleMs: 0 },
      loads: { Orders: { fileType: "TXSM", module: "TransactionalData", calendar: CALENDAR } },
      processes: {
        Nightly: { stage: "CompensateAndPay", calendar: CALENDAR, period: { name: "May 2026" } },
        "Month before": {
          stage: "Summarize",
          calendar: CALENDAR,
          period: "previous",
          processingUnit: "Asia",
        },
      },
      settleMs: 0,
      retry: { attempts: 3, delayMs: 1 },
      ...options,
    },
    { secrets, redactor, dropSite: createFolderSite(dirname(simulator.inboundFolder)), ...services },
  );
}
