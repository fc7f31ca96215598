import { SpmError } from "@spm-ops/core";
import type { ConnectorCall, Handle, RejectFile } from "../contract/spm-connector.js";
import type { SapCommissionsCalls } from "./sap-commissions-calls.js";
import type { SapCommissionsObjects } from "./sap-commissions-objects.js";
import { anyRow, messageLog, pipeline } from "./sap-commissions-replies.js";

type Row = Readonly<Record<string, unknown>>;

export interface SapCommissionsRejects {
  readonly calls: SapCommissionsCalls;
  readonly objects: SapCommissionsObjects;
}

/**
 * What a pipeline had to complain about, a JSON object a line: rows of the batch that stayed in the stage tables, for
 * each resource that the load names, and the messages of the run.
 *
 * @throws SpmError `remote.not-found` when the pipeline counts errors and none of this is shown
 */
export async function* readRejects(
  { calls, objects }: SapCommissionsRejects,
  { kind, object, task }: Handle,
  call: ConnectorCall,
): AsyncGenerator<RejectFile> {
  const question = {
    path: `pipelines(${encodeURIComponent(task)})`,
    operation: `ask about the pipeline ${task}`,
  };
  const { numErrors, batchName } = await calls.ask({ ...question, ...call }, pipeline);
  if (numErrors === 0) return;
  const load = kind === "load" ? await objects.loads.get(kind, object, call) : undefined;
  const sources = [
    ...(load?.settings.stageResources ?? []).map((resource) => ({
      resource,
      rows: listStaged(calls, { resource, batchName }, call),
    })),
    { resource: "messages", rows: listMessages(calls, task, call) },
  ];
  let isNothing = true;
  for (const { resource, rows } of sources) {
    const first = await rows.next();
    if (first.done) continue;
    isNothing = false;
    yield { name: `${task}-${resource}.jsonl`, bytes: toLines(first.value, rows) };
  }
  if (!isNothing || numErrors === undefined) return;
  const operation = `read what the pipeline ${task} rejected`;
  const message = `The pipeline ${task} counts ${numErrors} errors, but neither messages nor rows of it are shown.`;
  throw new SpmError("remote.not-found", message, { operation });
}

async function* listStaged(
  calls: SapCommissionsCalls,
  { resource, batchName }: { readonly resource: string; readonly batchName: string },
  call: ConnectorCall,
): AsyncGenerator<Row> {
  const question = {
    resource,
    filter: `batchName eq '${batchName}'`,
    operation: `list the rows in ${resource}`,
  };
  for await (const row of calls.list({ ...question, ...call }, anyRow)) {
    if ((row["batchName"] ?? batchName) === batchName) yield row;
  }
}

/** Messages belong to a log, and a log to its source, which for pipelines is their run. */
async function* listMessages(
  calls: SapCommissionsCalls,
  task: string,
  call: ConnectorCall,
): AsyncGenerator<Row> {
  const operation = `list the messages of the pipeline ${task}`;
  const logs = { resource: "messageLogs", filter: `sourceSeq eq '${task}'`, operation, ...call };
  for await (const { messageLogSeq, sourceSeq } of calls.list(logs, messageLog)) {
    if (sourceSeq !== task) continue;
    const messages = { resource: "messages", filter: `messageLog eq '${messageLogSeq}'`, operation, ...call };
    yield* calls.list(messages, anyRow);
  }
}

async function* toLines(first: Row, rest: AsyncGenerator<Row>): AsyncGenerator<Uint8Array> {
  yield toLine(first);
  for await (const row of rest) yield toLine(row);
}

function toLine(row: Row): Uint8Array {
  return Buffer.from(`${JSON.stringify(row)}\n`);
}
