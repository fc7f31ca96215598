import type { Outcome, OutcomeState, Poll } from "../contract/outcome.js";
import { isAllOrNothing } from "./pipeline-stages.js";
import type { PipelineRun } from "./sap-commissions-replies.js";

const DONE = /^done$/i;
const SUCCESSFUL = /^successful$/i;
const FAILED = /^failed$/i;
/** The second form is the vendor's own. */
const CANCELLED = /^(?:cancel|cacel)/i;
const RUNNING = /^(?:running|pending|scheduled)$/i;

/** Where a pipeline stands. It has ended when its state is `Done`; how, its status tells, and only that. */
export function toPoll(run: PipelineRun): Poll {
  const rawStatus = [run.state, run.status].filter((word) => word !== "").join(", ");
  if (DONE.test(run.state) && !RUNNING.test(run.status)) {
    return { state: "finished", outcome: toOutcome(run, rawStatus) };
  }
  const [, percent] = /^(\d+(?:\.\d+)?)\s*%?$/.exec(run.runProgress) ?? [];
  return {
    state: "running",
    rawStatus,
    ...(percent !== undefined && { progress: Math.min(1, Number(percent) / 100) }),
  };
}

/** Errors are counted, not rows; only where there are none is a count of rows known. */
function toOutcome(run: PipelineRun, rawStatus: string): Outcome {
  const state = toState(run);
  return {
    state,
    volume: state === "succeeded" && run.numErrors === 0 ? { rowsRejected: 0 } : {},
    rawStatus,
    message: toMessage(run, state),
  };
}

function toState({ status, numErrors = 0, stageType }: PipelineRun): OutcomeState {
  if (FAILED.test(status)) return "failed";
  if (CANCELLED.test(status)) return "cancelled";
  if (!SUCCESSFUL.test(status)) return "unknown";
  if (numErrors === 0) return "succeeded";
  return isAllOrNothing(stageType) ? "failed" : "succeeded-with-rejects";
}

function toMessage({ message, numErrors, numWarnings, status }: PipelineRun, state: OutcomeState): string {
  const counted = [
    [numErrors, "errors"],
    [numWarnings, "warnings"],
  ] as const;
  const counts = counted.flatMap(([number = 0, word]) => (number === 0 ? [] : [`${word}: ${number}`]));
  const told = [message, ...counts].filter((each) => each !== "").join("; ");
  if (told !== "" || state === "succeeded") return told;
  return `The vendor tells nothing but the status "${status}".`;
}
