import { text } from "node:stream/consumers";
import { bytesReply, type Reply } from "../../simulator/reply.js";
import type { ReportDefinition } from "./definition.js";
import { refusal, success } from "./reply.js";
import type { OrgHandler, OrgRequest, OrgRoute, OrgScope } from "./scope.js";
import { selectRows } from "./select-rows.js";
import { toWorkbook } from "./workbook.js";

const REPORT = "analytics/reports/(?<report>[^/]+)";
const WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
/** The API shows no more rows of a report; a workbook holds them all. */
const MOST_DETAILS = 2_000;

export const REPORT_ROUTES: readonly OrgRoute[] = [
  { method: "GET", path: /^analytics\/reports\/?$/, handle: listReports },
  { method: "GET", path: new RegExp(`^${REPORT}/describe/?$`), handle: onReport(describeReport) },
  { method: "GET", path: new RegExp(`^${REPORT}/?$`), handle: onReport(runReport) },
  { method: "POST", path: new RegExp(`^${REPORT}/?$`), handle: onReport(runReport) },
  { method: "POST", path: new RegExp(`^${REPORT}/instances/?$`), handle: onReport(startInstance) },
  { method: "GET", path: new RegExp(`^${REPORT}/instances/?$`), handle: onReport(listInstances) },
  {
    method: "GET",
    path: new RegExp(`^${REPORT}/instances/(?<instance>[^/]+)/?$`),
    handle: onReport(readInstance),
  },
];

type ReportHandler = (
  scope: OrgScope,
  report: ReportDefinition,
  request: OrgRequest,
) => Promise<Reply> | Reply;

/** Ids of 15 and of 18 digits mean the same report. */
function onReport(handle: ReportHandler): OrgHandler {
  return async (scope, request) => {
    const id = request.parts["report"]?.slice(0, 15);
    const report = scope.org.reports.find((each) => each.id.slice(0, 15) === id);
    if (report !== undefined) return handle(scope, report, request);
    await text(request.body);
    return refusal(404, "NOT_FOUND", "The data you're trying to access is unavailable.");
  };
}

function listReports({ org }: OrgScope, { url }: OrgRequest): Reply {
  const base = url.pathname.replace(/\/$/, "");
  return success(
    org.reports.slice(0, 200).map(({ id, name }) => ({
      ...{ id, name, url: `${base}/${id}`, describeUrl: `${base}/${id}/describe` },
      instancesUrl: `${base}/${id}/instances`,
    })),
  );
}

function toMetadata({ id, name, columns, object }: ReportDefinition): object {
  return {
    id,
    name,
    reportFormat: "TABULAR",
    detailColumns: columns,
    reportType: { label: object, type: object },
  };
}

function describeReport(_: OrgScope, report: ReportDefinition): Reply {
  return success({ reportMetadata: toMetadata(report), reportExtendedMetadata: toColumns(report) });
}

function toColumns({ columns }: ReportDefinition): object {
  const entries = columns.map((label) => [label, { label, dataType: "string" }]);
  return { detailColumnInfo: Object.fromEntries(entries) };
}

async function rowsOf(
  { records }: OrgScope,
  { object, columns }: ReportDefinition,
): Promise<readonly (readonly string[])[]> {
  const table = await records.table(object);
  const selection = table === undefined ? undefined : selectRows(table, { fields: columns, object });
  return selection !== undefined && "rows" in selection ? [...selection.rows] : [];
}

async function runReport(scope: OrgScope, report: ReportDefinition, request: OrgRequest): Promise<Reply> {
  await text(request.body);
  const rows = await rowsOf(scope, report);
  if (request.headers["accept"]?.includes(WORKBOOK)) {
    return bytesReply(toWorkbook([report.columns, ...rows]), WORKBOOK);
  }
  const { id: reportId, name: reportName } = report;
  const attributes = { reportId, reportName, type: "Report" };
  return success(toResult(report, rows, { attributes, includesDetails: includesDetails(request) }));
}

function includesDetails({ url }: OrgRequest): boolean {
  return url.searchParams.get("includeDetails") === "true";
}

async function startInstance(scope: OrgScope, report: ReportDefinition, request: OrgRequest): Promise<Reply> {
  await text(request.body);
  const instance = scope.instances.create(report, request.owner, includesDetails(request));
  return success(scope.instances.toReply(instance, request.url.pathname));
}

function listInstances({ instances }: OrgScope, { id }: ReportDefinition, { url }: OrgRequest): Reply {
  return success(instances.list(id).map((instance) => instances.toReply(instance, url.pathname)));
}

/** The state of a run, and what it found when it has ended well: the records as they are when it is asked for. */
async function readInstance(
  scope: OrgScope,
  report: ReportDefinition,
  { parts, url }: OrgRequest,
): Promise<Reply> {
  const instance = scope.instances.find(report.id, parts["instance"] ?? "");
  if (instance === undefined) return refusal(404);
  const path = url.pathname.slice(0, url.pathname.lastIndexOf("/"));
  const { id: reportId, name: reportName } = report;
  const attributes = {
    ...scope.instances.toReply(instance, path),
    reportId,
    reportName,
    type: "ReportInstance",
  };
  if (scope.instances.stateOf(instance) !== "Success") return success({ attributes });
  return success(toResult(report, await rowsOf(scope, report), { attributes, ...instance }));
}

interface ResultForm {
  readonly attributes: object;
  readonly includesDetails: boolean;
}

function toResult(
  report: ReportDefinition,
  all: readonly (readonly string[])[],
  { attributes, includesDetails: withDetails }: ResultForm,
): object {
  const shown = withDetails ? all.slice(0, MOST_DETAILS) : [];
  const rows = shown.map((cells) => ({ dataCells: cells.map((value) => ({ label: value, value })) }));
  const aggregates = [{ label: String(all.length), value: all.length }];
  return {
    attributes,
    allData: all.length <= MOST_DETAILS,
    factMap: { "T!T": withDetails ? { rows, aggregates } : { aggregates } },
    ...{ groupingsAcross: { groupings: [] }, groupingsDown: { groupings: [] }, hasDetailRows: withDetails },
    ...{ reportMetadata: toMetadata(report), reportExtendedMetadata: toColumns(report) },
  };
}
