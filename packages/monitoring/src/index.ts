// Expectations: what every figure of an environment should be, learned as runs end
export type { PromiseReport } from "./expectation/calibration/promise-kept.js";
export type { ClosingPeriod } from "./expectation/effect/day-effects.js";
export type { OwnEffect } from "./expectation/effect/effect-scheme.js";
export type { RunCircumstances, RunKind } from "./expectation/effect/run-circumstances.js";
export type {
  DeclaredFigure,
  ExpectationOptions,
  FalseAlarmPromise,
} from "./expectation/expectation-options.js";
export { createExpectations, type Expectations } from "./expectation/expectations.js";
export type { ExpectationsSnapshot, LearnedWith } from "./expectation/expectations-snapshot.js";
export type { ComingFigure, Figure, FigureName } from "./expectation/figure.js";
export { type FigureOccasion, toAnswer, toFigureSymptom } from "./expectation/figure-symptom.js";
export { figuresOfRun, type RunReading } from "./expectation/figures-of-run.js";
export { type ChainEnd, type ChainStep, toChainEnd } from "./expectation/in-flight/chain-end.js";
export { type RemainingTime, toRemainingTime } from "./expectation/in-flight/remaining-time.js";
export type { ExpectedFigure } from "./expectation/judgement/expected-figure.js";
export type { Composition, ExplainedJudgement } from "./expectation/judgement/explained-judgement.js";
export type { Predictive, Surprise } from "./expectation/model/predictive.js";
export { type PastEvent, type Replay, replayFigures } from "./expectation/replay.js";
export type { Answer, AnswerMeaning } from "./expectation/series/answer.js";
export type { RateInterval } from "./statistics/binomial-interval.js";

// One figure against its own past: the interval, and the verdict on both sides

export { type JudgedFigure, type JudgePolicy, judge } from "./expectation/judge.js";
export { judgeRun } from "./expectation/judge-run.js";
export { type Expectation, expectInterval, type IntervalOptions } from "./expectation/log-t-interval.js";

// Student's t, for expectations of one's own
export { studentTCumulative, studentTQuantile, studentTUpperTail } from "./statistics/student-t.js";

// Runs: what failed, is in doubt, waits too long or is odd, told as it happens
export type { AnnouncedChange } from "./run-monitor/run-monitor-kind.js";
export { runMonitorKind } from "./run-monitor/run-monitor-kind.js";
export {
  createRunMonitor,
  type RunLook,
  type RunMonitor,
  type RunMonitorFailure,
} from "./run-monitor/run-monitor.js";
export type { OddFigure, RunMonitorOptions } from "./run-monitor/run-monitor-options.js";
export { createSnapshotFile, type SnapshotStore } from "./run-monitor/snapshot-file.js";

// Incidents: one cause, one incident; the people who have them
export type { Severity, Symptom } from "./incident/symptom.js";
export type { CorrelationPolicy } from "./incident/correlation-policy.js";
export type { Ladder } from "./incident/escalation.js";
export { guideInstructions } from "./incident/guide-instructions.js";
export {
  type Closing,
  type EscalatedTo,
  type Feedback,
  type Incident,
  type IncidentState,
  type PersonalAct,
  raisedSymptoms,
  type SymptomEnd,
  type TimelineEntry,
  type Told,
} from "./incident/incident.js";
export type {
  Assignment,
  GivenFeedback,
  IncidentAct,
  Muting,
  ReasonedAct,
} from "./incident/incident-acts.js";
export { incidentKind } from "./incident/incident-kind.js";
export {
  createIncidents,
  type IncidentQuery,
  type Incidents,
  type IncidentsOptions,
} from "./incident/incidents.js";
export { defineRota, type Rota, type RotaOverride, whoIsOnCall } from "./incident/rota.js";
export { decisionKind, type SymptomHistory, symptomKind } from "./incident/symptom-kind.js";

