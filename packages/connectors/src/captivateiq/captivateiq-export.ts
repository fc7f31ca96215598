import { SpmError } from "@spm-ops/core";
import type { ConnectorCall } from "../contract/spm-connector.js";
import type { CaptivateiqCalls } from "./captivateiq-calls.js";
import type { CaptivateiqObjects } from "./captivateiq-objects.js";
import type { ReportSettings } from "./captivateiq-options.js";
import { payoutDate } from "./captivateiq-replies.js";

/** An export as it is asked for. */
interface ExportRequest {
  readonly path: string;
  readonly query?: Readonly<Record<string, string>> | undefined;
  readonly body?: object | undefined;
}

export interface ExportSurroundings {
  readonly calls: CaptivateiqCalls;
  readonly objects: CaptivateiqObjects;
}

type PayoutSettings = Extract<ReportSettings, { readonly payoutDates: unknown }>;
type RecordsSettings = Extract<ReportSettings, { readonly kind: "report-records" }>;

const PAYOUT_PATHS: Readonly<Record<PayoutSettings["kind"], string>> = {
  "payout-summaries": "payouts/payout-summaries/export/",
  "payout-adjustments": "payouts/adjustments/export/",
  "payout-employee-assumptions": "payouts/employee-assumptions/export/",
  "payout-worksheet": "payouts/worksheets/export/",
};

/** What a declared report is asked for with; worksheets by name and the newest payout dates are looked up. */
export async function toExportRequest(
  surroundings: ExportSurroundings,
  report: ReportSettings,
  call: ConnectorCall,
): Promise<ExportRequest> {
  switch (report.kind) {
    case "data-worksheet":
    case "transformation-worksheet": {
      const kind = report.kind === "data-worksheet" ? "load" : "report";
      const { id } = await surroundings.objects.worksheets.get(kind, report.worksheet, call);
      const path = `${report.kind}s/${encodeURIComponent(id)}/records/export/`;
      return { path, query: { export_format: report.format } };
    }
    case "report-model": {
      const { periodDate, worksheet, reportModel, reprocess } = report;
      return {
        path: "report-models/export-worksheet/",
        body: {
          period_date: periodDate,
          worksheet_uuid: worksheet,
          report_model_uuid: reportModel,
          reprocess,
        },
      };
    }
    case "report-records":
      return toRecordsRequest(report);
    default:
      return {
        path: PAYOUT_PATHS[report.kind],
        body: {
          payout_dates: await toPayoutDates(surroundings.calls, report, call),
          plan_ids: report.planIds,
          period_group_ids: report.periodGroupIds,
          locked_only: report.lockedOnly,
          ...("worksheetName" in report && { worksheet_name: report.worksheetName }),
        },
      };
  }
}

function toRecordsRequest(report: RecordsSettings): ExportRequest {
  const { reportModel, worksheet, periodDate, query, columnFilters, sort } = report;
  const toFilter = ({ column: id, operator: op, term }: NonNullable<typeof columnFilters>[number]) => ({
    id,
    op,
    term,
  });
  return {
    path: `report-models/${encodeURIComponent(reportModel)}/records/export/`,
    body: {
      worksheet_uuid: worksheet,
      ...(periodDate !== undefined && { period_date: periodDate }),
      ...(query !== undefined && { query }),
      ...(columnFilters !== undefined && { column_filters: columnFilters.map(toFilter) }),
      ...(sort !== undefined && {
        sort: { order: sort.map(({ column, direction }) => [column, direction === "ascending" ? 1 : 0]) },
      }),
    },
  };
}

async function toPayoutDates(
  calls: CaptivateiqCalls,
  { payoutDates, planIds, periodGroupIds }: PayoutSettings,
  { signal }: ConnectorCall,
): Promise<readonly string[]> {
  if (!("newest" in payoutDates)) return payoutDates;
  const operation = "list the payout dates";
  const path = `payouts/payout-dates/${toFilterQuery({ plan_ids: planIds, period_group_ids: periodGroupIds })}`;
  const dates = new Set<string>();
  const question = { path, operation, query: { ordering: "-payout_date" }, signal };
  for await (const { payout_date: date } of calls.list(question, payoutDate)) {
    dates.add(date);
    if (dates.size === payoutDates.newest) break;
  }
  if (dates.size > 0) return [...dates];
  throw new SpmError("remote.not-found", "The vendor lists no payout date to this user.", { operation });
}

/** The vendor's way with lists: a name with brackets, repeated. */
function toFilterQuery(lists: Readonly<Record<string, readonly string[]>>): string {
  const pairs = Object.entries(lists).flatMap(([name, values]) =>
    values.map((value) => [`${name}[]`, value] as [string, string]),
  );
  return pairs.length === 0 ? "" : `?${new URLSearchParams(pairs)}`;
}
