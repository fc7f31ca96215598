// Sites
export { createLocalSite, type LocalSiteOptions } from "./site/local-site.js";
export type { SftpAuthentication, SftpSiteOptions, SftpTiming } from "./site/sftp-options.js";
export { openSftpSite, type SftpSiteCall } from "./site/sftp-site.js";

// Arrival
export type { Arrival, ArrivalProgress, Deliveries } from "./arrival/arrival.js";
export type { AwaitDeliveriesCall, AwaitDeliveriesOptions } from "./arrival/arrival-options.js";
export { awaitDeliveries } from "./arrival/await-deliveries.js";
export {
  type FetchedFile,
  type FetchFileCall,
  type FetchProgress,
  type FileIdentity,
  fetchFile,
} from "./arrival/fetch-file.js";
export type { ArrivalState, ExpectedFeed, FeedSighting, SightedFile } from "./arrival/sighting.js";
export { isTemporaryName } from "./arrival/temporary-name.js";

// History
export {
  findInHistory,
  type HistoryCall,
  type HistoryEntry,
  type HistoryQuery,
} from "./history/find-in-history.js";
export { defineHistoryName, type HistoryDelivery, type HistoryName } from "./history/history-name.js";
export type { ParsedHistoryName } from "./history/history-pattern.js";
export { promoteFile } from "./history/promote-file.js";
export type { PromotedFile, PromoteFileCall, Promotion } from "./history/promotion.js";
export { type RestoreCall, restoreFromHistory } from "./history/restore-from-history.js";

// Feeds
export type {
  BooleanColumn,
  Column,
  ColumnCondition,
  ColumnRules,
  DateColumn,
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
  FeedDialect,
  FeedEncoding,
  FeedReference,
  FeedTrailer,
} from "./feed/feed-declaration.js";
export type { FileNameReader } from "./feed/file-name.js";

// Validation
export {
  ADVISORY_CODES,
  type AdvisoryCode,
  type FindingCode,
  type Severity,
} from "./validation/finding-codes.js";
export type { Finding, FindingCount } from "./validation/finding-log.js";
export { readReferenceSet } from "./validation/read-reference-set.js";
export { createReferenceSet, type ReferenceSet } from "./validation/reference-set.js";
export { openRowFile, type RowFile, type WrittenRows } from "./validation/row-file.js";
export type { RowSink } from "./validation/row-sink.js";
export {
  type ValidationOptions,
  type ValidationProgress,
  type ValidationSource,
  validateFile,
} from "./validation/validate-file.js";
export type { ValidationReport } from "./validation/validation-report.js";
