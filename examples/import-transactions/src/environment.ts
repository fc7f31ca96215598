import { createOracleIcmConnector } from "@spm-ops/connectors/oracle-icm";
import { startOracleIcmSimulator } from "@spm-ops/connectors/oracle-icm/simulator";
import { createRedactor, createSecretReader } from "@spm-ops/core";

const USER = { user: "ops@client.example", password: "simulated" };
const ACCOUNT = "trial$/import$";
const TRANSACTIONS = "incentiveCompensationTransactions";
const DONE = { succeeded: "DONE", failed: "FAILED", cancelled: "STOPPED" };

/** Connects to the environment of this example, a simulated one. For a real one, this file is all that changes. */
export async function openEnvironment() {
  const simulator = await startOracleIcmSimulator({
    environment: {
      users: [USER],
      accounts: [ACCOUNT],
      resources: [{ name: TRANSACTIONS, columns: ["Number", "Participant", "Amount"] }],
      importActivities: {
        objectAttribute: "ObjectCode",
        objects: [{ code: "TRIAL_TRANSACTION", resource: TRANSACTIONS }],
        statusAttribute: "Progress",
        words: { waiting: "WAITING", running: "LOADING", ...DONE },
        counts: { read: "RowsRead", written: "RowsLoaded", rejected: "RowsInError" },
        cancelValue: "YES",
      },
    },
  });
  const redactor = createRedactor();
  const secrets = createSecretReader({ environment: { FUSION_PASSWORD: USER.password }, redactor });
  const oracle = createOracleIcmConnector(
    {
      environment: "uat",
      address: simulator.address,
      authentication: { kind: "basic", ...USER, password: "env:FUSION_PASSWORD" },
      loads: {
        Transactions: {
          kind: "import-activity",
          account: ACCOUNT,
          attributes: { ObjectCode: "TRIAL_TRANSACTION" },
        },
      },
      // Which of its attributes count rows, an environment tells in importActivities/describe.
      importActivities: {
        statusAttribute: "Progress",
        ...{ succeeded: [DONE.succeeded], failed: [DONE.failed], cancelled: [DONE.cancelled] },
        counts: { written: ["RowsLoaded"], rejected: ["RowsInError"] },
      },
      // How long a start may take to show: here no time at all.
      settleMs: 100,
    },
    { secrets, redactor },
  );
  const close = async () => {
    await oracle.close();
    await simulator.close();
  };
  const polling = { intervals: [{ afterMs: 0, everyMs: 50 }] };
  /** Has the answer to the next start lost; real lines do that without being asked. */
  const loseReply = () => simulator.faults.loseReply({ method: "PATCH" });
  return { oracle, polling, loseReply, [Symbol.asyncDispose]: close };
}
