import { randomUUID } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { toCsvLine } from "../../contract/csv.js";
import type { Reply } from "../../simulator/reply.js";
import type { OrganizationDefinition, PayoutDefinition } from "./definition.js";
import { readFields, refusal, success, wrongFields } from "./reply.js";
import type { ApiRequest, ApiRoute, ApiScope } from "./scope.js";
import { filePath } from "./storage-host.js";
import type { Worksheet } from "./worksheets.js";

const MOST_DATES = 5;

export const EXPORT_ROUTES: readonly ApiRoute[] = [
  {
    method: "POST",
    path: /^(?<kind>data|transformation)-worksheets\/(?<id>[^/]+)\/records\/export\/$/,
    handle: exportWorksheet,
  },
  {
    method: "POST",
    path: /^payouts\/(?<what>payout-summaries|adjustments|employee-assumptions|worksheets)\/export\/$/,
    handle: exportPayouts,
  },
  { method: "POST", path: /^report-models\/export-worksheet\/$/, handle: exportReportModel },
  { method: "POST", path: /^report-models\/(?<id>[^/]+)\/records\/export\/$/, handle: exportReportRecords },
];

interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Writes what an export holds, and starts the job that tells where it lies. */
async function startExport(
  { jobs, storage }: ApiScope,
  { columns, rows }: Table,
  { type, userEmail, format = "csv" }: { type: string; userEmail: string; format?: "csv" | "json" },
): Promise<Reply> {
  const id = randomUUID();
  const toObject = (cells: readonly string[]) =>
    Object.fromEntries(columns.map((name, at) => [name, cells[at] ?? ""]));
  const text =
    format === "json" ? JSON.stringify(rows.map(toObject)) : [columns, ...rows].map(toCsvLine).join("");
  await writeFile(filePath(storage, "exports", id), text);
  const fileName = `export.${format}`;
  return success(jobs.toReply(jobs.start({ id, type, userEmail, fileName, end: "SUCCESS", details: {} })));
}

function toTable(worksheet: Worksheet): Table {
  const columns = worksheet.definition.columns.map(({ name }) => name);
  const rows = worksheet.all().map(({ data }) => columns.map((name) => String(data[name] ?? "")));
  return { columns, rows };
}

function exportWorksheet(scope: ApiScope, { parts, url, userEmail }: ApiRequest): Reply | Promise<Reply> {
  const isData = parts["kind"] === "data";
  const shown = scope.organization.transformationWorksheets.find(({ id }) => id === parts["id"]);
  const worksheet = scope.worksheets.get((isData ? parts["id"] : shown?.of) ?? "");
  if (worksheet === undefined) return refusal(404);
  const format = url.searchParams.get("export_format") ?? "csv";
  if (format !== "csv" && format !== "json") {
    return wrongFields({ export_format: `"${format}" is not a valid choice.` });
  }
  return startExport(scope, toTable(worksheet), {
    type: "worksheets.jobs.export_records",
    userEmail,
    format,
  });
}

async function exportPayouts(scope: ApiScope, { parts, body, userEmail }: ApiRequest): Promise<Reply> {
  const fields = await readFields(body);
  if (fields === undefined) return refusal(400);
  const { payout_dates: dates, locked_only: lockedOnly, worksheet_name: worksheetName } = fields;
  if (!Array.isArray(dates) || dates.length === 0 || dates.length > MOST_DATES) {
    return wrongFields({ payout_dates: `Ensure this field has 1 to ${MOST_DATES} elements.` });
  }
  const isWorksheet = parts["what"] === "worksheets";
  if (isWorksheet && !scope.organization.payoutWorksheets.some((name) => name === worksheetName)) {
    return wrongFields({ worksheet_name: "There is no worksheet of that name." });
  }
  const isIn = (name: string, id: string) => {
    const ids = fields[name];
    return !Array.isArray(ids) || ids.length === 0 || ids.includes(id);
  };
  const met = scope.organization.payouts.filter(
    ({ payoutDate, plan, periodGroup, isLocked }) =>
      dates.includes(payoutDate) &&
      isIn("plan_ids", plan.id) &&
      isIn("period_group_ids", periodGroup.id) &&
      (isLocked || lockedOnly !== true),
  );
  return startExport(scope, toPayoutTable(met), { type: `payouts.jobs.export_${parts["what"]}`, userEmail });
}

function toPayoutTable(payouts: readonly PayoutDefinition[]): Table {
  const columns = ["Payout Date", "Plan", "Period Group", "Employee", "Amount"];
  const rows = payouts.map(({ payoutDate, plan, periodGroup, employee, amount }) => [
    ...[payoutDate, plan.name, periodGroup.name],
    ...[employee, amount],
  ]);
  return { columns, rows };
}

type ReportModel = OrganizationDefinition["reportModels"][number];

async function exportReportModel(scope: ApiScope, { body, userEmail }: ApiRequest): Promise<Reply> {
  const fields = await readFields(body);
  if (fields === undefined) return refusal(400);
  const missing = ["period_date", "worksheet_uuid", "report_model_uuid"].filter(
    (name) => fields[name] === undefined,
  );
  if (missing.length > 0) {
    return wrongFields(Object.fromEntries(missing.map((name) => [name, "This field is required."])));
  }
  const model = scope.organization.reportModels.find(({ id }) => id === fields["report_model_uuid"]);
  return exportModel(scope, model, fields, userEmail);
}

async function exportReportRecords(scope: ApiScope, { parts, body, userEmail }: ApiRequest): Promise<Reply> {
  const fields = await readFields(body);
  if (fields === undefined) return refusal(400);
  const model = scope.organization.reportModels.find(({ id }) => id === parts["id"]);
  if (model?.type === "time_series" && fields["period_date"] === undefined) {
    return wrongFields({ period_date: "This field is required for time_series report models." });
  }
  return exportModel(scope, model, fields, userEmail);
}

function exportModel(
  scope: ApiScope,
  model: ReportModel | undefined,
  fields: Readonly<Record<string, unknown>>,
  userEmail: string,
): Reply | Promise<Reply> {
  const shown = model?.worksheets.find(({ id }) => id === fields["worksheet_uuid"]);
  const worksheet = scope.worksheets.get(shown?.of ?? "");
  if (model === undefined || worksheet === undefined) return refusal(404);
  const period = fields["period_date"];
  if (period !== undefined && !model.periodDates.some((date) => date === period)) {
    return wrongFields({ period_date: "The report model has no such period." });
  }
  const { columns, rows } = toTable(worksheet);
  const query = String(fields["query"] ?? "").toLowerCase();
  const met = rows.filter((cells) => cells.some((cell) => cell.toLowerCase().includes(query)));
  const type = "report_models.jobs.export_worksheet";
  return startExport(scope, { columns, rows: met }, { type, userEmail });
}
