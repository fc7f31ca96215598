import { SpmError } from "@spm-ops/core";
import type { ConnectorCall, Handle } from "../contract/spm-connector.js";
import { readAnswer } from "./xactly-answer.js";
import { fillIn } from "./xactly-language.js";
import { COMPLETED, toCommandRefusal } from "./xactly-mapping.js";
import { invocation } from "./xactly-replies.js";
import type { XactlyStarts } from "./xactly-start.js";

/** Aborts an invocation, by the command that the options tell. A command and a query cannot be aborted. */
export async function abortJob(
  { calls, objects, settings }: XactlyStarts,
  { kind, object, task }: Handle,
  call: ConnectorCall,
): Promise<void> {
  const { abort } = settings.language;
  const operation = `abort the invocation ${task}`;
  const { act } = await objects.get(kind, object, call);
  if (abort === undefined || act.kind !== "pipeline") {
    const why =
      abort === undefined
        ? "The options name no command for it."
        : "Only invocations of pipelines can be aborted.";
    throw new SpmError("operation.unsupported", `Could not ${operation}. ${why}`, { operation });
  }
  const command = fillIn(abort, "{id}", task);
  const result = await calls.execute({ command, intent: "repeatable-change", operation, ...call });
  const answer = await readAnswer(calls, { result, operation, ...call }, settings.language);
  if (answer.statusCode !== "1") return;
  const path = `invocations/${encodeURIComponent(task)}`;
  const { currentState } = await calls.look({ path, operation, ...call }, invocation);
  // One that has ended has nothing left to stop.
  if (!COMPLETED.test(currentState)) throw toCommandRefusal(operation, answer);
}
