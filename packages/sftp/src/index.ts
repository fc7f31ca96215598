// Sites
export {
  announceChanges,
  type ChangeAnnouncement,
  describeChange,
  observeOnly,
  type SiteChange,
} from "./site/announce-changes.js";
export type { HostGate } from "./site/host-gate.js";
export {
  createHostLimiter,
  type HostLimiter,
  type HostLimiterCall,
  type HostLimiterOptions,
} from "./site/host-limiter.js";
export { createLocalSite, type LocalSiteOptions } from "./site/local-site.js";
export { type ProbeCall, probeSftpSite } from "./site/probe-sftp-site.js";
export type { SftpAuthentication, SftpSiteOptions, SftpTiming } from "./site/sftp-options.js";
export { openSftpSite, type SftpSiteCall } from "./site/sftp-site.js";
export type { NameDefect } from "./site/site-name.js";
export { parseSiteProfile, type SiteBehaviour, type SiteProfile } from "./site/site-profile.js";

// Arrival
export type { Arrival, ArrivalProgress, Deliveries } from "./arrival/arrival.js";
export type {
  AwaitDeliveriesCall,
  AwaitDeliveriesOptions,
  WatchArrivalsOptions,
} from "./arrival/arrival-options.js";
export { awaitDeliveries } from "./arrival/await-deliveries.js";
export { describeEvidence, type Evidence } from "./arrival/evidence.js";
export {
  type FetchedFile,
  type FetchFileCall,
  type FetchProgress,
  type FileIdentity,
  fetchFile,
} from "./arrival/fetch-file.js";
export type { ArrivalState, ExpectedFeed, FeedSighting, SightedFile } from "./arrival/sighting.js";
export type { SuspectName } from "./arrival/suspect-name.js";
export { isTemporaryName } from "./arrival/temporary-name.js";
export { type ArrivalLook, type WatchArrivalsCall, watchArrivals } from "./arrival/watch-arrivals.js";

// Control files, sets, and what is expected
export {
  checkControl,
  type ControlCheck,
  type ControlContradiction,
  type DeliveryFacts,
} from "./arrival/control-check.js";
export type { ControlEntry } from "./arrival/control-file.js";
export { toDeliveryFacts, trailerEvidence } from "./arrival/validation-evidence.js";
export { type BusinessPeriod, periodOfFile, toBusinessPeriod } from "./arrival/business-period.js";
export type { CoveredPeriod } from "./arrival/covered-period.js";
export {
  type DeliverySet,
  type DeliverySetDeclaration,
  defineDeliverySet,
  type SetFeed,
  type SetFile,
  type SetJudgement,
  type SetReport,
} from "./arrival/delivery-set.js";
export type { DeliveryRemark, ReceivedDelivery } from "./arrival/delivery-remark.js";
export type { DeliveryExpectation, ExpectedDelivery } from "./arrival/expected-delivery.js";
export {
  type DeliveriesJudgement,
  type DeliveriesToJudge,
  judgeDeliveries,
} from "./arrival/judge-deliveries.js";

// Decoding
export { type DecodedFile, type DecodeFileCall, decodeFile } from "./decoding/decode-file.js";
export type { LayerFacts, LayerLimits, LayerSource, OpenLayer } from "./decoding/layer.js";
export type { PgpKeysOptions } from "./decoding/pgp-keys.js";
export { createPgpReader, type PgpReader, type PgpWish } from "./decoding/pgp-layer.js";
export type { UndecodableReason } from "./decoding/undecodable.js";

// History
export { type Claim, type ClaimFileCall, claimFile } from "./history/claim-file.js";
export { type DeliveryMoment, describeMoment } from "./history/delivery-moment.js";
export {
  executeRetention,
  type RetentionCall,
  type RetentionOutcome,
} from "./history/execute-retention.js";
export {
  type DeliveryToExplain,
  type ExplainedDelivery,
  explainDelivery,
} from "./history/explain-delivery.js";
export {
  findInHistory,
  type HistoryCall,
  type HistoryEntry,
  type HistoryQuery,
} from "./history/find-in-history.js";
export { defineHistoryName, type HistoryDelivery, type HistoryName } from "./history/history-name.js";
export type { ParsedHistoryName } from "./history/history-pattern.js";
export type { LegalHold } from "./history/legal-hold.js";
export { type ClaimedFile, listClaims } from "./history/list-claims.js";
export {
  planRetention,
  type RemovedItem,
  type RetentionItem,
  type RetentionPlan,
  type RetentionRule,
  type RetentionSurroundings,
} from "./history/plan-retention.js";
export { promoteFile } from "./history/promote-file.js";
export type { PromotedFile, PromoteFileCall, Promotion } from "./history/promotion.js";
export {
  findKnownContent,
  type IndexedDelivery,
  type KnownContent,
  type RebuildCall,
  type RebuildQuery,
  rebuildIndex,
} from "./history/rebuild-index.js";
export { type RestoreCall, restoreFromHistory } from "./history/restore-from-history.js";
export { type HistoryVersion, type RestoredVersion, restoreVersion } from "./history/restore-version.js";

