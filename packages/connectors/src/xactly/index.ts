export { createXactlyConnector, type XactlyServices } from "./xactly-connector.js";
export type {
  XactlyAuthentication,
  XactlyCommand,
  XactlyLanguage,
  XactlyLoad,
  XactlyOptions,
  XactlyRejects,
  XactlyReport,
  XactlySelection,
} from "./xactly-options.js";
