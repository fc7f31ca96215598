import { SpmError } from "@spm-ops/core";
import type { ConnectorCall, Handle } from "../contract/spm-connector.js";
import { toCsv } from "./xactly-csv.js";
import type { XactlyObjects } from "./xactly-objects.js";
import type { XactlyQueries } from "./xactly-queries.js";

/** The rows of the very result that the handle names, as comma-separated text with a header. */
export async function* readReport(
  { queries, objects }: { readonly queries: XactlyQueries; readonly objects: XactlyObjects },
  { kind, object, task }: Handle,
  call: ConnectorCall,
): AsyncGenerator<Uint8Array> {
  const { act, name } = await objects.get(kind, object, call);
  const operation = `read the report ${name}`;
  if (act.kind !== "select") {
    throw new SpmError("operation.unsupported", "Only what was started as a report has a report.", {
      operation,
    });
  }
  yield* toCsv(act.report.columns, queries.rows({ result: task, operation, ...call }));
}
