export { createAnaplanConnector } from "./anaplan-connector.js";
export type { AnaplanAuthentication, AnaplanOptions, AnaplanWake } from "./anaplan-options.js";
export { createCloudWorksConnector } from "./cloudworks/cloudworks-connector.js";
export type { CloudWorksOptions } from "./cloudworks/cloudworks-options.js";
