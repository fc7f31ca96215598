import { type NamedFaults, nameFaults } from "../../simulator/named-faults.js";
import type { SimulatorProgram } from "../../simulator/program.js";
import { type CaptivateiqSimulator, startCaptivateiqSimulator } from "./captivateiq-simulator.js";
import type { SimulatedOrganization } from "./definition.js";
import type { JobEnd } from "./state.js";

const TOKEN = "simulated-token";
const DEALS = "5d0c7a10-0000-4000-8000-000000000001";
const REPORT_MODEL = "5d0c7a10-0000-4000-8000-000000000005";
const REPORT_WORKSHEET = "5d0c7a10-0000-4000-8000-000000000006";
const PLAN = { id: "5d0c7a10-0000-4000-8000-000000000003", name: "Account executives" };
const PERIOD_GROUP = { id: "5d0c7a10-0000-4000-8000-000000000004", name: "Monthly" };

const ORGANIZATION: SimulatedOrganization = {
  organization: { id: "5d0c7a10-0000-4000-8000-00000000000a", name: "Trial" },
  users: [{ email: "operations@client.example", token: TOKEN }],
  dataWorksheets: [
    {
      id: DEALS,
      name: "Deals",
      workbook: { id: "5d0c7a10-0000-4000-8000-00000000000b", name: "Sales" },
      columns: [
        { name: "Deal ID", isUniqueId: true },
        { name: "Rep" },
        { name: "Amount", type: "number" },
        { name: "Closed", type: "date" },
      ],
    },
  ],
  transformationWorksheets: [{ id: "5d0c7a10-0000-4000-8000-000000000002", name: "Deals by rep", of: DEALS }],
  payouts: ["2026-03-31", "2026-04-30"].map((payoutDate) => ({
    ...{ payoutDate, plan: PLAN, periodGroup: PERIOD_GROUP, isLocked: payoutDate < "2026-04" },
    ...{ employee: "E-1", amount: "1250.00" },
  })),
  payoutWorksheets: ["Commission"],
  reportModels: [
    {
      id: REPORT_MODEL,
      name: "Attainment",
      periodDates: ["2026-04-30"],
      worksheets: [{ id: REPORT_WORKSHEET, name: "By deal", of: DEALS }],
    },
  ],
};

const ENDS: readonly JobEnd[] = ["FAILURE", "REVOKED", "REJECTED", "IGNORED"];

/** An organization with a worksheet for deals, payouts of two months, and a report model. */
export const simulatorProgram: SimulatorProgram = {
  title: "CaptivateIQ, simulated: REST API ciq/v1, and the storage behind presigned links",
  async start({ port, storage }) {
    const durations = { queueMs: 1_000, jobMs: 4_000 };
    const simulator = await startCaptivateiqSimulator({
      ...{ organization: ORGANIZATION, durations, port, storage, tier: "standard" },
    });
    const { faults, address, storageAddress } = simulator;
    return {
      facts: [
        ["API", address],
        ["presigned links lead to", storageAddress],
        ["token", TOKEN],
        ["organization", ORGANIZATION.organization.name],
        ["data worksheet", `${DEALS} Deals: Deal ID (unique), Rep, Amount (number), Closed (date)`],
        ["payout dates", "2026-03-31 (locked), 2026-04-30"],
        ["payout worksheet", "Commission"],
        ["report model", `${REPORT_MODEL} Attainment, 2026-04-30, worksheet ${REPORT_WORKSHEET}`],
        ["limits", "5 requests a second, 1,500 an hour"],
      ],
      faults: {
        ...nameFaults(faults),
        ...nameOwnFaults(simulator),
      },
      [Symbol.asyncDispose]: simulator.close,
    };
  },
};

function nameOwnFaults(simulator: CaptivateiqSimulator): NamedFaults {
  const { faults } = simulator;
  return {
    "process-payouts": {
      argument: "[failing]",
      title: "a person processes three payouts, of which so many fail",
      switchOn: (failing) => simulator.processPayouts({ jobs: 3, failing: Number(failing) }),
    },
    "end-job": {
      argument: "FAILURE|REVOKED|REJECTED|IGNORED",
      title: "the next job ends so",
      switchOn: (word) => {
        const ends = ENDS.filter((end) => end === word).map((end) => ({ end }));
        faults.setConditions({ ends });
      },
    },
    "gateway-timeout": {
      argument: "[changes]",
      title: "so many changes are done, but answered with 502",
      switchOn: (times) => faults.setConditions({ gatewayTimeouts: times === "" ? 1 : Number(times) }),
    },
    firewall: {
      argument: "[requests]",
      title: "so many changes are blocked by a page with 403",
      switchOn: (times) => faults.blockByFirewall(times === "" ? 1 : Number(times)),
    },
    "rights-gone": {
      argument: "",
      title: "the user of the token may see nothing any more",
      switchOn: () => faults.setConditions({ rightsGone: true }),
    },
    "nested-details": {
      argument: "",
      title: "details hold links and jobs under other names, deeper",
      switchOn: () => faults.setConditions({ nestedDetails: true }),
    },
    "links-expired": {
      argument: "",
      title: "presigned links do not live any longer",
      switchOn: () => faults.setConditions({ linksExpired: true }),
    },
  };
}