// Notifications: who is told of incidents, and in which form
export type { WebhookChannelOptions } from "./notification/channel-targets.js";
export { createSlackChannel, createTeamsChannel } from "./notification/chat-channels.js";
export { createJsonChannel, type JsonChannelOptions } from "./notification/json-channel.js";
export {
  createMailChannel,
  type Mail,
  type MailChannelOptions,
  type Mailer,
} from "./notification/mail-channel.js";
export type { Notice, Notices } from "./notification/notice.js";
export {
  createNotifier,
  type NoticeChannel,
  type Notifier,
  type NotifierOptions,
} from "./notification/notifier.js";
export { createPagerDutyChannel, type PagerDutyChannelOptions } from "./notification/pagerduty-channel.js";
export type { NotificationPolicy, QuietHours, Route } from "./notification/route.js";
export { isSignatureOf, SIGNATURE_HEADER } from "./notification/signature.js";

// Availability: probes
export {
  type CertificateProbeOptions,
  createCertificateProbe,
} from "./availability/probe/certificate-probe.js";
export { createHttpProbe, type HttpProbeOptions } from "./availability/probe/http-probe.js";
export type { Look, LookStep, Probe, ProbeCall } from "./availability/probe/probe.js";
export { createScenarioProbe, type ScenarioStep } from "./availability/probe/scenario-probe.js";
export { createSiteProbe, type SiteProbeOptions } from "./availability/probe/site-probe.js";
export type { ProbeTiming } from "./availability/probe/timed-look.js";
export {
  type CheckedEnvironment,
  createTransactionProbe,
  type TransactionProbeOptions,
} from "./availability/probe/transaction-probe.js";

// Availability: from looks to a standing, and what is told of it
export {
  type AvailabilityState,
  type DecidingLook,
  foldLook,
  type Standing,
  weighLook,
} from "./availability/standing/standing.js";
export {
  type LookCount,
  type ParsedStandingPolicy,
  parseStandingPolicy,
  type StandingPolicy,
} from "./availability/standing/standing-policy.js";
export {
  afterTelling,
  type Telling,
  type ToldStanding,
  tellStanding,
  type WatchedSubject,
} from "./availability/watch/tell-standing.js";

// Availability: service time and maintenance
export { monthPeriod } from "./availability/calendar/local-day.js";
export {
  type Maintenance,
  type MaintenanceNotice,
  type MaintenanceOnce,
  type MaintenanceRule,
  maintenanceTime,
  type NoticePolicy,
} from "./availability/calendar/maintenance.js";
export type { Periods } from "./availability/calendar/periods.js";
export {
  defineServiceCalendar,
  type ServiceCalendar,
  type ServiceCalendarDeclaration,
} from "./availability/calendar/service-calendar.js";

// Availability: maintenance that is kept in the log
export type {
  MaintenanceAct,
  RuleAgreement,
  WindowAnnouncement,
  WindowChange,
} from "./availability/maintenance/maintenance-acts.js";
export { maintenanceKind } from "./availability/maintenance/maintenance-kind.js";
export {
  createMaintenancePlan,
  type MaintenancePlan,
  type MaintenancePlanOptions,
} from "./availability/maintenance/maintenance-plan.js";
export type {
  AgreedRule,
  EnvironmentMaintenance,
  KeptNotice,
  PlannedMaintenance,
  PlannedWindow,
} from "./availability/maintenance/planned-maintenance.js";

// Availability: uptime in business terms
export type { AvailabilityFact, OutageReport } from "./availability/uptime/availability-fact.js";
export { compareWithObjective, type ErrorBudget } from "./availability/uptime/error-budget.js";
export {
  measureUptime,
  type Outage,
  type Uptime,
  type UptimeTerms,
} from "./availability/uptime/measure-uptime.js";

