import { findReferred, findResource, hasUniqueKeys, type ResourceDefinition } from "./catalog.js";
import type { TenantDefinition } from "./definition.js";
import type { Row } from "./filter.js";
import { nextSeq, type TenantStorage, toTime } from "./state.js";

/** What became of an object that was to be created or changed. */
export type Written =
  | { readonly state: "written"; readonly row: Row }
  | { readonly state: "unchanged" }
  /** In the vendor's form: messages by field, or `_ERROR_`. */
  | { readonly state: "refused"; readonly errors: Readonly<Record<string, string>> };

/** The objects of a tenant by resource. */
export interface Records {
  /** All of a resource, in the order in which they came. */
  list(resource: string): readonly Row[];
  find(resource: string, seq: string): Row | undefined;
  add(resource: string, row: Row): Row;
  create(resource: string, row: Row): Written;
  update(resource: string, row: Row): Written;
  remove(resource: string, isIt: (row: Row) => boolean): number;
  /** What stands at a path such as `calendar/name`, through what it refers to. */
  valueAt(row: Row, path: string): unknown;
}

/** Opens the objects of a tenant, and puts into a new one what its definition says. */
export function openRecords(storage: TenantStorage, tenant: TenantDefinition): Records {
  const { records } = storage.state;
  const rowsOf = (resource: string): Row[] => {
    records[resource] ??= [];
    return records[resource];
  };
  const definitionOf = (resource: string): ResourceDefinition =>
    findResource(resource, true) ?? { seq: `${resource}Seq`, isWritable: false };
  const find = (resource: string, seq: string) =>
    rowsOf(resource).find((row) => row[definitionOf(resource).seq] === seq);

  const store: Records = {
    list: rowsOf,
    find,
    add(resource, row) {
      const added = { [definitionOf(resource).seq]: nextSeq(storage), ...row };
      rowsOf(resource).push(added);
      return added;
    },
    create(resource, row) {
      const errors = refuseNew(resource, definitionOf(resource), { row, rows: rowsOf(resource) });
      if (errors !== undefined) return { state: "refused", errors };
      const { [definitionOf(resource).seq]: _, ...fields } = row;
      const written = store.add(resource, fields);
      storage.save();
      return { state: "written", row: written };
    },
    update(resource, row) {
      const { seq, key = "name" } = definitionOf(resource);
      const known = rowsOf(resource).find((each) =>
        row[seq] === undefined ? each[key] === row[key] : each[seq] === row[seq],
      );
      if (known === undefined) {
        return { state: "refused", errors: { _ERROR_: "TCMP_09007:E: Unable to find the object." } };
      }
      if (!change(known, row)) return { state: "unchanged" };
      storage.save();
      return { state: "written", row: known };
    },
    remove(resource, isIt) {
      const rows = rowsOf(resource);
      const kept = rows.filter((row) => !isIt(row));
      const removed = rows.length - kept.length;
      rows.splice(0, rows.length, ...kept);
      return removed;
    },
    valueAt(row, path) {
      const [field = "", ...rest] = path.split("/");
      const value = row[field];
      const referred = findReferred(field);
      if (rest.length === 0) return toScalar(value);
      if (referred === undefined || typeof value !== "string") return undefined;
      const target = find(referred, value);
      return target && store.valueAt(target, rest.join("/"));
    },
  };
  if (rowsOf("processingUnits").length === 0) fill(store, tenant);
  storage.save();
  return store;
}

/** Why an object cannot be created, in the vendor's form, or nothing. */
function refuseNew(
  resource: string,
  { key = "name" }: ResourceDefinition,
  { row, rows }: { readonly row: Row; readonly rows: readonly Row[] },
): Readonly<Record<string, string>> | undefined {
  const value = row[key];
  if (value === undefined || value === null || value === "") {
    return { [key]: "TCMP_1002:E: A value is required" };
  }
  if (!hasUniqueKeys(resource) || !rows.some((each) => each[key] === value)) return undefined;
  return { _ERROR_: `TCMP_35004:E: Another object already has the key (${key}=${value}).` };
}

/** Changes the fields that are given, and says whether any of them is another. */
function change(known: Row, row: Row): boolean {
  const changed = Object.entries(row).filter(
    ([field, value]) => JSON.stringify(known[field]) !== JSON.stringify(value),
  );
  Object.assign(known, Object.fromEntries(changed));
  return changed.length > 0;
}

/** A number with a unit is compared by its number. */
function toScalar(value: Row[string] | undefined): unknown {
  const isAmount = typeof value === "object" && value !== null && "value" in value;
  return isAmount ? value["value"] : value;
}

function fill(store: Records, { calendars, processingUnits, records }: TenantDefinition): void {
  for (const name of processingUnits) store.add("processingUnits", { name, description: null });
  const types = new Set(calendars.flatMap(({ periods }) => periods.map(({ type }) => type)));
  for (const name of types) store.add("periodTypes", { name, description: null, level: null });
  for (const { name, periods } of calendars) {
    const calendar = store.add("calendars", { name, description: null })["calendarSeq"] ?? null;
    for (const period of periods) {
      const type = store.list("periodTypes").find((each) => each["name"] === period.type);
      store.add("periods", {
        name: period.name,
        shortName: period.name,
        startDate: toTime(Date.parse(period.startDate)),
        endDate: toTime(Date.parse(period.endDate)),
        periodType: type?.["periodTypeSeq"] ?? null,
        calendar,
        description: null,
        parent: null,
      });
    }
  }
  for (const [resource, rows] of Object.entries(records)) for (const row of rows) store.add(resource, row);
}
