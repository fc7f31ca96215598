import type { Reply } from "../../simulator/reply.js";
import type { ResourceDefinition } from "./definition.js";
import { itemReply, refusal } from "./reply.js";
import type { ApiRequest, ApiScope } from "./scope.js";

const USUAL_LIMIT = 25;

/** A page of the records of a resource. */
export async function listRecords(scope: ApiScope, { parts, url, headers }: ApiRequest): Promise<Reply> {
  const refuse = (status: number, detail: string) => refusal(status, detail, headers["accept"]);
  const resource = scope.tables.find(parts["api"] ?? "", parts["resource"] ?? "");
  if (resource === undefined) return refuse(404, "The resource does not exist.");
  const { searchParams } = url;
  const fields = searchParams.get("fields")?.split(",") ?? resource.columns;
  const filter = toFilter(searchParams.get("q"));
  const unknown = [...fields, ...filter.keys()].find((name) => !resource.columns.includes(name));
  if (unknown !== undefined) return refuse(400, `URL request parameter has an unknown attribute ${unknown}.`);
  const limit = Math.min(Number(searchParams.get("limit") ?? USUAL_LIMIT), resource.largestPage);
  const offset = Number(searchParams.get("offset") ?? 0);
  const met = await select(scope, resource, filter);
  const items = met.slice(offset, offset + limit).map((cells) => toRecord(resource, cells, fields));
  return itemReply({
    items,
    count: items.length,
    ...(resource.tellsHasMore && { hasMore: offset + limit < met.length }),
    ...{ limit, offset, links: [] },
    ...(searchParams.get("totalResults") === "true" && { totalResults: met.length }),
  });
}

/** What a resource is made of. */
export function describeResource(scope: ApiScope, { parts, headers }: ApiRequest): Reply {
  const name = parts["resource"] ?? "";
  const { imports, tables } = scope;
  if (name === "importActivities" && imports !== undefined) {
    const { objectAttribute, attributes, statusAttribute, counts } = imports.definition;
    const children = { DataFiles: { attributes: toAttributes([statusAttribute, ...Object.values(counts)]) } };
    const own = toAttributes(["ImportActivityId", "Activate", objectAttribute, ...attributes]);
    return itemReply({ Resources: { [name]: { attributes: own, children } } });
  }
  const resource = tables.find(parts["api"] ?? "", name);
  if (resource === undefined) return refusal(404, "The resource does not exist.", headers["accept"]);
  return itemReply({ Resources: { [name]: { attributes: toAttributes(resource.columns) } } });
}

function toAttributes(names: readonly string[]): readonly object[] {
  return names.map((name) => ({ name, type: "string" }));
}

/** `A=1;B=2`: all have to hold. */
function toFilter(q: string | null): ReadonlyMap<string, string> {
  const terms = (q ?? "").split(";").filter((term) => term !== "");
  return new Map(terms.map((term) => [term.split("=")[0] ?? "", term.slice(term.indexOf("=") + 1)] as const));
}

async function select(
  { tables }: ApiScope,
  { name, columns }: ResourceDefinition,
  filter: ReadonlyMap<string, string>,
): Promise<readonly (readonly string[])[]> {
  const met: (readonly string[])[] = [];
  for await (const cells of tables.rows(name)) {
    const isMet = [...filter].every(([column, value]) => cells[columns.indexOf(column)] === value);
    if (isMet) met.push(cells);
  }
  return met;
}

function toRecord(
  { columns }: ResourceDefinition,
  cells: readonly string[],
  fields: readonly string[],
): object {
  return Object.fromEntries(fields.map((field) => [field, cells[columns.indexOf(field)] ?? null]));
}
