// Errors, time, values
export { isSpmError, SpmError, type SpmErrorCode, type SpmErrorDetails } from "./spm-error.js";
export { type Clock, systemClock } from "./clock.js";
export { canonicalJson, type JsonValue, toJsonValue } from "./json.js";
export { sha256 } from "./digest.js";
export { guardFormula } from "./formula-guard.js";
export { parseOptions, toIssues } from "./parse-options.js";
export { isRetryable, retry, type RetryCall, type RetryPolicy } from "./retry.js";

// The local disk
export { diskCodeOf, onDisk, toDiskFailure } from "./disk-failure.js";

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
export { type ExpectedInterval, type Judgement, toStepSubject } from "./judgement.js";
export { VOLUME_MEASURES, type Volume, type VolumeMeasure, volumeSchema } from "./volume.js";
export { type Actor, actorSchema } from "./actor.js";

// Guide: document, program and evidence in one object
export { defineGuide, type Guide, type GuideDeclaration, type GuideSchedule } from "./guide/guide.js";
export type { GuideDocument, ProcedureDocument } from "./guide/document/guide-document.js";
export type { StepDocument } from "./guide/document/step-document.js";
export {
  type AnyProcedure,
  type AutomatedStep,
  type CallingStep,
  type Compensation,
  type Concurrency,
  defineProcedure,
  type ManualStep,
  type Procedure,
  type ProcedureText,
  type Step,
  type WaitingStep,
} from "./guide/procedure.js";
export { type ScheduledProcedure, scheduleProcedure } from "./guide/scheduled-procedure.js";
export type {
  CompensationDefinition,
  StepArguments,
  StepDefinition,
  StepEffect,
  StepPolicy,
  StepProgress,
  StepRun,
} from "./guide/step/automated-step.js";
export type { CallingStepDefinition } from "./guide/step/calling-step.js";
export { describeDue } from "./guide/step/describe-due.js";
export { type Due, toDueInstant } from "./guide/step/due.js";
export type { Expectation } from "./guide/step/expectation.js";
export type {
  CheckArguments,
  Escalation,
  ManualStepDefinition,
  SignOff,
} from "./guide/step/manual-step.js";
export type { Reconciliation } from "./guide/step/reconciliation.js";
export type { AfterFailure, FailureText, MayFail, StepText } from "./guide/step/step-text.js";
export type { WaitArguments, WaitForMoment, WaitForSignal } from "./guide/step/waiting-step.js";

// Guide: on paper and on screens
export type { PageFormat } from "./guide/render/page-format.js";
export { type GuideRendering, renderGuide } from "./guide/render/render-guide.js";
export { renderGuideChanges } from "./guide/render/render-guide-changes.js";
export { type RunRendering, renderRun } from "./guide/render/render-run.js";
export { compareGuides } from "./guide/compare/compare-guides.js";
export type {
  FieldChange,
  GuideChange,
  GuidePlace,
  LineChange,
  StepPosition,
} from "./guide/compare/guide-change.js";

// Text for people
export { formatBytes, formatDuration, formatFigure } from "./figure-text.js";
export { escapeHtml, type Html, type HtmlPart, html, raw } from "./html.js";
export { createMomentText, type MomentText } from "./moment-text.js";
export { STEP_STATUS_TEXTS } from "./run/step-status-text.js";
export { formatAmount, formatMoved } from "./volume-text.js";

// Effects
export type { EffectContract, Found } from "./effect/effect-contract.js";
export { type EffectEvent, effectEvents } from "./effect/effect-events.js";
export type { EffectJournal } from "./effect/effect-journal.js";
export {
  type EffectState,
  type EffectStatus,
  foldEffect,
  isSettled,
  type RecordedFailure,
} from "./effect/effect-state.js";
export {
  type EffectAttempt,
  type EffectPerformance,
  type EffectWork,
  performEffect,
} from "./effect/perform-effect.js";

// The outbox: what is to be told to the outside world
export {
  type Channel,
  type ChannelContract,
  defineChannel,
  type MessageAttempt,
} from "./effect/outbox/channel.js";
export type { MessageAct, MessageResolution } from "./effect/outbox/decide-message.js";
export type { DeliverDueCall, DueMessages } from "./effect/outbox/deliver-due.js";
export type { Message, MessageStatus } from "./effect/outbox/message.js";
export { messageKind } from "./effect/outbox/message-kind.js";
export { createOutbox, type MessageQuery, type Outbox } from "./effect/outbox/outbox.js";
export type { OutboxOptions } from "./effect/outbox/outbox-options.js";
export type { NewMessage } from "./effect/outbox/put-message.js";

// Runs
export {
  createRunLog,
  type RunChange,
  type RunFollowing,
  type RunLog,
  type RunQuery,
} from "./run/run-log.js";
export { listSteps, type StepPerformance, type StepQuery } from "./run/list-steps.js";
export {
  createRunProgress,
  type RunProgress,
  type RunProgressEvents,
  type StepPlace,
} from "./run/run-progress.js";
export type {
  RerunOrigin,
  RunCaller,
  RunCancellation,
  RunDecision,
  RunPostponement,
  RunState,
  RunStatus,
  RunTurn,
  StepDecision,
  StepState,
  StepStatus,
  StepWait,
} from "./run/run-state.js";
export type { ManualAct, ManualState, Submission } from "./run/manual-state.js";
export type { Team } from "./run/team.js";
export { createRunner, type Runner } from "./run/runner.js";
export type { RunnerOptions } from "./run/runner-options.js";
export type { RunRequest } from "./run/request-run.js";
export type { RunAct } from "./run/acts/act-on-run.js";
export type { StepAct, StepOverride } from "./run/acts/decide-step.js";
export type { Rerun } from "./run/acts/rerun.js";
export type { DoubtResolution } from "./run/acts/resolve-doubt.js";
export type { Cancellation } from "./run/acts/stop-run.js";
export type { Migration } from "./run/acts/migrate-run.js";
export type { StepMessage } from "./run/acts/tell-step.js";
export type { ManualStepAct } from "./run/acts/manual/manual-act.js";
export type { FormRejection, FormSignature } from "./run/acts/manual/sign-form.js";
export type { FormSubmission } from "./run/acts/manual/submit-form.js";

