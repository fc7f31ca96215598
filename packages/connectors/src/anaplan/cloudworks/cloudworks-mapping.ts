import type { Outcome, OutcomePart, OutcomeState, Poll } from "../../contract/outcome.js";
import type { CloudWorksFlow, CloudWorksRun } from "./cloudworks-replies.js";

/** The code of a run that went through, but for some rows. Others are failures; nothing stands for a success. */
const PARTIAL_SUCCESS = 38;

/** The vendor's clock and ours are compared in whole seconds, and an answer takes its time. */
export const CLOCK_TOLERANCE_MS = 2_000;

/** What a look at a run told. Only an end date is an end: until then success and code say nothing. */
export function toRunPoll(run: CloudWorksRun): Poll {
  if (run.endDate === undefined) return { state: "running", rawStatus: run.message || "Running" };
  return { state: "finished", outcome: toOutcome(run) };
}

/** A start of a flow: its run, and when it was asked for by the vendor's clock, in milliseconds since 1970. */
export interface FlowStart {
  readonly runId: string;
  readonly startedAt: number;
}

/**
 * What a look at a flow told of one of its runs. The vendor tells only the latest run of a flow and of each of its
 * steps, so a later one hides how ours ended.
 */
export function toFlowPoll({ latestRun, steps }: CloudWorksFlow, { runId, startedAt }: FlowStart): Poll {
  const isOurs = (run: CloudWorksRun | null | undefined) =>
    run?.startDate !== undefined && run.startDate >= startedAt - CLOCK_TOLERANCE_MS;
  if (!latestRun || !isOurs(latestRun)) return { state: "running", rawStatus: "not begun" };
  if (latestRun.id && latestRun.id !== runId) {
    const message = `The run ${latestRun.id}, which came later, hides how this one ended.`;
    return { state: "finished", outcome: { state: "unknown", volume: {}, rawStatus: "not shown", message } };
  }
  const poll = toRunPoll(latestRun);
  if (poll.state === "running") return poll;
  const parts = (steps ?? []).flatMap((step): OutcomePart[] =>
    step.latestRun && isOurs(step.latestRun) ? [toPart(step.referrer, step.latestRun)] : [],
  );
  const hasRejects = parts.some(({ state }) => state === "succeeded-with-rejects");
  const { outcome } = poll;
  const state = outcome.state === "succeeded" && hasRejects ? "succeeded-with-rejects" : outcome.state;
  return { state: "finished", outcome: { ...outcome, state, parts } };
}

function toPart(object: string, run: CloudWorksRun): OutcomePart {
  return { object, state: toState(run), volume: {}, message: run.message ?? "" };
}

/** Rows are not counted by runs: an absent count is unknown. */
function toOutcome(run: CloudWorksRun): Outcome {
  const { message, executionErrorCode: code } = run;
  const state = toState(run);
  const rawStatus = `${run.success ? "success" : "no success"}${code ? `, code ${code}` : ""}`;
  return { state, volume: {}, rawStatus, message: message ?? "" };
}

function toState({ success, executionErrorCode: code }: CloudWorksRun): OutcomeState {
  if (code === PARTIAL_SUCCESS) return "succeeded-with-rejects";
  if (success === false) return "failed";
  // A success with the code of something else is one that nobody has described.
  return success && !code ? "succeeded" : "unknown";
}
