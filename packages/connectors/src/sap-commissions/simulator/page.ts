import type { Reply } from "../../simulator/reply.js";
import { findReferred, findResource, toObjectType } from "./catalog.js";
import { parseFilter, type Row } from "./filter.js";
import type { Records } from "./records.js";
import { refusal, success } from "./reply.js";

/** The longest page, and one of which nobody has said how long it is to be. */
const MOST = 100;
const USUAL = 10;

/** Which list is shown, and how. */
export interface PageRequest {
  readonly resource: string;
  readonly rows: readonly Row[];
  readonly query: URLSearchParams;
  readonly isCloud: boolean;
  readonly now: number;
}

/** A page of a resource: filtered, ordered, cut, with a link to the next one that begins with the version. */
export function toPage(records: Records, { resource, rows, query, isCloud, now }: PageRequest): Reply {
  const filterText = query.get("$filter");
  const filter = filterText === null ? () => true : parseFilter(filterText);
  if (filter === undefined) return refusal(400, now, `Invalid filter: ${filterText}`);
  const top = toCount(query.get("top"), USUAL);
  const skip = toCount(query.get("skip"), 0);
  if (Number.isNaN(top + skip) || top < 1) return refusal(400, now, "Invalid top or skip.");
  if (isBrokenExpand(resource, query, top)) return refusal(500, now, "An error occurred.");
  const met = rows.filter((row) => filter((path) => records.valueAt(row, path)));
  const ordered = order(records, met, query.get("orderBy"));
  const size = Math.min(top, MOST);
  const shown = ordered.slice(skip, skip + size);
  return success({
    [resource]: shown.map((row) => toShown(records, { resource, row, query, isCloud })),
    ...(skip + size < ordered.length && { next: toNext(resource, query, { top: size, skip: skip + size }) }),
    ...(query.get("inlineCount")?.toLowerCase() === "true" && { total: ordered.length }),
  });
}

/** One object as it is shown: with what it refers to, and only the fields that are asked for. */
export function toShown(
  records: Records,
  {
    resource,
    row,
    query,
    isCloud,
  }: Pick<PageRequest, "resource" | "query" | "isCloud"> & { readonly row: Row },
): Row {
  const expanded = new Set(query.get("expand")?.split(","));
  const selected = query.get("select")?.split(",");
  const seq = findResource(resource, isCloud)?.seq;
  const fields = Object.entries(row)
    .filter(([field]) => selected === undefined || field === seq || selected.includes(field))
    .map(([field, value]) => [
      field,
      expanded.has(field) && typeof value === "string"
        ? toReference(records, { field, seq: value }, isCloud)
        : value,
    ]);
  return Object.fromEntries(fields);
}

/** What a field refers to: the classic generation names it at length, the cloud by its id and name. */
function toReference(
  records: Records,
  { field, seq }: { readonly field: string; readonly seq: string },
  isCloud: boolean,
): Row | string {
  const resource = findReferred(field);
  const target = resource && records.find(resource, seq);
  if (resource === undefined || !target) return seq;
  const { seq: seqField, key = "name" } = findResource(resource, true) ?? { seq: "seq" };
  const name = String(target[key]);
  if (isCloud) return { [seqField]: seq, [key]: name };
  return {
    key: seq,
    displayName: name,
    objectType: toObjectType(resource),
    keyString: seq,
    logicalKeys: { [key]: name },
  };
}

function toCount(text: string | null, usual: number): number {
  return text === null ? usual : /^\d+$/.test(text) ? Number(text) : Number.NaN;
}

/** A fault of the vendor's own: assignments of a transaction can be shown for one at a time only. */
function isBrokenExpand(resource: string, query: URLSearchParams, top: number): boolean {
  const expands = query.get("expand")?.split(",") ?? [];
  return resource === "salesTransactions" && expands.includes("transactionAssignments") && top > 1;
}

function order(records: Records, rows: readonly Row[], orderBy: string | null): readonly Row[] {
  if (orderBy === null) return rows;
  const keys = orderBy.split(",").map((each) => each.trim().split(/\s+/));
  return rows.toSorted((one, other) => {
    for (const [path = "", direction = "asc"] of keys) {
      const [a, b] = [String(records.valueAt(one, path)), String(records.valueAt(other, path))];
      if (a !== b) return (a < b ? -1 : 1) * (direction === "desc" ? -1 : 1);
    }
    return 0;
  });
}

function toNext(
  resource: string,
  query: URLSearchParams,
  { top, skip }: { readonly top: number; readonly skip: number },
): string {
  const next = new URLSearchParams({ top: String(top), skip: String(skip) });
  for (const [name, value] of query) if (!next.has(name)) next.set(name, value);
  return `/v2/${resource}?${next}`;
}
