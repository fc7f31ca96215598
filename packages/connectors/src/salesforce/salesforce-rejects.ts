import { isSpmError } from "@spm-ops/core";
import { createRecordCounter } from "../contract/record-counter.js";
import type { ConnectorCall, Handle, RejectFile } from "../contract/spm-connector.js";
import type { SalesforceCalls } from "./salesforce-calls.js";
import { jobPath } from "./salesforce-jobs.js";

/** The result sets of the rows that did not get in. */
const SETS = [
  { set: "failedResults", name: "failed" },
  { set: "unprocessedrecords", name: "unprocessed" },
] as const;

type ResultSet = (typeof SETS)[number]["set"];

/**
 * The rows that failed, each with the vendor's reason, and those that were not even tried; in no certain order.
 *
 * The vendor keeps the sets for seven days. A set without rows is a header, or nothing, and is not handed out.
 */
export async function* readRejects(
  calls: SalesforceCalls,
  handle: Handle,
  call: ConnectorCall = {},
): AsyncGenerator<RejectFile> {
  if (handle.kind !== "load") return;
  for (const { set, name } of SETS) {
    const body = await calls.again(() => openSet(calls, handle, set, call), call);
    const bytes = await peek(body);
    try {
      if (bytes !== undefined) yield { name: `${handle.task}-${name}.csv`, bytes };
    } finally {
      await body.return?.();
    }
  }
}

/** How many rows were not even tried; nothing when the vendor does not tell, as for a job that never began. */
export async function countUnprocessed(
  calls: SalesforceCalls,
  handle: Handle,
  call: ConnectorCall,
): Promise<number | undefined> {
  const counter = createRecordCounter();
  try {
    const body = await openSet(calls, handle, "unprocessedrecords", call);
    for (let piece = await body.next(); !piece.done; piece = await body.next()) counter.take(piece.value);
    return counter.rows();
  } catch (error) {
    if (isSpmError(error, "remote.not-found", "remote.rejected")) return undefined;
    throw error;
  }
}

async function openSet(
  calls: SalesforceCalls,
  { kind, task }: Handle,
  set: ResultSet,
  { signal }: ConnectorCall,
): Promise<AsyncIterator<Uint8Array>> {
  const path = `${jobPath(kind, task)}/${set}`;
  const operation = `read the ${set} of the job ${task}`;
  const { bytes } = await calls.openLook({ path, operation, headers: { accept: "text/csv" }, signal });
  return bytes[Symbol.asyncIterator]();
}

/** The same bytes once more, if there is a row among them. Holds no more than the header. */
async function peek(body: AsyncIterator<Uint8Array>): Promise<AsyncIterable<Uint8Array> | undefined> {
  const counter = createRecordCounter();
  const held: Uint8Array[] = [];
  while (counter.rows() === 0) {
    const piece = await body.next();
    if (piece.done) return undefined;
    counter.take(piece.value);
    held.push(piece.value);
  }
  return resume(held, body);
}

async function* resume(
  held: readonly Uint8Array[],
  body: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  yield* held;
  for (let piece = await body.next(); !piece.done; piece = await body.next()) yield piece.value;
}
