import { type Clock, isSpmError, SpmError } from "@spm-ops/core";
import type { ConnectorCall, Handle, StartRequest } from "../contract/spm-connector.js";
import { readAnswer } from "./xactly-answer.js";
import type { XactlyCalls } from "./xactly-calls.js";
import { ALREADY_RUNNING, listInvocations } from "./xactly-invocations.js";
import { fillIn } from "./xactly-language.js";
import { toCommandRefusal } from "./xactly-mapping.js";
import type { XactlyObject, XactlyObjects } from "./xactly-objects.js";
import type { XactlySettings } from "./xactly-options.js";
import type { XactlyQueries } from "./xactly-queries.js";
import type { Invocation } from "./xactly-replies.js";

export interface XactlyStarts {
  readonly calls: XactlyCalls;
  readonly queries: XactlyQueries;
  readonly objects: XactlyObjects;
  readonly settings: Pick<XactlySettings, "language" | "invocations">;
  readonly clock: Clock;
}

/**
 * Starts what is asked for, once. Of a pipeline the handle names the invocation, of a command or a query the result.
 */
export async function startJob(
  starts: XactlyStarts,
  { kind, object }: StartRequest,
  call: ConnectorCall,
): Promise<Handle> {
  const found = await starts.objects.get(kind, object, call);
  return { kind, object: found.id, task: await begin(starts, found, call) };
}

async function begin(starts: XactlyStarts, object: XactlyObject, call: ConnectorCall): Promise<string> {
  const { act, name } = object;
  if (act.kind === "pipeline") return invoke(starts, object, call);
  if (act.kind === "select") return (await starts.queries.open(act.report, call)).result;
  return starts.calls.execute({ command: act.command, intent: "change", operation: `run ${name}`, ...call });
}

/**
 * Invokes a pipeline and finds the invocation that this made: the vendor answers a command with words, not with its
 * number. It is the only one that was not there before.
 */
async function invoke(
  { calls, settings, clock }: XactlyStarts,
  { name }: XactlyObject,
  call: ConnectorCall,
): Promise<string> {
  const { language, invocations } = settings;
  const operation = `invoke the pipeline ${name}`;
  const command = fillIn(language.invoke, "{name}", name);
  const before = new Set((await listInvocations(calls, name, call)).map(({ id }) => id));
  const result = await calls.execute({ command, intent: "change", operation, ...call });
  const answer = await unlessLost(readAnswer(calls, { result, operation, ...call }, language), call);
  if (answer?.statusCode === "1") throw toCommandRefusal(operation, answer);
  const listNew = async () => (await listInvocations(calls, name, call)).filter(({ id }) => !before.has(id));
  let made = await unlessLost(listNew(), call);
  if (made === undefined || made.length === 0) {
    await clock.wait(invocations.settleMs, call);
    made = await unlessLost(listNew(), call);
  }
  return pickInvocation(made ?? [], operation);
}

/** What a question tells, or nothing when it fails: once the command was sent, that does not undo it. */
async function unlessLost<Told>(
  question: Promise<Told>,
  { signal }: ConnectorCall,
): Promise<Told | undefined> {
  try {
    return await question;
  } catch (error) {
    signal?.throwIfAborted();
    if (isSpmError(error)) return undefined;
    throw error;
  }
}

function pickInvocation(made: readonly Invocation[], operation: string): string {
  const [only, ...others] = made;
  if (only === undefined || others.length > 0) {
    const shown = only === undefined ? "no new invocation is" : `${made.length} new invocations are`;
    throw new SpmError(
      "remote.unknown",
      `Could not ${operation} for certain: the command was taken, but ${shown} shown. Look before doing it again.`,
      { operation },
    );
  }
  if (!ALREADY_RUNNING.test(only.status)) return only.id;
  throw new SpmError("remote.busy", `Could not ${operation}: it was running already; nothing was done.`, {
    operation,
  });
}
