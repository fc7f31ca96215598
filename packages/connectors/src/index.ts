// The contract
export type { ConnectorCapabilities } from "./contract/capabilities.js";
export type { Outcome, OutcomePart, OutcomeState, Poll } from "./contract/outcome.js";
export type {
  ConnectorCall,
  FindQuery,
  Handle,
  JobKind,
  RejectFile,
  SpmConnector,
  Staged,
  StartableObject,
  StartRequest,
} from "./contract/spm-connector.js";
export { type StageableFile, toStageableFile } from "./contract/stageable-file.js";

// Use in a guide
export {
  type CollectRejectsStepOptions,
  type CollectReportStepOptions,
  collectRejectsStep,
  collectReportStep,
  type FromStep,
  type JobStepOptions,
  type Sink,
  type StageStepOptions,
  type StartStepOptions,
  stageStep,
  startStep,
  type WaitStepOptions,
  waitStep,
} from "./contract/guide-steps.js";

// Use without a guide
export {
  type LoadCall,
  type LoadPolicy,
  type LoadResult,
  type LoadRun,
  runLoad,
} from "./contract/run-load.js";
export {
  type PollingInterval,
  type PollingPolicy,
  type WaitCall,
  waitForOutcome,
} from "./contract/wait-for-outcome.js";

// Rates
export { createLimiter, joinLimiters, type Limiter, type LimiterOptions } from "./http/limiter.js";
export type { HttpTimeouts } from "./http/connection.js";
export type { HttpOptions } from "./http/http-options.js";

// What a connector lives in
export type { ConnectorServices } from "./contract/connector-services.js";
