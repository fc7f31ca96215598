import type { RecordTable } from "./records.js";
import type { SimulatedQuery } from "./soql.js";

/** What a query finds: the names of its columns as the object spells them, and its rows. */
export interface Selection {
  readonly columns: readonly string[];
  readonly rows: Iterable<readonly string[]>;
}

/** Why a query cannot be answered, in the vendor's words. */
export interface SelectionProblem {
  readonly code: string;
  readonly message: string;
}

/** Answers a query from the records of its object. */
export function selectRows(table: RecordTable, query: SimulatedQuery): Selection | SelectionProblem {
  const names = ["Id", ...table.definition.fields.map(({ name }) => name)];
  const find = (name: string) => names.findIndex((each) => each.toLowerCase() === name.toLowerCase());
  const asked = [query.condition?.field, query.order?.field].filter((name) => name !== undefined);
  const stranger = [...query.fields, ...asked].find((name) => find(name) === -1);
  if (stranger !== undefined) {
    const message = `No such column '${stranger}' on entity '${table.definition.name}'.`;
    return { code: "INVALID_FIELD", message };
  }
  const positions = query.fields.map(find);
  const columns = positions.map((position) => names[position] ?? "");
  return { columns, rows: select(table, query, positions, find) };
}

function* select(
  table: RecordTable,
  { condition, order, limit = Number.POSITIVE_INFINITY }: SimulatedQuery,
  positions: readonly number[],
  find: (name: string) => number,
): Generator<readonly string[]> {
  const at = condition === undefined ? -1 : find(condition.field);
  let taken = 0;
  for (const row of inOrder(allRows(table), order, find)) {
    if (at !== -1 && row[at] !== condition?.value) continue;
    if (taken === limit) return;
    taken += 1;
    yield positions.map((position) => row[position] ?? "");
  }
}

function* allRows(table: RecordTable): Generator<readonly string[]> {
  for (const [id, values] of table.entries()) yield [id, ...values];
}

function inOrder(
  rows: Iterable<readonly string[]>,
  order: SimulatedQuery["order"],
  find: (name: string) => number,
): Iterable<readonly string[]> {
  if (order === undefined) return rows;
  const at = find(order.field);
  const sign = order.isDescending ? -1 : 1;
  return [...rows].sort((one, other) => ((one[at] ?? "") < (other[at] ?? "") ? -sign : sign));
}
