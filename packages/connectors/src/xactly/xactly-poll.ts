import type { Outcome, Poll } from "../contract/outcome.js";
import type { ConnectorCall, Handle } from "../contract/spm-connector.js";
import { readAnswer } from "./xactly-answer.js";
import { toCommandOutcome, toInvocationPoll } from "./xactly-mapping.js";
import type { XactlyObject } from "./xactly-objects.js";
import { weighRejects } from "./xactly-rejects.js";
import { invocation } from "./xactly-replies.js";
import type { XactlyStarts } from "./xactly-start.js";

/** Takes one look at a job; at what it refused, too, when it passed. */
export async function pollJob(starts: XactlyStarts, handle: Handle, call: ConnectorCall): Promise<Poll> {
  const { queries, objects } = starts;
  const object = await objects.get(handle.kind, handle.object, call);
  const poll = await lookAtJob(starts, { handle, object }, call);
  const { rejects } = object;
  if (poll.state !== "finished" || poll.outcome.state !== "succeeded" || rejects === undefined) return poll;
  return finished(await weighRejects(queries, { outcome: poll.outcome, rejects }, call));
}

async function lookAtJob(
  { calls, settings }: XactlyStarts,
  { handle: { task }, object: { act, name } }: { readonly handle: Handle; readonly object: XactlyObject },
  call: ConnectorCall,
): Promise<Poll> {
  const operation = `ask how ${name} is doing (${task})`;
  if (act.kind === "pipeline") {
    const path = `invocations/${encodeURIComponent(task)}`;
    return toInvocationPoll(await calls.look({ path, operation, ...call }, invocation), settings.invocations);
  }
  const question = { result: task, operation, ...call };
  if (act.kind === "command") {
    return finished(toCommandOutcome(await readAnswer(calls, question, settings.language)));
  }
  const { totalRows } = await calls.peek(question);
  const volume = { rowsRead: totalRows };
  return finished({ state: "succeeded", volume, rawStatus: `${totalRows} rows`, message: "" });
}

function finished(outcome: Outcome): Poll {
  return { state: "finished", outcome };
}
