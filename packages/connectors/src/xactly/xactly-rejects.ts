import type { Outcome } from "../contract/outcome.js";
import type { ConnectorCall, Handle, RejectFile } from "../contract/spm-connector.js";
import { toCsv } from "./xactly-csv.js";
import type { XactlyObjects } from "./xactly-objects.js";
import type { RejectSettings } from "./xactly-options.js";
import type { XactlyQueries } from "./xactly-queries.js";

/**
 * The rows that validation refused, as comma-separated text.
 *
 * They lie in a table of the business, which the next validation fills anew: fetch them right after the wait.
 */
export async function* readRejects(
  { queries, objects }: { readonly queries: XactlyQueries; readonly objects: XactlyObjects },
  { kind, object }: Handle,
  call: ConnectorCall,
): AsyncGenerator<RejectFile> {
  const { rejects } = await objects.get(kind, object, call);
  if (rejects === undefined) return;
  const operation = `read ${rejects.from}`;
  const { result, totalRows } = await queries.open(rejects, call);
  if (totalRows === 0) return;
  const bytes = toCsv(rejects.columns, queries.rows({ result, operation, ...call }));
  yield { name: `${rejects.from}.csv`, bytes };
}

/**
 * The outcome of a job that passed, seen with the rows that validation refused.
 *
 * One order may be refused for several reasons, so their number is told in words and is no count of rows, unless there
 * are none.
 */
export async function weighRejects(
  queries: XactlyQueries,
  { outcome, rejects }: { readonly outcome: Outcome; readonly rejects: RejectSettings },
  call: ConnectorCall,
): Promise<Outcome> {
  const found = await queries.count(rejects, call);
  if (found === 0) return { ...outcome, volume: { ...outcome.volume, rowsRejected: 0 } };
  const { allOrNothing, from } = rejects;
  const told = `${from} holds ${found} ${found === 1 ? "row" : "rows"}`;
  const words = allOrNothing ? `${told}; nothing is uploaded as long as there is one` : told;
  return {
    ...outcome,
    state: allOrNothing ? "failed" : "succeeded-with-rejects",
    message: [outcome.message, words].filter((text) => text !== "").join("; "),
  };
}
