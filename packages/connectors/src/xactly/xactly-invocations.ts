import type { ConnectorCall } from "../contract/spm-connector.js";
import type { XactlyCalls } from "./xactly-calls.js";
import { toFilter } from "./xactly-language.js";
import { type Invocation, invocation } from "./xactly-replies.js";

/** The vendor's word for an invocation of a pipeline that was active already: it did nothing. */
export const ALREADY_RUNNING = /^already running$/i;

/** The invocations of a pipeline that sessions, not schedules, have begun. The vendor's filter is a help and no more. */
export async function listInvocations(
  calls: XactlyCalls,
  pipeline: string,
  { signal }: ConnectorCall,
): Promise<readonly Invocation[]> {
  const found: Invocation[] = [];
  const query = { ql: toFilter("objectName", pipeline) };
  const operation = `list the invocations of ${pipeline}`;
  for await (const each of calls.list({ path: "invocations", query, operation, signal }, invocation)) {
    if (each.objectName === pipeline && !/^schedule$/i.test(each.invokedByType)) found.push(each);
  }
  return found;
}

/** Whether any invocation is still listed that is older than a moment of the vendor's clock: only the newest are kept. */
export async function listsOlder(
  calls: XactlyCalls,
  at: number,
  { signal }: ConnectorCall,
): Promise<boolean> {
  const operation = "see how far back invocations are listed";
  for await (const { createdInstant } of calls.list({ path: "invocations", operation, signal }, invocation)) {
    if (createdInstant !== undefined && createdInstant < at) return true;
  }
  return false;
}
