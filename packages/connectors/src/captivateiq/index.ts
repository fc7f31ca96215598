export { type CaptivateiqConnector, createCaptivateiqConnector } from "./captivateiq-connector.js";
export type {
  CaptivateiqImportMode,
  CaptivateiqLinks,
  CaptivateiqLoad,
  CaptivateiqOptions,
} from "./captivateiq-options.js";
export {
  type PayoutRun,
  type PayoutSource,
  type PayoutWatch,
  type PayoutWatchCall,
  watchPayouts,
} from "./captivateiq-payouts.js";
export type {
  CaptivateiqReport,
  PayoutReport,
  ReportModelReport,
  ReportRecordsReport,
  WorksheetReport,
} from "./captivateiq-report-options.js";
