import { nameFaults } from "../../simulator/named-faults.js";
import type { SimulatorProgram } from "../../simulator/program.js";
import type { SimulatedOrg } from "./definition.js";
import { startSalesforceSimulator } from "./salesforce-simulator.js";

const CLIENT_ID = "simulated-client";
const CLIENT_SECRET = "simulated";
const REPORT_ID = "00O000000000001AAA";

const ORG: SimulatedOrg = {
  clients: [{ clientId: CLIENT_ID, clientSecret: CLIENT_SECRET }],
  objects: [
    {
      name: "Account",
      fields: [{ name: "Name", required: true }, { name: "Industry" }],
      records: [
        { Name: "Client North", Industry: "Energy" },
        { Name: "Client South", Industry: "Retail" },
      ],
    },
    {
      name: "Commission_Line__c",
      fields: [
        { name: "Name" },
        { name: "Ext_Id__c", externalId: true, required: true },
        { name: "Participant__c", required: true },
        { name: "Amount__c" },
        { name: "Account__c", references: "Account" },
      ],
      durationMs: 2_000,
    },
  ],
  reports: [
    {
      id: REPORT_ID,
      name: "Commission lines",
      object: "Commission_Line__c",
      columns: ["Ext_Id__c", "Participant__c", "Amount__c"],
    },
  ],
};

/** An org with an object for commission lines, which have a key and need a participant, and a report of them. */
export const simulatorProgram: SimulatorProgram = {
  title: "Salesforce, simulated: login, Bulk API 2.0 and Analytics reports",
  async start({ port, storage }) {
    const simulator = await startSalesforceSimulator({ org: ORG, port, storage });
    const { faults, address } = simulator;
    return {
      facts: [
        ["address", address],
        ["token", `${address}/services/oauth2/token (client_credentials)`],
        ["client id", CLIENT_ID],
        ["client secret", CLIENT_SECRET],
        ["versions", "47.0 to 66.0"],
        ["object", "Account: Name, Industry"],
        [
          "object to load",
          "Commission_Line__c: Name, Ext_Id__c (key), Participant__c, Amount__c, Account__c",
        ],
        ["report", `${REPORT_ID} Commission lines`],
      ],
      faults: {
        ...nameFaults(faults),
        "fail-job": {
          argument: "[batches]",
          title: "the next job that starts fails after so many batches",
          switchOn: (batches) => faults.failJob({ afterBatches: Number(batches) }),
        },
        "lock-rows": {
          argument: "[rows]",
          title: "one of so many rows cannot be locked",
          switchOn: (rows) => faults.setConditions({ lockedEvery: rows === "" ? 10 : Number(rows) }),
        },
        "jobs-gone": {
          argument: "",
          title: "jobs and their results are gone",
          switchOn: () => faults.setConditions({ jobsGone: true }),
        },
        "calls-spent": {
          argument: "",
          title: "the allowance of calls is spent: 403 REQUEST_LIMIT_EXCEEDED",
          switchOn: () => faults.setConditions({ callsSpent: true }),
        },
      },
      [Symbol.asyncDispose]: simulator.close,
    };
  },
};
