// Errors, time, values
export { isSpmError, SpmError, type SpmErrorCode, type SpmErrorDetails } from "./spm-error.js";
export { type Clock, systemClock } from "./clock.js";
export { canonicalJson, type JsonValue, toJsonValue } from "./json.js";
export { sha256 } from "./digest.js";
export { parseOptions, toIssues } from "./parse-options.js";
export { isRetryable, retry, type RetryCall, type RetryPolicy } from "./retry.js";

// Secrets
export { createRedactor, type Redactor } from "./redact.js";
export {
  createSecretReader,
  type SecretReader,
  type SecretReaderOptions,
  type SecretReference,
  secretReference,
} from "./secret.js";

// Nouns that the other packages share
export type { Availability } from "./availability.js";
export type {
  FileContent,
  FileSite,
  FileSiteCall,
  FileSiteCapabilities,
  FileStat,
  WrittenFile,
} from "./file-site.js";
export { formatBytes, formatDuration, formatFigure } from "./figure-text.js";
export { type ExpectedInterval, type Judgement, toStepSubject } from "./judgement.js";
export { VOLUME_MEASURES, type Volume, type VolumeMeasure, volumeSchema } from "./volume.js";
export { type Actor, actorSchema } from "./actor.js";

// Guide: document, program and evidence in one object
export { defineGuide, type Guide, type GuideDeclaration } from "./guide/guide.js";
export type { GuideDocument, ProcedureDocument, StepDocument } from "./guide/guide-document.js";
export {
  type AnyProcedure,
  defineProcedure,
  type Procedure,
  type ProcedureText,
  type Step,
} from "./guide/procedure.js";
export { renderGuide } from "./guide/render-guide.js";
export type {
  AfterFailure,
  FailureText,
  StepArguments,
  StepDefinition,
  StepEffect,
  StepProgress,
  StepRun,
  StepText,
} from "./guide/step.js";

// Effects
export type { EffectContract, Found } from "./effect/effect-contract.js";
export { type EffectEvent, effectEvents } from "./effect/effect-events.js";
export {
  type EffectState,
  type EffectStatus,
  foldEffect,
  isSettled,
  type RecordedFailure,
} from "./effect/effect-state.js";
export {
  type EffectAttempt,
  type EffectJournal,
  type EffectPerformance,
  type EffectWork,
  performEffect,
} from "./effect/perform-effect.js";

// Runs
export { createRunLog, type RunLog, type RunQuery } from "./run/run-log.js";
export {
  createRunProgress,
  type RunProgress,
  type RunProgressEvents,
  type StepPlace,
} from "./run/run-progress.js";
export type { RunState, RunStatus, StepState, StepStatus } from "./run/run-state.js";
export { createRunner, type Runner } from "./run/runner.js";
export type { RunnerOptions } from "./run/runner-options.js";
export type { RunRequest } from "./run/request-run.js";
export type { DoubtResolution } from "./run/resolve-doubt.js";

// The log of streams
export type { Claim, ClaimRequest } from "./log/claim.js";
export { type LogEvent, type NewEvent, type StreamId, streamName } from "./log/event.js";
export { CHAIN_START, type ChainHead, verifyChain } from "./log/hash-chain.js";
export type { Log, StreamAppend, StreamHead, StreamIndex, StreamQuery } from "./log/log.js";
export { openSqliteLog, type SqliteLog, type SqliteLogOptions } from "./log/sqlite/sqlite-log.js";
export { foldStream, openStream, type Stream, type StreamWriting } from "./log/stream.js";
export {
  defineStreamKind,
  type EventOf,
  type EventSchemas,
  type FoldedEvent,
  type StreamKind,
} from "./log/stream-kind.js";
