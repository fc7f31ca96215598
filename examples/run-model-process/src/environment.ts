import { createAnaplanConnector } from "@spm-ops/connectors/anaplan";
import { startAnaplanSimulator } from "@spm-ops/connectors/anaplan/simulator";
import { createRedactor, createSecretReader } from "@spm-ops/core";

const USER = { user: "ops@client.example", password: "simulated" };
const REGIONS = [{ column: "Region", items: ["North", "South"] }];

/** Connects to the model of this example, a simulated one. For a real one, this file is all that changes. */
export async function openEnvironment() {
  const simulator = await startAnaplanSimulator({
    model: {
      users: [USER],
      files: [
        { id: "113000000001", name: "accounts.csv" },
        { id: "113000000002", name: "quotas.csv" },
      ],
      imports: [
        {
          ...{ id: "112000000001", name: "Accounts", dataSourceId: "113000000001" },
          ...{ columns: ["Account", "Region"], dimensions: REGIONS },
        },
        {
          ...{ id: "112000000002", name: "Quotas", dataSourceId: "113000000002" },
          ...{ columns: ["Region", "Quota"], dimensions: REGIONS },
        },
      ],
      actions: [{ id: "117000000001", name: "Calculate" }],
      processes: [
        {
          ...{ id: "118000000001", name: "Load and calculate" },
          steps: ["112000000001", "112000000002", "117000000001"],
        },
      ],
    },
  });
  const redactor = createRedactor();
  const secrets = createSecretReader({ environment: { ANAPLAN_PASSWORD: USER.password }, redactor });
  const { hosts, workspaceId, modelId, faults } = simulator;
  const anaplan = createAnaplanConnector(
    {
      ...{ environment: "uat", hosts, workspaceId, modelId },
      authentication: { kind: "basic", ...USER, password: "env:ANAPLAN_PASSWORD" },
      upload: { chunkSizeBytes: 64 * 1024 },
    },
    { secrets, redactor },
  );
  const close = async () => {
    await anaplan.close();
    await simulator.close();
  };
  return {
    anaplan,
    names: { accounts: "Accounts", quotas: "Quotas", process: "Load and calculate" },
    polling: { intervals: [{ afterMs: 0, everyMs: 50 }] },
    busy: { attempts: 10, delayMs: 50 },
    /** Has the model work on something else for two starts; a real one does that without being asked. */
    beBusy: () => faults.busy(2),
    [Symbol.asyncDispose]: close,
  };
}