// Availability: the watch
export { type AvailabilityMonth, availabilityKind } from "./availability/watch/availability-kind.js";
export { type AvailabilityLog, createAvailabilityLog } from "./availability/watch/availability-log.js";
export type {
  AvailabilityStore,
  ProbeMemory,
  Recording,
  Remembered,
} from "./availability/watch/availability-store.js";
export {
  type AvailabilityWatch,
  type AvailabilityWatchOptions,
  createAvailabilityWatch,
} from "./availability/watch/availability-watch.js";
export type { WatchedProbe } from "./availability/watch/watch-probe.js";

// Exporters: OpenMetrics
export type { DatedJudgement, PromiseFigures } from "./export/metrics/expectation-metrics.js";
export type {
  CounterFamily,
  GaugeFamily,
  HistogramFamily,
  InfoFamily,
  Labels,
  MetricFamily,
  StateSetFamily,
} from "./export/metrics/metric-family.js";
export { createMetricsHandler } from "./export/metrics/metrics-handler.js";
export { type OperationsSnapshot, toOperationsMetrics } from "./export/metrics/operations-metrics.js";
export type { AvailabilityFigures, SlotFigures } from "./export/metrics/watch-metrics.js";
export { writeOpenMetrics, writePrometheusText } from "./export/metrics/write-metrics.js";

// Exporters: OpenTelemetry, through its API as an optional peer
export {
  createDerivedIds,
  type DerivedIds,
  type SpanIdGenerator,
  type SpanPlace,
} from "./export/trace/derived-ids.js";
export { createRunTracing, type RunTracing, type RunTracingOptions } from "./export/trace/run-tracing.js";
export type {
  AttributeValue,
  SpanBeginning,
  SpanContextHolder,
  SpanTime,
  SpanTracer,
  StartedSpan,
} from "./export/trace/trace-api.js";

// Exporters: OpenLineage
export { createLineage, type Lineage, type RunSurroundings } from "./export/lineage/lineage.js";
export {
  createLineageChannel,
  type LineageChannelOptions,
  type LineageMessage,
  toLineageMessage,
} from "./export/lineage/lineage-channel.js";
export type { LineageEvent, LineageEventType, LineageFacet } from "./export/lineage/lineage-event.js";
export type { LineageDataset, LineageOptions, StepDatasets } from "./export/lineage/lineage-options.js";

// Slots: what became of each, by the runs that there were
export type { ClockPair, ClockPolicy, ClockStanding } from "./slot/clock-skew.js";
export { judgeClock, toClockSymptom } from "./slot/clock-skew.js";
export type { DueSlot } from "./slot/due-slot.js";
export { judgeSlots, type SlotSurroundings } from "./slot/judge-slots.js";
export { learnedLimits } from "./slot/learned-limits.js";
export { toLatenessFigures } from "./slot/lateness-figures.js";
export { type JudgedSchedule, missedInGaps } from "./slot/missed-in-gaps.js";
export type { OverlappingRuns, SlotFinding, SlotJudgement, SlotVerdict } from "./slot/slot-finding.js";
export {
  defineSlotPolicy,
  type SlotLimits,
  type SlotPolicy,
  type SlotPolicyDeclaration,
} from "./slot/slot-policy.js";
export type { ClockOffsets, SlotRun, SlotRunTrigger } from "./slot/slot-run.js";
export { type SlotSubject, type SlotTelling, toSlotTellings } from "./slot/slot-symptoms.js";

// Slots: the watch over the log
export type {
  JudgedSchedules,
  ScheduleJudgement,
  SlotMonitorFailure,
} from "./slot/monitor/judge-schedules.js";
export { toSlotRun } from "./slot/monitor/read-slot-runs.js";
export { createSlotMonitor, type SlotMonitor } from "./slot/monitor/slot-monitor.js";
export { type MonitorMonth, slotMonitorKind } from "./slot/monitor/slot-monitor-kind.js";
export type { MonitoredSchedule, SlotMonitorOptions } from "./slot/monitor/slot-monitor-options.js";
