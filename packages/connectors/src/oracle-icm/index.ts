export { createOracleIcmConnector } from "./oracle-icm-connector.js";
export type { OracleIcmJob } from "./oracle-icm-job-options.js";
export type {
  OracleIcmImportActivities,
  OracleIcmImportLoad,
  OracleIcmJobLoad,
  OracleIcmLoad,
} from "./oracle-icm-load-options.js";
export type { OracleIcmAuthentication, OracleIcmOptions } from "./oracle-icm-options.js";
export type { OracleIcmExport, OracleIcmReport, OracleIcmResource } from "./oracle-icm-report-options.js";