// Schedules, slots and business calendars
export {
  type BusinessCalendar,
  type BusinessCalendarDeclaration,
  type BusinessCalendarDocument,
  defineBusinessCalendar,
  type Holiday,
} from "./schedule/business-calendar.js";
export type { PeriodKind } from "./schedule/calendar-period.js";
export { isZone } from "./schedule/clock-change.js";
export { describeSchedule, type WrittenSchedule } from "./schedule/describe-schedule.js";
export type { DueDay } from "./schedule/due-days.js";
export { type HolidayYears, parseHolidays } from "./schedule/icalendar-holidays.js";
export { decideSlots, type SlotDecision, type SlotLook } from "./schedule/missed.js";
export { defineSchedule, type Schedule, type ScheduleSurroundings } from "./schedule/schedule.js";
export type { ScheduleDeclaration, ScheduleDocument } from "./schedule/schedule-document.js";
export type { ScheduleRule } from "./schedule/schedule-rule.js";
export type { Slot, SlotCause } from "./schedule/slot.js";
export {
  reportSlots,
  type SlotFact,
  type SlotOutcome,
  type SlotReport,
  type SlotReportRow,
  type UnexpectedFact,
} from "./schedule/slot-report.js";
export { type InstantPeriod, nextSlot, slotsBetween } from "./schedule/slots.js";
export type { RollRule, WorkingDays } from "./schedule/working-days.js";
export { type LocalInstants, toInstants, toLocalTime } from "./schedule/zoned-time.js";

// Slots as streams, and the operations that watch them
export type { ScheduleAct, SlotDecisionAct } from "./schedule/watch/slot-acts.js";
export { type SlotState, type SlotStatus, slotKind } from "./schedule/watch/slot-kind.js";
export { createSlotLog, type SlotLog, type SlotQuery } from "./schedule/watch/slot-log.js";
export { createSlotWatch, type SlotsSeen, type SlotWatch } from "./schedule/watch/slot-watch.js";
export type { SlotWatchOptions } from "./schedule/watch/slot-watch-options.js";
export {
  type RuleVersion,
  type SchedulePause,
  type WatchedSchedule,
  watchedScheduleKind,
} from "./schedule/watch/watched-schedule.js";
export {
  createOperations,
  type Operations,
  type OperationsOptions,
  type OperationsTold,
} from "./engine/operations.js";
export { type Sweep, type SweepOptions, sweep } from "./engine/sweep.js";
export { createInProcessEngine, type InProcessEngineOptions } from "./engine/in-process-engine.js";
export type { OnWakeError } from "./engine/wake-calls.js";
export type { OnWake, WakeEngine } from "./engine/wake-engine.js";

// The log of streams
export {
  type Attachment,
  attachmentSchema,
  type KeptAttachment,
  type NewAttachment,
} from "./log/attachment.js";
export type { Claim, ClaimRequest } from "./log/claim.js";
export { type LogEvent, type NewEvent, type StreamId, streamName } from "./log/event.js";
export { CHAIN_START, type ChainHead, verifyChain } from "./log/hash-chain.js";
export type {
  ClaimedAppend,
  Log,
  StreamAppend,
  StreamChange,
  StreamCursor,
  StreamHead,
  StreamIndex,
  StreamQuery,
  StreamWrite,
} from "./log/log.js";
export type { StreamExpiry } from "./log/tombstone.js";
export { openSqliteLog, type SqliteLog, type SqliteLogOptions } from "./log/sqlite/sqlite-log.js";
export type { Rule, Rules } from "./log/decide-events.js";
export { type IndexedKind, toIndexedKind } from "./log/indexed-kind.js";
export { foldStream, openStream, type Stream, type StreamWriting } from "./log/stream.js";
export { type StreamPart, toStreamWrite } from "./log/stream-write.js";
export {
  defineStreamKind,
  type EventOf,
  type EventSchemas,
  type FoldedEvent,
  type StreamKind,
} from "./log/stream-kind.js";

// Seals and evidence
export { type Checkpoint, hashSealedHead, type SealedHead, verifyCheckpoint } from "./log/checkpoint.js";
export {
  type CheckpointKey,
  type CheckpointKeyOptions,
  createCheckpointKey,
  readCheckpointKey,
} from "./log/checkpoint-key.js";
export { type ExpiryRequest, expireStreams } from "./log/expire-streams.js";
export {
  type ConsistencyProof,
  type InclusionProof,
  verifyConsistency,
  verifyInclusion,
} from "./log/merkle-proof.js";
export { buildMerkleTree, hashLeaf, type MerkleTree } from "./log/merkle-tree.js";
export { type LogProblem, readSealHistory, type SealHistory } from "./log/seal-history.js";
export { type Seal, type SealOptions, sealLog } from "./log/seal-log.js";
export { type LogVerification, type LogVerificationOptions, verifyLog } from "./log/verify-log.js";
export { runKind } from "./run/run-kind.js";
export type { EvidenceSelection } from "./evidence/evidence-manifest.js";
export { type EvidenceOptions, type EvidencePack, exportEvidence } from "./evidence/export-evidence.js";
export { type EvidenceReport, verifyEvidence } from "./evidence/verify-evidence.js";
export type { EvidenceProblem } from "./evidence/verify-pack-files.js";
