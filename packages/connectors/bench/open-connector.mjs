import { createRedactor, createSecretReader } from "../../core/dist/index.js";
import { createAnaplanConnector } from "../dist/anaplan/index.js";
import { createSalesforceConnector } from "../dist/salesforce/index.js";

const services = (environment) => {
  const redactor = createRedactor();
  return { redactor, secrets: createSecretReader({ environment, redactor }) };
};

/** A connector to a simulated model, from what the simulator says of itself. */
export function openAnaplan({ hosts, workspaceId, modelId, user, password, ...options }) {
  const authentication = { kind: "basic", user, password: "env:PASSWORD" };
  return createAnaplanConnector(
    { environment: "simulated", hosts, workspaceId, modelId, authentication, ...options },
    services({ PASSWORD: password }),
  );
}

/** The same from the lines of the simulator's program. */
export function openAnaplanFrom(facts, options = {}) {
  const { API: api, authentication, workspace: workspaceId, model: modelId, user, password } = facts;
  return openAnaplan({ hosts: { api, authentication }, workspaceId, modelId, user, password, ...options });
}

/** A connector to a simulated org, which upserts commission lines. */
export function openSalesforce(facts) {
  const authentication = {
    kind: "client-credentials",
    clientId: facts["client id"],
    clientSecret: "env:SECRET",
  };
  const loads = {
    Lines: { object: "Commission_Line__c", operation: "upsert", externalIdFieldName: "Ext_Id__c" },
  };
  return createSalesforceConnector(
    { environment: "simulated", address: facts.address, authentication, loads },
    services({ SECRET: facts["client secret"] }),
  );
}
