import { systemClock } from "@spm-ops/core";
import {
  type ConnectorUnderTest,
  createTextFile,
  describeConnectorContract,
  toHttpTrouble,
} from "../testing/index.js";
import type { OracleIcmOptions } from "./oracle-icm-options.js";
import type { OracleIcmSimulator } from "./simulator/index.js";
import {
  CLIENT_SECRET,
  connectTo,
  IMPORT_LOAD,
  JOB_LOAD,
  PASSWORD,
  simulateTransactions,
  toTokenLogin,
  transactionRows,
} from "./testing/simulated-transactions.js";

const API = /RestApi\/resources\//;

interface Case {
  readonly name: string;
  readonly load: NonNullable<OracleIcmOptions["loads"]>[string];
  readonly report: string;
  readonly hasToken: boolean;
}

function toTrouble({ faults }: OracleIcmSimulator, { load, hasToken }: Case): ConnectorUnderTest["trouble"] {
  const isImport = load.kind === "import-activity";
  const start = isImport
    ? { method: "PATCH", path: /importActivities\/\d+$/ }
    : { method: "POST", path: /erpintegrations$/ };
  return {
    ...toHttpTrouble(faults, { start, api: API }),
    ...(hasToken && { expireTokens: faults.expireTokens }),
    ...(isImport && { loseAccess: () => faults.setConditions({ hidesImports: true }) }),
  };
}

const CASES: readonly Case[] = [
  { name: "Oracle ICM", load: IMPORT_LOAD, report: "Transactions as they are", hasToken: true },
  {
    name: "Oracle ICM, with jobs and a password,",
    load: JOB_LOAD,
    report: "Transactions as exported",
    hasToken: false,
  },
];

for (const each of CASES) {
  describeConnectorContract(each.name, async () => {
    const simulator = await simulateTransactions();
    const loads = { Transactions: each.load };
    const login = each.hasToken ? { authentication: toTokenLogin(simulator) } : {};
    const connector = connectTo(simulator, { loads, ...login });
    const good = transactionRows(600);
    return {
      connector,
      load: {
        name: "Transactions",
        good: createTextFile("transactions.csv", good),
        goodRows: 600,
        withRejects: createTextFile(
          "transactions.csv",
          transactionRows(30, (row) => row % 10 === 3),
        ),
        rejected: ["T-3", "T-13", "T-23"],
        failing: createTextFile("transactions.csv", "Number,Amount\nT-1,1.50\n"),
      },
      process: "Calculate",
      report: { name: each.report, text: good },
      secrets: [each.hasToken ? CLIENT_SECRET : PASSWORD],
      now: systemClock.now,
      startsSeen: async () => simulator.ledger().length,
      trouble: toTrouble(simulator, each),
      async [Symbol.asyncDispose]() {
        await connector.close();
        await simulator.close();
      },
    };
  });
}
