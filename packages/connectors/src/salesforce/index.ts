export { createSalesforceConnector } from "./salesforce-connector.js";
export type {
  SalesforceAuthentication,
  SalesforceDelimiter,
  SalesforceLoad,
  SalesforceOptions,
  SalesforceQuery,
  SalesforceReport,
} from "./salesforce-options.js";
