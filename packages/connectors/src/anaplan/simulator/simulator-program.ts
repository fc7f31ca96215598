import { nameFaults } from "../../simulator/named-faults.js";
import type { SimulatorProgram } from "../../simulator/program.js";
import { startAnaplanSimulator } from "./anaplan-simulator.js";
import type { SimulatedModel } from "./definition.js";

const USER = "operations@client.example";
const PASSWORD = "simulated";

const MODEL: SimulatedModel = {
  users: [{ user: USER, password: PASSWORD }],
  files: [{ id: "113000000001", name: "orders.csv" }],
  imports: [
    {
      id: "112000000001",
      name: "Orders from file",
      dataSourceId: "113000000001",
      columns: ["Order", "Region", "Amount"],
      dimensions: [{ column: "Region", items: ["North", "South", "West"] }],
      durationMs: 2_000,
    },
  ],
  processes: [
    {
      id: "118000000001",
      name: "Load and calculate",
      steps: ["112000000001", "117000000001"],
      durationMs: 5_000,
    },
  ],
  exports: [{ id: "116000000001", name: "Orders", rows: "112000000001", durationMs: 2_000 }],
};

/** A tenant with one model: a file, an import that rejects unknown regions, a process, an export. */
export const simulatorProgram: SimulatorProgram = {
  title: "Anaplan, simulated: Integration API v2 and its authentication",
  async start({ port, storage }) {
    const ports = { api: port, authentication: port === 0 ? 0 : port + 1 };
    const simulator = await startAnaplanSimulator({ model: MODEL, ports, storage });
    const { faults, hosts, workspaceId, modelId } = simulator;
    return {
      facts: [
        ["API", hosts.api],
        ["authentication", hosts.authentication],
        ["user", USER],
        ["password", PASSWORD],
        ["workspace", workspaceId],
        ["model", modelId],
        ["file", "113000000001 orders.csv: Order, Region (North, South, West), Amount"],
        ["import", "112000000001 Orders from file"],
        ["process", "118000000001 Load and calculate"],
        ["export", "116000000001 Orders"],
      ],
      faults: {
        ...nameFaults(faults),
        busy: {
          argument: "[starts]",
          title: "so many starts are refused with 409",
          switchOn: (times) => faults.busy(times === "" ? 1 : Number(times)),
        },
        masked: {
          argument: "",
          title: "the user has no access: everything below the model is 404",
          switchOn: () => faults.setConditions({ masked: true }),
        },
        "ignore-cancel": {
          argument: "",
          title: "tasks go on although they are cancelled",
          switchOn: () => faults.setConditions({ ignoresCancel: true }),
        },
        "dumps-expired": {
          argument: "",
          title: "the dumps of failed rows are gone",
          switchOn: () => faults.setConditions({ dumpsExpired: true }),
        },
      },
      [Symbol.asyncDispose]: simulator.close,
    };
  },
};
