import { createSalesforceConnector } from "@spm-ops/connectors/salesforce";
import { startSalesforceSimulator } from "@spm-ops/connectors/salesforce/simulator";
import { createRedactor, createSecretReader } from "@spm-ops/core";

const OBJECT = "Commission_Line__c";
const CLIENT = { clientId: "3MVG9.example", clientSecret: "simulated" };

/** Connects to the org of this example, a simulated one. For a real one, this file is all that changes. */
export async function openEnvironment() {
  const simulator = await startSalesforceSimulator({
    org: {
      clients: [CLIENT],
      objects: [
        {
          name: OBJECT,
          fields: [
            { name: "Ext_Id__c", externalId: true },
            { name: "Participant__c", required: true },
            { name: "Amount__c" },
          ],
        },
      ],
    },
  });
  const redactor = createRedactor();
  const secrets = createSecretReader({ environment: { SALESFORCE_SECRET: CLIENT.clientSecret }, redactor });
  const salesforce = createSalesforceConnector(
    {
      environment: "uat",
      address: simulator.address,
      authentication: { kind: "client-credentials", ...CLIENT, clientSecret: "env:SALESFORCE_SECRET" },
      loads: { Lines: { object: OBJECT, operation: "upsert", externalIdFieldName: "Ext_Id__c" } },
      reports: {
        Lines: { kind: "query", query: `SELECT Ext_Id__c, Participant__c, Amount__c FROM ${OBJECT}` },
      },
    },
    { secrets, redactor },
  );
  const close = async () => {
    await salesforce.close();
    await simulator.close();
  };
  const polling = { intervals: [{ afterMs: 0, everyMs: 50 }] };
  return { salesforce, polling, [Symbol.asyncDispose]: close };
}
