import type { BusinessDefinition } from "./definition.js";

export interface Table {
  readonly columns: readonly string[];
  rows: (readonly string[])[];
}

/** The tables of a business by their names in lower case. */
export type Tables = Record<string, Table>;

const ORDER_ITEM = [
  "order_code",
  "item_code",
  "batch_name",
  "batch_type_name",
  "period_name",
  "product_name",
  "geography_name",
  "customer_name",
  "quantity",
  "amount",
  "amount_unit_type_name",
  "incentive_date",
  "order_date",
  "order_type_name",
  "discount",
  "description",
  "related_order_code",
  "related_item_code",
];

/** What every business has. The columns of what is no staging table are the simulator's own. */
const OWN: Readonly<Record<string, readonly string[]>> = {
  "staging.order_item": ORDER_ITEM,
  "staging.order_item_assignment": ["order_code", "item_code", "employee_id", "split_amount_pct"],
  "staging.order_item_validation_error": ["order_code", "item_code", "error_message"],
  "xactly.xc_user_batch": ["batch_name", "period_name", "batch_type_name"],
  "xactly.xc_order_stage": ORDER_ITEM,
  "xactly.xc_comp_order_item": ["order_code", "item_code", "batch_name", "amount"],
};

/** The tables of a business as they are at first. */
export function createTables({ tables }: BusinessDefinition): Tables {
  const own = Object.entries(OWN).map(([name, columns]): [string, Table] => [name, { columns, rows: [] }]);
  const declared = tables.map(({ name, columns, rows }): [string, Table] => [
    name.toLowerCase(),
    { columns: columns.map((column) => column.toLowerCase()), rows },
  ]);
  return Object.fromEntries([...own, ...declared]);
}

/** A table that every business has, or one that is declared. */
export function tableOf(tables: Tables, name: string): Table | undefined {
  return Object.hasOwn(tables, name.toLowerCase()) ? tables[name.toLowerCase()] : undefined;
}

/** What a row holds in a column, in any case; nothing for a column that the table does not have. */
export function cellOf({ columns }: Table, row: readonly string[], column: string): string {
  return row[columns.indexOf(column.toLowerCase())] ?? "";
}
