import { toCsvLine } from "../../contract/csv.js";
import { htmlReply, noContent, type Reply } from "../../simulator/reply.js";
import { FIREWALL_PAGE, listPage, readFields, refusal, success, wrongFields } from "./reply.js";
import type { ApiHandler, ApiRequest, ApiRoute, ApiScope } from "./scope.js";
import { toCellProblem, toRecordReply, toWorksheetReply, type Worksheet } from "./worksheets.js";

const SHEET = "data-worksheets/(?<worksheet>[^/]+)";
const MOST_IN_A_BATCH = 1_000;
/** What the firewall takes for an attack when it stands in a cell. */
const SUSPICIOUS = /<script\b|\bunion\s+select\b|\bdrop\s+table\b|;\s*delete\s+from\b/i;

export const WORKSHEET_ROUTES: readonly ApiRoute[] = [
  { method: "GET", path: /^data-worksheets\/$/, handle: listWorksheets },
  {
    method: "GET",
    path: new RegExp(`^${SHEET}/$`),
    handle: onSheet((_, { definition }) => success(toWorksheetReply(definition))),
  },
  { method: "GET", path: new RegExp(`^${SHEET}/records/import/template/$`), handle: onSheet(tellTemplate) },
  { method: "GET", path: new RegExp(`^${SHEET}/records/$`), handle: onSheet(listRecords) },
  { method: "POST", path: new RegExp(`^${SHEET}/records/$`), handle: onSheet(writeRecord) },
  { method: "POST", path: new RegExp(`^${SHEET}/records/batch/$`), handle: onSheet(writeBatch) },
  { method: "GET", path: new RegExp(`^${SHEET}/records/(?<key>[^/]+)/$`), handle: onSheet(readRecord) },
  { method: "PUT", path: new RegExp(`^${SHEET}/records/(?<key>[^/]+)/$`), handle: onSheet(writeRecord) },
  { method: "DELETE", path: new RegExp(`^${SHEET}/records/(?<key>[^/]+)/$`), handle: onSheet(removeRecord) },
];

type SheetHandler = (scope: ApiScope, worksheet: Worksheet, request: ApiRequest) => Promise<Reply> | Reply;

/** A resource below a data worksheet. */
export function onSheet(handle: SheetHandler): ApiHandler {
  return (scope, request) => {
    const worksheet = scope.worksheets.get(request.parts["worksheet"] ?? "");
    return worksheet === undefined ? refusal(404) : handle(scope, worksheet, request);
  };
}

function listWorksheets({ organization }: ApiScope, { url }: ApiRequest): Reply {
  const wanted = url.searchParams.get("name_contains")?.toLowerCase() ?? "";
  const workbooks = url.searchParams.getAll("data_workbook_ids[]");
  const met = organization.dataWorksheets.filter(
    ({ name, workbook }) =>
      name.toLowerCase().includes(wanted) && (workbooks.length === 0 || workbooks.includes(workbook.id)),
  );
  const isOther = (url.searchParams.get("type") ?? "raw") !== "raw";
  return listPage(isOther ? [] : byName(met).map(toWorksheetReply), url);
}

function byName<Item extends { readonly name: string }>(items: readonly Item[]): readonly Item[] {
  return [...items].sort((one, other) => (one.name < other.name ? -1 : 1));
}

function tellTemplate(_: ApiScope, { definition }: Worksheet): Reply {
  return success(toCsvLine(definition.columns.map(({ name }) => name)).trimEnd());
}

function listRecords(_: ApiScope, worksheet: Worksheet, { url }: ApiRequest): Reply {
  const date = (name: string) => Date.parse(url.searchParams.get(name) ?? "");
  const isWithin = (at: number, name: string) =>
    !(at < date(`${name}_after`)) && !(at >= date(`${name}_before`));
  const query = url.searchParams.get("query")?.toLowerCase() ?? "";
  const column = url.searchParams.get("query_column");
  const met = worksheet.all().filter(({ createdAt, updatedAt, data }) => {
    const cells = column === null ? Object.values(data) : [data[column]];
    const isMet = cells.some((cell) =>
      String(cell ?? "")
        .toLowerCase()
        .includes(query),
    );
    return isMet && isWithin(createdAt, "created_at") && isWithin(updatedAt, "updated_at");
  });
  return listPage(met.map(toRecordReply), url);
}

