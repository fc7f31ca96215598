import { createRedactor, createSecretReader } from "@spm-ops/core";
import type { ConnectorServices } from "../../contract/connector-services.js";
import type { SpmConnector } from "../../contract/spm-connector.js";
import { createOracleIcmConnector } from "../oracle-icm-connector.js";
import type { OracleIcmAuthentication, OracleIcmOptions } from "../oracle-icm-options.js";
import {
  type OracleIcmSimulator,
  type OracleIcmSimulatorOptions,
  startOracleIcmSimulator,
} from "../simulator/index.js";

export const USER = "ops@client.example";
export const PASSWORD = "correct horse battery";
const CLIENT_ID = "8d1f.client";
export const CLIENT_SECRET = "identity-domain-secret";
const SCOPE = "urn:opc:resource:trial";
export const PACKAGE = "/trial/incentiveCompensation";
export const ACCOUNT = "trial$/import$";
export const TRANSACTIONS = "incentiveCompensationTransactions";
const COLUMNS = ["Number", "Participant", "Amount"];

/** Transactions; a row that is told apart has a cell too few. */
export function transactionRows(count: number, isShort: (row: number) => boolean = () => false): string {
  const participants = ["North", "Süd", "Ost"];
  const row = (at: number) => (isShort(at) ? `T-${at}\n` : `T-${at},${participants[at % 3]},${at}.50\n`);
  return `${COLUMNS.join(",")}\n${Array.from({ length: count }, (_, at) => row(at)).join("")}`;
}

/** An environment that imports transactions by a job and by Import Management, calculates, and exports them. */
export function simulateTransactions(
  options: Partial<OracleIcmSimulatorOptions> = {},
): Promise<OracleIcmSimulator> {
  return startOracleIcmSimulator({
    durations: { requestMs: 10, documentMs: 10, importMs: 10 },
    environment: {
      users: [{ user: USER, password: PASSWORD }],
      clients: [{ clientId: CLIENT_ID, clientSecret: CLIENT_SECRET, scope: SCOPE }],
      accounts: [ACCOUNT],
      resources: [
        { name: TRANSACTIONS, columns: COLUMNS, largestPage: 70 },
        {
          name: "untold",
          columns: ["Id"],
          rows: [["1"], ["2"], ["3"]],
          largestPage: 2,
          tellsHasMore: false,
        },
      ],
      jobs: [
        { package: PACKAGE, definition: "ImportTransactions", loads: TRANSACTIONS },
        { package: PACKAGE, definition: "Calculate" },
        { package: PACKAGE, definition: "ExportTransactions", exports: TRANSACTIONS },
      ],
      importActivities: {
        objectAttribute: "ObjectCode",
        objects: [{ code: "TRIAL_TRANSACTION", resource: TRANSACTIONS }],
        statusAttribute: "Progress",
        words: {
          waiting: "WAITING",
          running: "LOADING",
          succeeded: "DONE",
          failed: "FAILED",
          cancelled: "STOPPED",
        },
        counts: { read: "RowsRead", written: "RowsLoaded", rejected: "RowsInError" },
        cancelValue: "YES",
      },
    },
    ...options,
  });
}

const BASIC: OracleIcmAuthentication = { kind: "basic", user: USER, password: "env:PASSWORD" };

/** A login with a token, at the simulator's own host. */
export function toTokenLogin({
  tokenAddress,
}: Pick<OracleIcmSimulator, "tokenAddress">): OracleIcmAuthentication {
  return {
    kind: "client-credentials",
    tokenAddress,
    clientId: CLIENT_ID,
    clientSecret: "env:SECRET",
    scope: SCOPE,
  };
}

export const IMPORT_LOAD = {
  kind: "import-activity",
  account: ACCOUNT,
  attributes: { ObjectCode: "TRIAL_TRANSACTION", Description: "of the night" },
} as const;

export const JOB_LOAD = {
  kind: "job",
  account: ACCOUNT,
  package: PACKAGE,
  definition: "ImportTransactions",
  parameters: ["{documentId}", "{fileName}", "#NULL"],
  pack: "zip",
  warning: "succeeded-with-rejects",
} as const;

const EXPORT = { kind: "export", package: PACKAGE, definition: "ExportTransactions" } as const;
const RESOURCE = {
  kind: "resource",
  resource: TRANSACTIONS,
  fields: COLUMNS,
  orderBy: "Number:asc",
} as const;

/** A connector to a simulated environment, quick in its retries. */
export function connectTo(
  { address }: Pick<OracleIcmSimulator, "address">,
  options: Partial<OracleIcmOptions> = {},
  services: Partial<ConnectorServices> = {},
): SpmConnector {
  const redactor = createRedactor();
  const environment = { PASSWORD, SECRET: CLIENT_SECRET };
  const secrets = createSecretReader({ environment, redactor });
  return createOracleIcmConnector(
    {
      environment: "uat",
      address,
      authentication: BASIC,
      loads: { Transactions: IMPORT_LOAD, "Transactions by job": JOB_LOAD },
      importActivities: {
        statusAttribute: "Progress",
        succeeded: ["done"],
        failed: ["failed"],
        cancelled: ["stopped"],
        counts: { read: ["RowsRead"], written: ["RowsLoaded"], rejected: ["RowsInError"] },
        cancelValue: "YES",
      },
      processes: {
        Calculate: { package: PACKAGE, definition: "Calculate", parameters: ["Jan-26", "#NULL"] },
      },
      reports: {
        "Transactions as exported": EXPORT,
        "Transactions packed": { ...EXPORT, form: "zip", extract: ["CSV", "LOG"] },
        "Transactions as they are": RESOURCE,
      },
      retry: { attempts: 3, delayMs: 1 },
      settleMs: 0,
      ...options,
    },
    { secrets, redactor, ...services },
  );
}