// Feeds
export type { ArrivalRule, CompanionRule, ControlRule } from "./feed/arrival-rule.js";
export type { ControlFields, ControlFormat } from "./feed/control-format.js";
export type { DecodingLimits, DecodingStep, FeedDecoding } from "./feed/decoding-rule.js";
export type {
  BooleanColumn,
  Column,
  ColumnCondition,
  ColumnRules,
  DateColumn,
  DateTimeColumn,
  DecimalColumn,
  EnumerationColumn,
  FindingWeight,
  IntegerColumn,
  MoneyColumn,
  TextColumn,
} from "./feed/column.js";
export { defineFeed, type Feed } from "./feed/feed.js";
export type {
  FeedAcceptance,
  FeedDeclaration,
  FeedTrailer,
} from "./feed/feed-declaration.js";
export type {
  DelimitedDialect,
  FeedDialect,
  FixedWidthCell,
  FixedWidthDialect,
  FixedWidthLayout,
} from "./feed/feed-dialect.js";
export type { FeedEncoding } from "./feed/feed-encoding.js";
export type { FeedPreamble } from "./feed/feed-preamble.js";
export type { NumberStyle } from "./feed/number-style.js";
export type { FileNameReader } from "./feed/file-name.js";

// What feeds ask beyond a cell: rules, periods, relations, comparison
export type {
  Drift,
  EmptyShareDrift,
  FeedComparison,
  KeyChurn,
  NewValues,
  SignFlip,
  Tolerance,
} from "./feed/comparison-rule.js";
export type { FeedPeriod, PeriodTolerance } from "./feed/period-rule.js";
export type { FeedReference } from "./feed/reference-rule.js";
export type {
  ComparisonRule,
  ExactlyOneRule,
  RowOperator,
  RowRule,
  SumRule,
  WhenRule,
} from "./feed/row-rule.js";
export type { FeedShares } from "./feed/share-rule.js";
export type { FeedHierarchy, FeedIntervals } from "./feed/structure-rule.js";
export type { FeedValidity } from "./feed/validity-rule.js";
export type { PreviousDelivery } from "./validation/comparison/delivery-comparison.js";
export type { DeliveryKeys } from "./validation/comparison/delivery-keys.js";
export { readDeliveryKeys } from "./validation/comparison/read-delivery-keys.js";
export type { ColumnProfile, DeliveryProfile } from "./validation/profile/delivery-profile.js";

// Validation
export {
  ADVISORY_CODES,
  type AdvisoryCode,
  type FindingCode,
  type FindingDetails,
} from "./validation/finding/finding-codes.js";
export type { Clue } from "./validation/finding/catalogue/clue.js";
export type { FindingDetail, Severity } from "./validation/finding/catalogue/finding-kind.js";
export type { Finding, FindingCount } from "./validation/finding/finding-log.js";
export type { FindingLocale } from "./validation/finding/finding-text.js";
export { type RenderValidationOptions, renderValidation } from "./validation/page/render-validation.js";
export { type ReadReferenceOptions, readReferenceSet } from "./validation/reference/read-reference-set.js";
export {
  createReferenceEntries,
  type ReferenceDays,
  type ReferenceEntry,
} from "./validation/reference/reference-entries.js";
export {
  createReferenceSet,
  type ReferenceAnswer,
  type ReferenceSet,
} from "./validation/reference/reference-set.js";
export { openRowFile, type RowFile, type WrittenRows } from "./validation/output/row-file.js";
export type { RowSink } from "./validation/output/row-sink.js";
export {
  type ValidationOptions,
  type ValidationProgress,
  type ValidationSource,
  validateFile,
} from "./validation/validate-file.js";
export type { ValidationReport } from "./validation/validation-report.js";

// Inference
export type { DoubtCode, FeedDoubt } from "./inference/feed-doubt.js";
export { type InferFeedOptions, type InferredFeed, inferFeed } from "./inference/infer-feed.js";
