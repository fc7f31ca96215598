export { createSapCommissionsConnector, type SapCommissionsServices } from "./sap-commissions-connector.js";
export type { SapCommissionsLoad, SapCommissionsProcess } from "./sap-commissions-jobs.js";
export type { SapCommissionsAuthentication, SapCommissionsOptions } from "./sap-commissions-options.js";
export type { ImportModule, ImportStage, RunStage } from "./pipeline-stages.js";
