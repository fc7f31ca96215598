import { done, problem, type StatementResult } from "./command-result.js";
import type { Conditions } from "./faults.js";
import { runSelect } from "./sql.js";
import { cellOf, type Table, type Tables, tableOf } from "./tables.js";

/** What commands of Incent work with. */
export interface IncentScope {
  readonly tables: Tables;
  readonly conditions: Conditions;
}

const BATCH = ["batch_name", "period_name", "batch_type_name"];
const DEFAULT_TYPE = "Commissionable Events";

const COMMANDS: readonly [RegExp, (scope: IncentScope, query: string) => StatementResult][] = [
  [/^create\s+batches(?:\s*\(\s*batches\s*=\s*\((?<query>.*)\)\s*\))?$/is, createBatches],
  [/^validate\s+orders$/i, validateOrders],
  [/^upload\s+orders$/i, uploadOrders],
  [/^purge\s+orders$/i, purgeOrders],
  [/^reset(?:\s+(?:credits|incentives))?(?:\s*\(\s*batchnames\s*=\s*\((?<query>.*)\)\s*\))?$/is, reset],
  [
    /^calculate(?:\s+(?:credits|incentives))?(?:\s*\(\s*batchnames\s*=\s*\((?<query>.*)\)\s*\))?$/is,
    calculate,
  ],
];

/** Carries out what follows `incent` or `incent synchronous`, with the stored credential. */
export function runIncent(scope: IncentScope, command: string): StatementResult {
  const { incentCredential } = scope.conditions;
  if (incentCredential !== "valid") return problem(`The credential for Incent is ${incentCredential}.`);
  for (const [form, run] of COMMANDS) {
    const match = form.exec(command);
    if (match !== null) return run(scope, match.groups?.["query"]?.trim() ?? "");
  }
  return problem(`Incent knows no command "${command}".`);
}

function get(tables: Tables, name: string): Table {
  return tableOf(tables, name) ?? { columns: [], rows: [] };
}

/** A batch belongs to one period and one type. Those that are there stay. */
function createBatches({ tables }: IncentScope, query: string): StatementResult {
  const given = runSelect(
    tables,
    query === "" ? `select distinct ${BATCH.join(", ")} from staging.order_item` : query,
  );
  if (given.kind !== "rows") return given;
  const batches = get(tables, "xactly.xc_user_batch");
  const known = new Map(batches.rows.map((row) => [row[0], row]));
  let made = 0;
  for (const [name = "", period = "", type = ""] of given.rows) {
    const batch = [name, period, type === "" ? DEFAULT_TYPE : type];
    const there = known.get(name);
    if (there !== undefined && (there[1] !== batch[1] || there[2] !== batch[2])) {
      return problem(`The batch ${name} is of another period or type.`);
    }
    if (name === "" || there !== undefined) continue;
    known.set(name, batch);
    batches.rows.push(batch);
    made += 1;
  }
  return done("Batches created.", made);
}

/** Fills the table of errors anew. The rules are the simulator's own: a code, a known batch, a number. */
function validateOrders({ tables }: IncentScope): StatementResult {
  const orders = get(tables, "staging.order_item");
  const batches = get(tables, "xactly.xc_user_batch");
  const known = new Set(batches.rows.map(([name]) => name));
  const errors: string[][] = [];
  for (const row of orders.rows) {
    const cell = (column: string) => cellOf(orders, row, column);
    const refuse = (message: string) => errors.push([cell("order_code"), cell("item_code"), message]);
    if (cell("order_code") === "") refuse("The order code is missing.");
    if (!known.has(cell("batch_name"))) refuse(`There is no batch ${cell("batch_name")}.`);
    if (!/^-?\d+(?:\.\d+)?$/.test(cell("amount"))) refuse(`The amount "${cell("amount")}" is no number.`);
  }
  get(tables, "staging.order_item_validation_error").rows = errors;
  return done("Orders validated.", errors.length);
}

function keyOf(table: Table, row: readonly string[]): string {
  return JSON.stringify([cellOf(table, row, "order_code"), cellOf(table, row, "item_code")]);
}

/** All orders or none: one row with an error keeps all of them back. */
function uploadOrders({ tables, conditions }: IncentScope): StatementResult {
  const orders = get(tables, "staging.order_item");
  const errors = get(tables, "staging.order_item_validation_error");
  const refused = new Set(errors.rows.map((row) => keyOf(errors, row)));
  if (orders.rows.some((row) => refused.has(keyOf(orders, row)))) {
    return conditions.silentUpload
      ? done("Orders uploaded.", 0)
      : problem("There are orders with validation errors; no order was uploaded.");
  }
  const stage = get(tables, "xactly.xc_order_stage");
  stage.rows = [...stage.rows, ...orders.rows];
  return done("Orders uploaded.", orders.rows.length);
}

function purgeOrders({ tables }: IncentScope): StatementResult {
  const stage = get(tables, "xactly.xc_order_stage");
  const count = stage.rows.length;
  stage.rows = [];
  return done("Orders purged.", count);
}

function reset({ tables }: IncentScope, query: string): StatementResult {
  const listed = listBatches(tables, query);
  if (listed.kind !== "rows") return listed;
  const names = new Set(listed.rows.map(([name]) => name));
  const credited = get(tables, "xactly.xc_comp_order_item");
  const before = credited.rows.length;
  credited.rows = credited.rows.filter((row) => !names.has(cellOf(credited, row, "batch_name")));
  return done("Reset.", before - credited.rows.length);
}

function calculate({ tables }: IncentScope, query: string): StatementResult {
  const listed = listBatches(tables, query);
  if (listed.kind !== "rows") return listed;
  const names = new Set(listed.rows.map(([name]) => name));
  const stage = get(tables, "xactly.xc_order_stage");
  const credited = get(tables, "xactly.xc_comp_order_item");
  const there = new Set(credited.rows.map((row) => keyOf(credited, row)));
  const fresh = stage.rows.filter(
    (row) => names.has(cellOf(stage, row, "batch_name")) && !there.has(keyOf(stage, row)),
  );
  for (const row of fresh) credited.rows.push(credited.columns.map((column) => cellOf(stage, row, column)));
  return done("Calculated.", fresh.length);
}

/** The batches that the query names; without one, all of them. */
function listBatches(tables: Tables, query: string): StatementResult {
  return runSelect(tables, query === "" ? "select batch_name from xactly.xc_user_batch" : query);
}
