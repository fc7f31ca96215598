import { nameFaults } from "../../simulator/named-faults.js";
import type { SimulatorProgram } from "../../simulator/program.js";
import type { SimulatedBusiness } from "./definition.js";
import type { XactlyFaults } from "./faults.js";
import type { InvocationStatus } from "./state.js";
import { startXactlySimulator } from "./xactly-simulator.js";

const BUSINESS: SimulatedBusiness = {
  user: "operations@client.example",
  password: "simulated",
  clientId: "client-1",
  consumer: "consumer-1",
  pipelines: [
    {
      name: "load_orders",
      members: [
        { name: "orders are there", needsFile: "/inbox/orders.csv" },
        { name: "clear staging", command: "delete from staging.order_item" },
        { name: "read orders", readsFile: "/inbox/orders.csv", into: "staging.order_item" },
        { name: "create batches", command: "incent synchronous create batches" },
        { name: "validate", command: "incent validate orders" },
        { name: "upload", command: "incent upload orders" },
      ],
    },
    { name: "calculate", members: [{ name: "calculate", command: "incent synchronous calculate" }] },
  ],
};

const STATUSES: readonly InvocationStatus[] = ["pass", "fail", "aborted", "aborted on condition false"];

/** A business with a pipeline that loads orders, all or none, and one that calculates. */
export const simulatorProgram: SimulatorProgram = {
  title:
    "Xactly Connect, simulated: REST surface v1 and command language, with a folder in place of the sFTP site",
  async start({ port, storage }) {
    const durations = { readyMs: 1_000, waitMs: 1_000, runMs: 5_000, commandMs: 2_000 };
    const simulator = await startXactlySimulator({ business: BUSINESS, durations, port, storage });
    const { faults, address, homeFolder } = simulator;
    return {
      facts: [
        ["API", address],
        ["user", BUSINESS.user],
        ["password", BUSINESS.password],
        ["client_id", BUSINESS.clientId],
        ["consumer", BUSINESS.consumer],
        ["home folder", homeFolder],
        [
          "pipeline load_orders",
          "reads /inbox/orders.csv: order_code,item_code,batch_name,period_name,amount",
        ],
        ["pipeline calculate", "credits what was uploaded"],
        ["columns of a result", "status_code,status_message,name,command,count,value,exception_message"],
      ],
      faults: { ...nameFaults(faults), ...nameOwnFaults(faults) },
      [Symbol.asyncDispose]: simulator.close,
    };
  },
};

function nameOwnFaults(faults: XactlyFaults) {
  return {
    busy: {
      argument: "[invocations]",
      title: "so many invocations find their pipeline running already",
      switchOn: (times: string) => faults.busy(times === "" ? 1 : Number(times)),
    },
    credential: {
      argument: "valid|missing|expired",
      title: "the credential of pipelines for Incent, while the login works",
      switchOn: (word: string) =>
        faults.setConditions({
          incentCredential: word === "missing" || word === "expired" ? word : "valid",
        }),
    },
    "silent-upload": {
      argument: "",
      title: "an upload that validation errors keep back passes, with nothing uploaded",
      switchOn: () => faults.setConditions({ silentUpload: true }),
    },
    "bad-command": {
      argument: "[status]",
      title: "a command that cannot be carried out is refused with this status, not with a row",
      switchOn: (status: string) =>
        faults.setConditions({ badCommandStatus: status === "" ? 400 : Number(status) }),
    },
    end: {
      argument: STATUSES.join("|"),
      title: "the next invocation ends so",
      switchOn: (word: string) =>
        faults.setConditions({ ends: STATUSES.filter((status) => status === word) }),
    },
  };
}
