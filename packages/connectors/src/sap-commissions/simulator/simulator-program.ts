import { nameFaults } from "../../simulator/named-faults.js";
import type { SimulatorProgram } from "../../simulator/program.js";
import type { SimulatedTenant } from "./definition.js";
import type { ForcedEnd, SapCommissionsFaults } from "./faults.js";
import { startSapCommissionsSimulator } from "./sap-commissions-simulator.js";

const USER = "operations";
const PASSWORD = "simulated";
const CLIENT_ID = "simulated-client";
const YEAR = "2026";
const MONTHS = Array.from({ length: 12 }, (_, at) => {
  const day = (month: number) => new Date(Date.UTC(Number(YEAR), month, 1)).toISOString().slice(0, 10);
  return { name: `${day(at).slice(0, 7)}`, startDate: day(at), endDate: day(at + 1) };
});

const TENANT: SimulatedTenant = {
  users: [{ userId: USER, password: PASSWORD }],
  clients: [{ clientId: CLIENT_ID, clientSecret: PASSWORD }],
  calendars: [{ name: "Main Monthly Calendar", periods: MONTHS }],
  processingUnits: ["Europe"],
  fileTypes: [
    {
      type: "TXSM",
      table: "TransactionAndCredit",
      stageResource: "stageSalesTransactions",
      columns: ["ORDERID", "PAYEEID", "VALUE"],
      required: ["PAYEEID"],
    },
  ],
  records: {
    creditTypes: [{ creditTypeId: "Revenue", description: "Revenue credit" }],
    participants: [{ payeeId: "P-1", lastName: "North" }],
  },
};

const ENDS: readonly ForcedEnd[] = ["Failed", "Cancel", "Cacel", "with errors"];

/** A tenant with a calendar of twelve months, a file type for transactions, and some objects. */
export const simulatorProgram: SimulatorProgram = {
  title:
    "SAP Commissions, simulated: REST API v2 of both generations, with a folder in place of the sFTP site",
  async start({ port, storage }) {
    const simulator = await startSapCommissionsSimulator({
      tenant: TENANT,
      durations: { pendingMs: 1_000, runMs: 5_000 },
      pickUpMs: 500,
      storage,
      ports: { api: port, identity: port === 0 ? 0 : port + 1 },
    });
    const { faults, address, identityAddress, inboundFolder } = simulator;
    return {
      facts: [
        ["address", address],
        ["classic generation", `${address}/api/v2, user ${USER}`],
        ["cloud generation", `${address}/mtsvc/tcmp/rest/v2, token from the identity service`],
        ["identity service", identityAddress],
        ["client id", CLIENT_ID],
        ["password and secret", PASSWORD],
        ["inbound folder", inboundFolder],
        ["file", `abcd_TXSM_PRD_${YEAR}0131_220000_orders.txt: ORDERID,PAYEEID,VALUE`],
        ["calendar", `Main Monthly Calendar, ${YEAR}-01 to ${YEAR}-12`],
      ],
      faults: { ...nameFaults(faults), ...ownFaults(faults) },
      [Symbol.asyncDispose]: simulator.close,
    };
  },
};

function ownFaults(faults: SapCommissionsFaults) {
  const condition = (title: string, switchOn: () => void) => ({ argument: "", title, switchOn });
  return {
    "lock-objects": {
      argument: "[starts]",
      title: "so many starts are refused with TCMP_09012",
      switchOn: (times: string) => faults.lockObjects(times === "" ? 1 : Number(times)),
    },
    "fail-start": {
      argument: "[starts]",
      title: "so many starts are answered with 500 and _ERROR_, and not carried out",
      switchOn: (times: string) => faults.failStart(times === "" ? 1 : Number(times)),
    },
    end: {
      argument: "Failed|Cancel|Cacel|with errors",
      title: "the next pipeline ends so",
      switchOn: (word: string) => faults.setConditions({ ends: ENDS.filter((end) => end === word) }),
    },
    "cancel-quirk": condition("a cancel is answered with TCMP_60255, and carried out", () =>
      faults.setConditions({ cancelQuirk: true }),
    ),
    "bare-ids": condition("long ids come as numbers, without quotes", () =>
      faults.setConditions({ bareIds: true }),
    ),
    "wait-for-jobs": condition("files stay in the drop box", () =>
      faults.setConditions({ waitsForJobs: true }),
    ),
    "hide-pipelines": condition("lists of pipelines come empty", () =>
      faults.setConditions({ hidesPipelines: true }),
    ),
  };
}
