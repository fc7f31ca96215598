export { createVaricentConnector, type VaricentServices } from "./varicent-connector.js";
export type { VaricentAuthentication, VaricentOptions, VaricentReport } from "./varicent-options.js";
