// The report of a run
export { type OperationsSummary, type RunFacts, summariseRun } from "./report/operations-summary.js";
export { renderSummaryHtml } from "./report/page/summary-page.js";
export { renderSummaryCsv } from "./report/summary-csv.js";
export type { ArchivedRow } from "./report/archived-row.js";
export type { DeliveryRow, FindingRow } from "./report/delivery-row.js";
export type { DurationHistory } from "./report/duration-history.js";
export type { LoadRow, RejectRow } from "./report/load-row.js";
export type { StepSummary } from "./report/step-summary.js";
export type { SummaryRemark } from "./report/summary-remarks.js";
export type { SummaryVerdict } from "./report/summary-verdict.js";

// Formats
export { type CsvCell, type CsvOptions, toCsvLine, writeCsv } from "./format/csv.js";

// Charts
export { type HistoryChart, type PastDuration, renderHistoryChart } from "./chart/history-chart.js";
export { renderTimingChart, type TimingChart } from "./chart/timing-chart.js";
export {
  layOutTimings,
  type Timing,
  type TimingBand,
  type TimingGeometry,
  type TimingMark,
  type TimingRow,
} from "./chart/timing-geometry.js";

// Archive
export type { ArchiveEntry, ArchiveReference, ArchiveSource } from "./archive/archive-entry.js";
export type { ArchivedReport } from "./archive/archive-layout.js";
export type { ArchivedFile, Manifest } from "./archive/manifest.js";
export {
  type Archive,
  type ArchiveCall,
  type ArchivedContent,
  type ArchiveOptions,
  openArchive,
} from "./archive/open-archive.js";
export type { ArchiveProblem } from "./archive/verify-archive.js";

// Delivery
export { type DeliveryReceipt, deliverToSite, type SiteDelivery } from "./delivery/deliver-to-site.js";
