import type { RecordChange } from "./org-records.js";
import type { RecordTable } from "./records.js";

/** What a row comes to. */
export type RowResult =
  | { readonly change: RecordChange; readonly isCreated: boolean }
  | { readonly id: string; readonly error: string };

/** A row by the names of its columns, which stand in any case in the header. */
export type Row = ReadonlyMap<string, string>;

/** What is done with each row. */
export interface RowRules {
  readonly operation: string;
  readonly externalIdFieldName: string | undefined;
  readonly table: RecordTable;
  readonly newId: () => string;
  /** Whether an object has a record of this id. */
  readonly exists: (object: string, id: string) => boolean;
}

const NULL = "#N/A";

/** Decides what becomes of a row, as the vendor words it. */
export function judgeRow(rules: RowRules, row: Row): RowResult {
  const { operation, table } = rules;
  const target = findTarget(rules, row);
  if (operation === "insert") return write(rules, row, undefined);
  if (operation === "upsert") {
    const key = row.get(rules.externalIdFieldName?.toLowerCase() ?? "") ?? "";
    if (key === "") return refuse("", "MISSING_ARGUMENT", `${rules.externalIdFieldName} not specified`);
    return write(rules, row, target);
  }
  const id = row.get("id") ?? "";
  if (id === "") return refuse("", "MISSING_ARGUMENT", "Id not specified in an update call");
  if (target === undefined || table.get(target) === undefined) {
    return refuse(id, "INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id");
  }
  if (operation === "update") return write(rules, row, target);
  return { change: { id: target, values: undefined }, isCreated: false };
}

/** The record that a row means. */
function findTarget({ operation, externalIdFieldName, table }: RowRules, row: Row): string | undefined {
  if (operation === "insert") return undefined;
  if (operation !== "upsert") return row.get("id");
  const field = externalIdFieldName?.toLowerCase() ?? "";
  if (field === "id") return row.get("id");
  const name = table.definition.fields.find((each) => each.name.toLowerCase() === field)?.name ?? "";
  return table.findBy(name, row.get(field) ?? "");
}

function write({ table, newId, exists }: RowRules, row: Row, target: string | undefined): RowResult {
  const { fields, name: object } = table.definition;
  const before = target === undefined ? undefined : table.get(target);
  const values = fields.map((field, at) => {
    const cell = row.get(field.name.toLowerCase());
    // A blank cell leaves a field as it is.
    return cell === undefined || cell === "" ? (before?.[at] ?? "") : cell === NULL ? "" : cell;
  });
  const told = target ?? "";
  const missing = fields.filter(({ required }, at) => required && (values[at] ?? "").trim() === "");
  if (missing.length > 0) {
    const names = missing.map(({ name }) => name).join(", ");
    return refuse(told, "REQUIRED_FIELD_MISSING", `Required fields are missing: [${names}]`, names);
  }
  for (const [at, { name, externalId, references }] of fields.entries()) {
    const value = values[at] ?? "";
    const twin = externalId && value !== "" ? table.findBy(name, value) : undefined;
    if (twin !== undefined && twin !== target) {
      return refuse(
        told,
        "DUPLICATE_VALUE",
        `duplicate value found: ${name} duplicates value on record with id: ${twin}`,
      );
    }
    if (references !== undefined && value !== "" && !exists(references, value)) {
      return refuse(told, "INVALID_CROSS_REFERENCE_KEY", `invalid cross reference id in ${object}`, name);
    }
  }
  return { change: { id: target ?? newId(), values }, isCreated: before === undefined };
}

function refuse(id: string, code: string, message: string, fields = ""): RowResult {
  return { id, error: `${code}:${message}:${fields} --` };
}

/** What a row comes to whose parent somebody else is at work on. */
export function lockedRow(): RowResult {
  return refuse("", "UNABLE_TO_LOCK_ROW", "unable to obtain exclusive access to this record or 1 records");
}