function readRecord(_: ApiScope, worksheet: Worksheet, { parts }: ApiRequest): Reply {
  const record = worksheet.get(decodeURIComponent(parts["key"] ?? ""));
  return record === undefined ? refusal(404) : success(toRecordReply(record));
}

/** Creates a record, or changes the one of the path. */
async function writeRecord(scope: ApiScope, worksheet: Worksheet, request: ApiRequest): Promise<Reply> {
  const fields = await readFields(request.body);
  if (fields === undefined) return refusal(400);
  if (SUSPICIOUS.test(JSON.stringify(fields))) return htmlReply(403, FIREWALL_PAGE);
  const key = request.parts["key"] ?? "";
  const isNew = key === "";
  if (!isNew && worksheet.get(decodeURIComponent(key)) === undefined) return refusal(404);
  const data = isNew ? fields : { ...fields, [worksheet.uniqueId]: decodeURIComponent(key) };
  const problems = toProblems(worksheet, data);
  const unique = String(data[worksheet.uniqueId] ?? "");
  if (isNew && worksheet.get(unique) !== undefined) {
    return wrongFields({ ...problems, [worksheet.uniqueId]: "A record with this unique ID exists already." });
  }
  if (Object.keys(problems).length > 0) return wrongFields(problems);
  const record = worksheet.put(unique, data);
  scope.storage.save();
  return success(toRecordReply(record), isNew ? 201 : 200);
}

function toProblems(
  { definition, uniqueId }: Worksheet,
  data: Readonly<Record<string, unknown>>,
): Readonly<Record<string, string>> {
  const pairs = Object.entries({ [uniqueId]: "", ...data }).flatMap(([name, cell]) => {
    const isKnown = definition.columns.some((column) => column.name === name);
    const problem = isKnown ? toCellProblem(definition, name, cell, "YYYY_MM_DD") : "There is no such column";
    return problem === undefined ? [] : [[name, `${problem}.`] as const];
  });
  return Object.fromEntries(pairs);
}

function removeRecord({ storage }: ApiScope, worksheet: Worksheet, { parts }: ApiRequest): Reply {
  if (!worksheet.remove(decodeURIComponent(parts["key"] ?? ""))) return refusal(404);
  storage.save();
  return noContent();
}

/** Both lists are asked for, also when one of them is empty. */
async function writeBatch({ storage }: ApiScope, worksheet: Worksheet, { body }: ApiRequest): Promise<Reply> {
  const fields = await readFields(body);
  if (fields === undefined) return refusal(400);
  if (SUSPICIOUS.test(JSON.stringify(fields))) return htmlReply(403, FIREWALL_PAGE);
  const { upserts, deletes } = fields;
  const missing = ["upserts", "deletes"].filter((name) => !Array.isArray(fields[name]));
  if (!Array.isArray(upserts) || !Array.isArray(deletes)) {
    return wrongFields(Object.fromEntries(missing.map((name) => [name, "This field is required."])));
  }
  if (upserts.length > MOST_IN_A_BATCH || deletes.length > MOST_IN_A_BATCH) {
    return refusal(400, `A batch holds no more than ${MOST_IN_A_BATCH} records.`);
  }
  const rows: readonly Readonly<Record<string, unknown>>[] = upserts.map((row) => ({ ...Object(row) }));
  const problems = rows.map((row) => toProblems(worksheet, row));
  if (problems.some((each) => Object.keys(each).length > 0)) return success({ upserts: problems }, 400);
  const result = { created: [] as string[], updated: [] as string[], deleted: [] as string[] };
  for (const row of rows) {
    const key = String(row[worksheet.uniqueId]);
    (worksheet.get(key) === undefined ? result.created : result.updated).push(key);
    worksheet.put(key, row);
  }
  for (const key of deletes.map(String)) if (worksheet.remove(key)) result.deleted.push(key);
  storage.save();
  return success(result);
}
