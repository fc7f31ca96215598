import { nameFaults } from "../../simulator/named-faults.js";
import type { SimulatorProgram } from "../../simulator/program.js";
import type { SimulatedModel } from "./definition.js";
import type { ForcedEnd } from "./faults.js";
import { startVaricentSimulator } from "./varicent-simulator.js";

const API_KEY = "icm-simulated-key=";
const EMAIL = "operations@client.example";
const PASSWORD = "simulated";

const MODEL: SimulatedModel = {
  model: "Trial",
  users: [{ userId: "operations", apiKey: API_KEY, login: { email: EMAIL, password: PASSWORD } }],
  imports: [
    {
      importId: 12,
      name: "Load Orders",
      filename: "orders.csv",
      table: "Orders",
      columns: ["Order", "Region", "Amount"],
    },
  ],
  calculations: [{ calculationId: 7, name: "Commission" }],
  scheduleItems: [
    { id: 5, name: "Nightly", type: "Folder" },
    { id: 6, name: "Import of the night", type: "Import", parent: 5, runsImport: 12 },
    { id: 8, name: "Calculation of the night", type: "Calculation", parent: 5 },
    {
      id: 9,
      name: "Publish orders",
      type: "Publish",
      publishes: { filename: "Orders.csv", table: "Orders" },
    },
  ],
};

const ENDS: readonly ForcedEnd[] = ["Failed", "Cancelled", "with errors"];

/** A model with an import, a calculation, a nightly folder of the scheduler, and an item that publishes a file. */
export const simulatorProgram: SimulatorProgram = {
  title: "Varicent, simulated: REST API v1, with a folder in place of the sFTP site",
  async start({ port, storage }) {
    const durations = { runMs: 5_000, gapMs: 1_000 };
    const simulator = await startVaricentSimulator({ model: MODEL, durations, port, storage });
    const { faults, address, dataFolder } = simulator;
    return {
      facts: [
        ["API", address],
        ["model", MODEL.model],
        ["API key", API_KEY],
        ["email", EMAIL],
        ["password", PASSWORD],
        ["data folder", dataFolder],
        ["import", "12 Load Orders, reads orders.csv: Order, Region, Amount"],
        ["calculation", "7 Commission"],
        ["scheduler items", "5 Nightly (6 import, 8 calculation), 9 Publish orders (Orders.csv)"],
      ],
      faults: {
        ...nameFaults(faults),
        busy: {
          argument: "[starts]",
          title: "so many starts are refused with 409",
          switchOn: (times) => faults.busy(times === "" ? 1 : Number(times)),
        },
        "lock-table": {
          argument: "[starts]",
          title: "so many starts are refused with 503, as a table is locked",
          switchOn: (times) => faults.lockTable(times === "" ? 1 : Number(times)),
        },
        "global-action": {
          argument: "",
          title: "somebody's global action runs",
          switchOn: () => faults.setConditions({ globalAction: true }),
        },
        incomplete: {
          argument: "FILE",
          title: "the server does not hold the file completely",
          switchOn: (file) => faults.setConditions({ incompleteFiles: [file] }),
        },
        "stale-results": {
          argument: "",
          title: "the scheduler tells the results of earlier runs",
          switchOn: () => faults.setConditions({ staleResults: true }),
        },
        "forget-activities": {
          argument: "",
          title: "what has ended is in no list any more",
          switchOn: () => faults.setConditions({ forgetsActivities: true }),
        },
        end: {
          argument: "Failed|Cancelled|with errors",
          title: "the next run ends so",
          switchOn: (word) => faults.setConditions({ ends: ENDS.filter((end) => end === word) }),
        },
      },
      [Symbol.asyncDispose]: simulator.close,
    };
  },
};
