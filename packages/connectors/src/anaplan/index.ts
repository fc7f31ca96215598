export { createAnaplanConnector } from "./anaplan-connector.js";
export type { AnaplanAuthentication, AnaplanOptions, AnaplanServices } from "./anaplan-options.js";
