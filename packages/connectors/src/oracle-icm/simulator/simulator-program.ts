import { nameFaults } from "../../simulator/named-faults.js";
import type { SimulatorProgram } from "../../simulator/program.js";
import type { SimulatedEnvironment } from "./definition.js";
import { startOracleIcmSimulator } from "./oracle-icm-simulator.js";

const USER = "operations@client.example";
const PASSWORD = "simulated";
const CLIENT_ID = "simulated-client";
const CLIENT_SECRET = "simulated-secret";
const SCOPE = "urn:opc:resource:simulated";
const ACCOUNT = "simulated$/import$";
const PACKAGE = "/simulated/incentiveCompensation";
const COLUMNS = ["TransactionNumber", "ParticipantName", "Amount"];

const ENVIRONMENT: SimulatedEnvironment = {
  users: [{ user: USER, password: PASSWORD }],
  clients: [{ clientId: CLIENT_ID, clientSecret: CLIENT_SECRET, scope: SCOPE }],
  accounts: [ACCOUNT],
  resources: [
    { name: "incentiveCompensationTransactions", columns: COLUMNS },
    {
      name: "incentiveCompensationEarnings",
      columns: ["EarningId", "Amount"],
      rows: [
        ["300100071623851", "1200.50"],
        ["300100071623852", "800.00"],
      ],
    },
  ],
  jobs: [
    { package: PACKAGE, definition: "ImportTransactions", loads: "incentiveCompensationTransactions" },
    { package: PACKAGE, definition: "Calculate" },
    { package: PACKAGE, definition: "ExportTransactions", exports: "incentiveCompensationTransactions" },
  ],
  importActivities: {
    objectAttribute: "ObjectCode",
    attributes: ["ImportMapping", "ImportMode", "Name"],
    objects: [{ code: "SIMULATED_TRANSACTION", resource: "incentiveCompensationTransactions" }],
    statusAttribute: "Status",
    words: {
      waiting: "Unprocessed",
      running: "Importing",
      succeeded: "Completed",
      failed: "Failed",
      cancelled: "Cancelled",
    },
    counts: { read: "RecordReadFromFile", written: "SuccessfullyLoaded", rejected: "LoadErrors" },
    cancelValue: "YES",
  },
};

/** An environment with transactions to import by a job or by Import Management, a process, an export and a resource. */
export const simulatorProgram: SimulatorProgram = {
  title:
    "Oracle Fusion Incentive Compensation, simulated: ERP integration service, import activities, resources",
  async start({ port, storage }) {
    const durations = { requestMs: 6_000, documentMs: 2_000, importMs: 5_000 };
    const simulator = await startOracleIcmSimulator({ environment: ENVIRONMENT, durations, port, storage });
    const { faults, address, tokenAddress } = simulator;
    return {
      facts: [
        ["address", address],
        ["token address", tokenAddress],
        ["user", USER],
        ["password", PASSWORD],
        ["client id", CLIENT_ID],
        ["client secret", CLIENT_SECRET],
        ["scope", SCOPE],
        ["account", ACCOUNT],
        ["job package", PACKAGE],
        ["jobs", "ImportTransactions (reads a document), Calculate, ExportTransactions"],
        ["import object", `ObjectCode SIMULATED_TRANSACTION: ${COLUMNS.join(", ")}`],
        ["resources", "incentiveCompensationTransactions, incentiveCompensationEarnings"],
      ],
      faults: {
        ...nameFaults(faults),
        "refuse-jobs": {
          argument: "",
          title: "nothing is submitted: the id of the request is -1",
          switchOn: () => faults.setConditions({ refusesJobs: true }),
        },
        "hide-imports": {
          argument: "",
          title: "the user has no rights to import activities any more",
          switchOn: () => faults.setConditions({ hidesImports: true }),
        },
        "withhold-exports": {
          argument: "",
          title: "the files of exports do not appear",
          switchOn: () => faults.setConditions({ withholdsExports: true }),
        },
        end: {
          argument: "STATE",
          title: "the next request ends so: WARNING, ERROR, CANCELLED, EXPIRED, …",
          switchOn: (state) => faults.setConditions({ ends: state === "" ? [] : [state] }),
        },
      },
      [Symbol.asyncDispose]: simulator.close,
    };
  },
};
