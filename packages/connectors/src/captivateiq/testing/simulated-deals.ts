import { createRedactor, createSecretReader } from "@spm-ops/core";
import type { ConnectorServices } from "../../contract/connector-services.js";
import { createLimiter } from "../../http/limiter.js";
import { type CaptivateiqConnector, createCaptivateiqConnector } from "../captivateiq-connector.js";
import type { CaptivateiqOptions } from "../captivateiq-options.js";
import {
  type CaptivateiqSimulator,
  type CaptivateiqSimulatorOptions,
  startCaptivateiqSimulator,
} from "../simulator/index.js";

export const TOKEN = "ciq-q8Zt1Yp4Vx7Lm2";
export const ORGANIZATION = "Client";
const ids = (last: number) => `5d0c7a10-0000-4000-8000-${String(last).padStart(12, "0")}`;
export const DEALS = ids(1);
export const BY_REP = ids(2);
export const PLAN = ids(3);
export const PERIOD_GROUP = ids(4);
export const REPORT_MODEL = ids(5);
export const REPORT_WORKSHEET = ids(6);
export const HEADER = "Deal ID,Rep,Amount,Closed";

/** Deals of so many rows; an amount can be another. */
export function dealRows(count: number, amount: (row: number) => string = (row) => `${row}.50`): string {
  const reps = ["North", "Süd", "Ost"];
  const row = (at: number) => `D-${at},${reps[at % 3]},${amount(at)},2026-04-30\n`;
  return `${HEADER}\n${Array.from({ length: count }, (_, at) => row(at)).join("")}`;
}

/** An organization with a worksheet of deals, payouts of six months, and a report model. */
export function simulateDeals(
  options: Partial<CaptivateiqSimulatorOptions> = {},
): Promise<CaptivateiqSimulator> {
  return startCaptivateiqSimulator({
    durations: { queueMs: 5, jobMs: 10 },
    organization: {
      organization: { id: ids(10), name: ORGANIZATION },
      users: [{ email: "ops@client.example", token: TOKEN }],
      dataWorksheets: [
        {
          id: DEALS,
          name: "Deals",
          workbook: { id: ids(11), name: "Sales" },
          columns: [
            { name: "Deal ID", isUniqueId: true },
            { name: "Rep" },
            { name: "Amount", type: "number" },
            { name: "Closed", type: "date" },
          ],
        },
        ...[7, 8].map((last) => ({
          id: ids(last),
          name: "Twice",
          workbook: { id: ids(12), name: "Other" },
          columns: [{ name: "Key", isUniqueId: true }],
        })),
      ],
      transformationWorksheets: [{ id: BY_REP, name: "Deals by rep", of: DEALS }],
      payouts: [1, 2, 3, 4, 5, 6].map((month) => ({
        payoutDate: `2026-0${month}-28`,
        plan: { id: PLAN, name: "Executives" },
        periodGroup: { id: PERIOD_GROUP, name: "Monthly" },
        employee: `E-${month}`,
        amount: `${month}00.00`,
        isLocked: month < 6,
      })),
      payoutWorksheets: ["Commission"],
      reportModels: [
        {
          id: REPORT_MODEL,
          name: "Attainment",
          periodDates: ["2026-04-30"],
          worksheets: [{ id: REPORT_WORKSHEET, name: "By deal", of: DEALS }],
        },
      ],
    },
    ...options,
  });
}

/** A connector to a simulated organization, quick in its retries and without the limits of a tier. */
export function connectTo(
  { address, storageAddress }: Pick<CaptivateiqSimulator, "address" | "storageAddress">,
  options: Partial<CaptivateiqOptions> = {},
  services: Partial<ConnectorServices> = {},
): CaptivateiqConnector {
  const redactor = createRedactor();
  const secrets = createSecretReader({ environment: { CAPTIVATEIQ_TOKEN: TOKEN }, redactor });
  return createCaptivateiqConnector(
    {
      environment: "uat",
      address,
      token: "env:CAPTIVATEIQ_TOKEN",
      loads: { Deals: { worksheet: "Deals", mode: "upsert" } },
      reports: { "All deals": { kind: "data-worksheet", worksheet: "Deals" } },
      links: { origins: [storageAddress] },
      retry: { attempts: 3, delayMs: 1 },
      settleMs: 0,
      ...options,
    },
    { secrets, redactor, limiter: createLimiter(), ...services },
  );
}
