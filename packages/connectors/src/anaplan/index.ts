export { createAnaplanConnector } from "./anaplan-connector.js";
export type { AnaplanAuthentication, AnaplanOptions } from "./anaplan-options.js";
