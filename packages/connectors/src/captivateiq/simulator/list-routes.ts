import type { Reply } from "../../simulator/reply.js";
import { toAggregations } from "./aggregations.js";
import { listPage, refusal, success, toVendorTime } from "./reply.js";
import type { ApiHandler, ApiRequest, ApiRoute, ApiScope } from "./scope.js";

const DAY_MS = 86_400_000;
const LOOKBACK_DAYS = 30;
const FOUNDED_AT = Date.UTC(2020, 0, 1);

/** What can only be looked at. Two of the paths have no slash at their end. */
export const LIST_ROUTES: readonly ApiRoute[] = [
  { method: "GET", path: /^me\/organizations$/, handle: listOrganizations },
  { method: "GET", path: /^jobs\/$/, handle: listJobs },
  { method: "GET", path: /^jobs\/(?<id>[^/]+)\/$/, handle: readJob },
  { method: "GET", path: /^job-aggregations\/$/, handle: listAggregations },
  { method: "GET", path: /^job-aggregations\/(?<id>[^/]+)\/$/, handle: readAggregation },
  { method: "GET", path: /^transformation-worksheets\/(?:(?<id>[^/]+)\/)?$/, handle: showTransformations },
  { method: "GET", path: /^report-models\/$/, handle: listReportModels },
  { method: "GET", path: /^report-models\/exports$/, handle: listReportExports },
  { method: "GET", path: /^report-models\/(?<id>[0-9a-f-]{36})\/$/, handle: readReportModel },
  {
    method: "GET",
    path: /^payouts\/payout-dates\/$/,
    handle: listPayoutParts(({ payoutDate }) => ({ payout_date: payoutDate })),
  },
  {
    method: "GET",
    path: /^payouts\/plans\/$/,
    handle: listPayoutParts(({ plan }) => ({ object: "plan", ...plan })),
  },
  {
    method: "GET",
    path: /^payouts\/period-groups\/$/,
    handle: listPayoutParts(({ periodGroup }) => ({ object: "period_group", ...periodGroup })),
  },
  {
    method: "GET",
    path: /^payouts\/worksheets\/$/,
    handle: ({ organization }, { url }) =>
      listPage(
        organization.payoutWorksheets.map((name) => ({ object: "worksheet", name })),
        url,
      ),
  },
];

function listOrganizations({ organization }: ApiScope, { url }: ApiRequest): Reply {
  const at = toVendorTime(FOUNDED_AT);
  return listPage(
    [{ object: "organization", ...organization.organization, created_at: at, updated_at: at }],
    url,
  );
}

/** The beginning of a day that a query names. */
function startOf(url: URL, usual: number): number {
  const date = Date.parse(url.searchParams.get("start_date") ?? "");
  return Number.isNaN(date) ? usual : date;
}

function listJobs({ jobs }: ApiScope, { url }: ApiRequest): Reply {
  const since = startOf(url, 0);
  const met = jobs.all().filter(({ createdAt }) => createdAt >= since);
  const newestFirst = url.searchParams.get("ordering") !== "created_at";
  return listPage((newestFirst ? [...met].reverse() : met).map(jobs.toReply), url);
}

function readJob({ jobs }: ApiScope, { parts }: ApiRequest): Reply {
  const job = jobs.find(parts["id"] ?? "");
  return job === undefined ? refusal(404) : success(jobs.toReply(job));
}

/** The one list without an envelope. */
function listAggregations({ jobs, clock }: ApiScope, { url }: ApiRequest): Reply {
  const since = startOf(url, clock.now() - LOOKBACK_DAYS * DAY_MS);
  const wanted = (name: string, value: string) => (url.searchParams.get(name) ?? value) === value;
  const met = toAggregations(jobs).filter(
    ({ createdAt, type, status }) =>
      createdAt >= since && wanted("job_type", type) && wanted("job_status", status),
  );
  const offset = Number(url.searchParams.get("offset") ?? 0);
  return success(met.slice(offset, offset + 50).map(({ view }) => view));
}

function readAggregation({ jobs }: ApiScope, { parts }: ApiRequest): Reply {
  const found = toAggregations(jobs).find(({ id }) => id === parts["id"]);
  return found === undefined ? refusal(404) : success(found.view);
}

function showTransformations({ organization }: ApiScope, { parts, url }: ApiRequest): Reply {
  const views = organization.transformationWorksheets.map(({ id, name }) => ({
    ...{ object: "transformation_worksheet", id, type: "transformation", name, description: "" },
  }));
  if (parts["id"] === undefined) return listPage(views, url);
  const found = views.find(({ id }) => id === parts["id"]);
  return found === undefined ? refusal(404) : success(found);
}

function toModelReplies({ organization }: ApiScope) {
  return organization.reportModels.map(({ id, name, type, periodDates, worksheets }) => ({
    ...{ object: "report_model", id, name, description: "", type },
    worksheets: worksheets.map((each) => ({
      ...{ object: "worksheet", id: each.id, name: each.name, type: "output", is_hidden: false },
    })),
    period_dates: periodDates.map((date) => ({ period_date: date })),
  }));
}

function listReportModels(scope: ApiScope, { url }: ApiRequest): Reply {
  const type = url.searchParams.get("type") ?? "time_series";
  const date = url.searchParams.get("period_date");
  const met = toModelReplies(scope).filter(
    (model) =>
      model.type === type && (date === null || model.period_dates.some((each) => each.period_date === date)),
  );
  return listPage(met, url);
}

function readReportModel(scope: ApiScope, { parts }: ApiRequest): Reply {
  const found = toModelReplies(scope).find(({ id }) => id === parts["id"]);
  return found === undefined ? refusal(404) : success(found);
}

function listReportExports({ organization }: ApiScope, { url }: ApiRequest): Reply {
  const date = url.searchParams.get("period_date");
  const outputs = organization.reportModels.flatMap(({ id, name, periodDates, worksheets }) =>
    periodDates.map((period) => ({
      ...{ object: "report_model_export", id, report_model_name: name, report_model_id: id },
      ...{ period_date: period, is_locked: false },
      worksheets: worksheets.map((each) => ({ object: "worksheet", id: each.id, name: each.name })),
    })),
  );
  const isLocked = url.searchParams.get("locked_status") === "true";
  return listPage(isLocked ? [] : outputs.filter((each) => date === null || each.period_date === date), url);
}

/** What payouts have of something, each once, by the filters that have brackets in their names. */
function listPayoutParts(
  toPart: (payout: ApiScope["organization"]["payouts"][number]) => object,
): ApiHandler {
  return ({ organization }, { url }) => {
    const isIn = (name: string, value: string) => {
      const values = url.searchParams.getAll(`${name}[]`);
      return values.length === 0 || values.includes(value);
    };
    const met = organization.payouts.filter(
      ({ payoutDate, plan, periodGroup }) =>
        isIn("payout_dates", payoutDate) &&
        isIn("plan_ids", plan.id) &&
        isIn("period_group_ids", periodGroup.id),
    );
    const newestFirst = [...met].sort((one, other) => (one.payoutDate < other.payoutDate ? 1 : -1));
    const parts = new Map(newestFirst.map((payout) => [JSON.stringify(toPart(payout)), toPart(payout)]));
    return listPage([...parts.values()], url);
  };
}
