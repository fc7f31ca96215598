import { type NamedFaults, nameFaults } from "../../simulator/named-faults.js";
import type { SimulatorProgram } from "../../simulator/program.js";
import { startAnaplanSimulator } from "./anaplan-simulator.js";
import type { SimulatedModel } from "./definition.js";
import type { AnaplanFaults, Conditions } from "./faults.js";

const USER = "operations@client.example";
const PASSWORD = "simulated";

const INTEGRATION = "0".repeat(31).concat("1");
const NIGHTLY = "0".repeat(31).concat("2");
const FLOW = "0".repeat(31).concat("f");

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
  actions: [{ id: "117000000001", name: "Calculate", durationMs: 2_000 }],
  processes: [
    {
      id: "118000000001",
      name: "Load and calculate",
      steps: ["112000000001", "117000000001"],
      durationMs: 5_000,
    },
  ],
  exports: [{ id: "116000000001", name: "Orders", rows: "112000000001", durationMs: 2_000 }],
  integrations: [
    {
      id: INTEGRATION,
      name: "Bring orders",
      runs: "112000000001",
      content: "Order,Region,Amount\nO-1,North,10.50\nO-2,East,7.25\n",
    },
    { id: NIGHTLY, name: "Nightly", runs: "118000000001" },
  ],
  flows: [{ id: FLOW, name: "Bring and calculate", steps: [INTEGRATION, NIGHTLY] }],
};

/** A tenant with one model: a file, an import that rejects unknown regions, an action, a process, an export; CloudWorks. */
export const simulatorProgram: SimulatorProgram = {
  title: "Anaplan, simulated: Integration API v2, CloudWorks and their authentication",
  async start({ port, storage }) {
    const at = (place: number) => (port === 0 ? 0 : port + place);
    const ports = { api: port, authentication: at(1), cloudWorks: at(2) };
    const simulator = await startAnaplanSimulator({ model: MODEL, ports, storage });
    const { faults, hosts, cloudWorksHosts, workspaceId, modelId } = simulator;
    return {
      facts: [
        ["API", hosts.api],
        ["authentication", hosts.authentication],
        ["CloudWorks", cloudWorksHosts.cloudWorks],
        ["user", USER],
        ["password", PASSWORD],
        ["workspace", workspaceId],
        ["model", modelId],
        ["file", "113000000001 orders.csv: Order, Region (North, South, West), Amount"],
        ["import", "112000000001 Orders from file"],
        ["process", "118000000001 Load and calculate"],
        ["action", "117000000001 Calculate"],
        ["export", "116000000001 Orders"],
        ["integrations", `${INTEGRATION} Bring orders, ${NIGHTLY} Nightly`],
        ["flow", `${FLOW} Bring and calculate`],
      ],
      faults: nameAnaplanFaults(faults),
      [Symbol.asyncDispose]: simulator.close,
    };
  },
};

function nameAnaplanFaults(faults: AnaplanFaults): NamedFaults {
  const condition = (title: string, changed: Partial<Conditions>) => ({
    argument: "",
    title,
    switchOn: () => faults.setConditions(changed),
  });
  return {
    ...nameFaults(faults),
    busy: {
      argument: "[starts]",
      title: "so many starts are refused with 409",
      switchOn: (times) => faults.busy(times === "" ? 1 : Number(times)),
    },
    masked: condition("the user has no access: everything below the model is 404", { masked: true }),
    "ignore-cancel": condition("tasks go on although they are cancelled", { ignoresCancel: true }),
    "dumps-expired": condition("the dumps of failed rows are gone", { dumpsExpired: true }),
    asleep: condition("the model is unloaded: calls hang until it is opened", { asleep: true }),
    "no-role": condition("the user has not the role that CloudWorks asks for", { integrationRole: false }),
  };
}
