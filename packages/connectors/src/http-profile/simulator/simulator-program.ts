import { nameFaults } from "../../simulator/named-faults.js";
import type { SimulatorProgram } from "../../simulator/program.js";
import { startHttpProfileSimulator } from "./http-profile-simulator.js";

const client = { id: "operations", secret: "simulated" };
const apiKey = "simulated-key";

/** An application of nobody's with a feed, a calculation and an extract. */
export const simulatorProgram: SimulatorProgram = {
  title: "A plain HTTP API, simulated: nobody's, as a profile can describe it",
  async start({ port, storage }) {
    const simulator = await startHttpProfileSimulator({
      ...{ port, storage, runMs: 5_000 },
      application: {
        ...{ client, apiKey },
        feeds: [{ id: "orders", name: "Orders", columns: ["Order", "Region", "Amount"] }],
        calculations: [{ id: "commission", name: "Commission" }],
        extracts: [{ id: "orders-again", name: "Orders again", feed: "orders" }],
      },
    });
    const { faults, address } = simulator;
    return {
      facts: [
        ["API", `${address}/v1`],
        ["tokens", `${address}/oauth/token`],
        ["client id", client.id],
        ["client secret", client.secret],
        ["X-Api-Key", apiKey],
        ["feed", "orders: Order, Region, Amount"],
        ["calculation", "commission"],
        ["extract", "orders-again"],
      ],
      faults: {
        ...nameFaults(faults),
        busy: {
          argument: "[starts]",
          title: "so many starts are refused with 409",
          switchOn: (times) => faults.busy(times === "" ? 1 : Number(times)),
        },
        closed: {
          argument: "",
          title: "the application says that it is closed",
          switchOn: () => faults.setConditions({ closed: true }),
        },
        "rights-gone": {
          argument: "",
          title: "lists come empty",
          switchOn: () => faults.setConditions({ rightsGone: true }),
        },
        end: {
          argument: "WORD",
          title: "the next run ends with this word for its state",
          switchOn: (word) => faults.setConditions({ ends: word === "" ? [] : [word] }),
        },
      },
      [Symbol.asyncDispose]: simulator.close,
    };
  },
};
