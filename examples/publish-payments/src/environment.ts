import { createVaricentConnector } from "@spm-ops/connectors/varicent";
import { startVaricentSimulator } from "@spm-ops/connectors/varicent/simulator";
import { createRedactor, createSecretReader } from "@spm-ops/core";
import { createLocalSite } from "@spm-ops/sftp";

const MODEL = "Trial Model";
const ORDERS = { importId: 12, name: "Orders", filename: "orders.csv", table: "Orders" };
const PAYMENTS = { filename: "Payments.csv", table: "Orders" };

export type Environment = Awaited<ReturnType<typeof openEnvironment>>;

/** Connects to the model of this example, a simulated one. For a real one, this file is all that changes. */
export async function openEnvironment(folder: string) {
  const simulator = await startVaricentSimulator({
    dataFolder: `${folder}/Data`,
    model: {
      model: MODEL,
      users: [{ userId: "operations", apiKey: "simulated" }],
      imports: [{ ...ORDERS, columns: ["Order", "Payee", "Amount"] }],
      calculations: [{ calculationId: 7, name: "Commission" }],
      scheduleItems: [{ id: 9, name: "Publish payments", type: "Publish", publishes: PAYMENTS }],
    },
  });
  const redactor = createRedactor();
  const secrets = createSecretReader({ environment: { VARICENT_KEY: "simulated" }, redactor });
  const varicent = createVaricentConnector(
    {
      ...{ environment: "uat", address: simulator.address, model: MODEL },
      authentication: { kind: "api-key", apiKey: "env:VARICENT_KEY" },
      reports: { newest: "last", files: [{ file: PAYMENTS.filename, item: "Publish payments" }] },
    },
    // A real model has an sFTP server: openSftpSite.
    { secrets, redactor, dataSite: createLocalSite({ root: folder }) },
  );
  return {
    varicent,
    names: { import: ORDERS.name, calculation: "Commission", file: PAYMENTS.filename },
    polling: { intervals: [{ afterMs: 0, everyMs: 50 }] },
    /** Has the answer to the start of the import lost; real lines do that without being asked. */
    loseReply: () => simulator.faults.loseReply({ method: "POST", path: /rpc\/imports/ }),
    async [Symbol.asyncDispose]() {
      await varicent.close();
      await simulator.close();
    },
  };
}
