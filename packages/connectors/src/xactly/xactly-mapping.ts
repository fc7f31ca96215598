import { SpmError } from "@spm-ops/core";
import type { Outcome, OutcomePart, OutcomeState, Poll } from "../contract/outcome.js";
import { ALREADY_RUNNING } from "./xactly-invocations.js";
import { type Invocation, invocationDetail } from "./xactly-replies.js";

/** The state of an invocation that has ended, however it did. */
export const COMPLETED = /^completed$/i;

/** What the one row of a command's result says. */
export interface CommandAnswer {
  /** `0` went well, `1` did not; anything else says nothing. */
  readonly statusCode: string;
  /** The vendor's words, the most telling first; may be empty. */
  readonly message: string;
}

/** The row of a command's result by the order of its columns, which the options tell. */
export function toCommandAnswer(
  row: readonly string[] | undefined,
  columns: readonly string[],
): CommandAnswer {
  const cell = (name: string) => row?.[columns.indexOf(name)]?.trim() ?? "";
  const count = cell("count");
  const message = [
    cell("exception_message"),
    cell("status_message"),
    cell("value"),
    count === "" ? "" : `count ${count}`,
  ];
  return { statusCode: cell("status_code"), message: message.filter((text) => text !== "").join("; ") };
}

/** What a command's answer with `status_code` 1 comes out as: it was understood and refused. */
export function toCommandRefusal(operation: string, { message }: CommandAnswer): SpmError {
  const details = { operation, status: 200, requestId: undefined };
  return new SpmError("remote.rejected", `Could not ${operation}: status_code 1, ${message}`, details);
}

/** How a synchronous command ended. What its count counts is not documented, so no rows are known. */
export function toCommandOutcome({ statusCode, message }: CommandAnswer): Outcome {
  const states: Readonly<Record<string, OutcomeState>> = { "0": "succeeded", "1": "failed" };
  return { state: states[statusCode] ?? "unknown", volume: {}, rawStatus: statusCode, message };
}

/** One look at an invocation. A state that nobody knows counts as running; a completed one is judged by its status. */
export function toInvocationPoll(
  { currentState, status, description, details }: Invocation,
  { acceptConditionFalse }: { readonly acceptConditionFalse: boolean },
): Poll {
  if (!COMPLETED.test(currentState)) return { state: "running", rawStatus: currentState };
  const parts = details.map(toPart).filter((part) => part !== undefined);
  const failed = parts.filter((part) => part.state === "failed");
  const told = toState(status, acceptConditionFalse);
  // A pipeline that goes on after an error passes although one of its members failed.
  const state = told === "succeeded" && failed.length > 0 ? "failed" : told;
  const words = [description, ...(state === "succeeded" ? [] : failed.map(({ message }) => message))];
  const message = words.filter((text) => text !== "").join("; ");
  const outcome: Outcome = {
    state,
    volume: {},
    rawStatus: `${currentState}, ${status}`,
    message: message === "" && state !== "succeeded" ? `The invocation ended with "${status}".` : message,
    ...(parts.length > 0 && { parts }),
  };
  return { state: "finished", outcome };
}

function toState(status: string, acceptConditionFalse: boolean): OutcomeState {
  if (ALREADY_RUNNING.test(status)) return "refused-busy";
  switch (status.toLowerCase()) {
    case "pass":
      return "succeeded";
    case "fail":
      return "failed";
    case "aborted":
      return "cancelled";
    case "aborted on condition false":
      return acceptConditionFalse ? "succeeded" : "cancelled";
    default:
      return "unknown";
  }
}

/** A member of an invocation, or nothing where its words are other ones. */
function toPart(detail: unknown): OutcomePart | undefined {
  const { data } = invocationDetail.safeParse(detail);
  if (data === undefined) return undefined;
  const { objectName: object, status, description } = data;
  const message = [object, description === "" ? status : description]
    .filter((text) => text !== "")
    .join(": ");
  return { object, state: toState(status, false), volume: {}, message };
}
