import { createRedactor, createSecretReader } from "@spm-ops/core";
import type { ConnectorServices } from "../../contract/connector-services.js";
import type { SpmConnector } from "../../contract/spm-connector.js";
import { createSalesforceConnector } from "../salesforce-connector.js";
import type { SalesforceOptions } from "../salesforce-options.js";
import {
  type SalesforceSimulator,
  type SalesforceSimulatorOptions,
  startSalesforceSimulator,
} from "../simulator/index.js";

export const CLIENT_ID = "3MVG9.spm";
export const CLIENT_SECRET = "correct horse battery";
export const REPORT_ID = "00O000000000001AAA";
export const OBJECT = "Commission_Line__c";
const PAYEES = ["North", "Süd", "Ost"];

/** Commission lines, of payees whose names are there unless a row says otherwise. */
export function lineRows(
  count: number,
  payee: (row: number) => string | undefined = () => undefined,
): string {
  const row = (at: number) => `L-${at},${payee(at) ?? PAYEES[at % PAYEES.length]},${at}.50\n`;
  return `Ext_Id__c,Payee__c,Amount__c\n${Array.from({ length: count }, (_, at) => row(at)).join("")}`;
}

/** The same lines as the vendor writes them. */
export function quotedRows(text: string): string {
  return text.replace(/[^,\n]+/g, '"$&"');
}

/** An org with commission lines, which have a key and need a payee, and a report of them. */
export function simulateLines(
  options: Partial<SalesforceSimulatorOptions> = {},
): Promise<SalesforceSimulator> {
  return startSalesforceSimulator({
    durations: { queueMs: 5, ingestMs: 20, queryMs: 20, reportMs: 20 },
    org: {
      clients: [{ clientId: CLIENT_ID, clientSecret: CLIENT_SECRET }],
      objects: [
        {
          name: OBJECT,
          fields: [
            { name: "Ext_Id__c", externalId: true },
            { name: "Payee__c", required: true },
            { name: "Amount__c" },
            { name: "Parent__c", references: OBJECT },
          ],
        },
      ],
      reports: [{ id: REPORT_ID, name: "Lines", object: OBJECT, columns: ["Ext_Id__c", "Payee__c"] }],
    },
    ...options,
  });
}

/** A connector to a simulated org, quick in its retries. */
export function connectTo(
  { address }: Pick<SalesforceSimulator, "address">,
  options: Partial<SalesforceOptions> = {},
  services: Partial<ConnectorServices> = {},
): SpmConnector {
  const redactor = createRedactor();
  const secrets = createSecretReader({ environment: { SALESFORCE_SECRET: CLIENT_SECRET }, redactor });
  return createSalesforceConnector(
    {
      environment: "uat",
      address,
      authentication: {
        kind: "client-credentials",
        clientId: CLIENT_ID,
        clientSecret: "env:SALESFORCE_SECRET",
      },
      loads: {
        "Commission lines": { object: OBJECT, operation: "upsert", externalIdFieldName: "Ext_Id__c" },
        "New lines": { object: OBJECT, operation: "insert" },
      },
      reports: {
        "All lines": {
          kind: "query",
          query: `SELECT Ext_Id__c, Payee__c, Amount__c FROM ${OBJECT}`,
          recordsPerPage: 301,
        },
        "Lines as seen": { kind: "analytics", reportId: REPORT_ID },
        "Lines to print": { kind: "analytics", reportId: REPORT_ID, format: "xlsx" },
      },
      retry: { attempts: 3, delayMs: 1 },
      settleMs: 0,
      ...options,
    },
    { secrets, redactor, ...services },
  );
}
