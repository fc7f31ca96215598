import type { RunState, RunStatus, StepState } from "./run-state.js";

type Standing = Pick<RunState, "steps" | "hold" | "turn" | "cancellation">;

/** Where a run stands that has not ended. */
export function standingOf({ steps, hold, turn, cancellation }: Standing): RunStatus {
  if (hold !== undefined && cancellation === undefined) return "held";
  if (steps.some(({ status }) => status === "in-doubt")) return "in-doubt";
  if (cancellation !== undefined) return "running";
  if (turn?.hasCome === false || steps.some(({ status }) => status === "waiting")) return "waiting";
  return steps.some(({ status }) => status !== "pending") ? "running" : "requested";
}

/**
 * When a run is due to be moved, in milliseconds since 1970: 0 at once, absent when it waits for somebody or has ended.
 */
export function dueOf({
  status,
  steps,
  turn,
  postponement,
}: Pick<RunState, "status" | "steps" | "turn" | "postponement">): number | undefined {
  if (status === "requested" || status === "running") return postponement?.untilMs ?? 0;
  if (status !== "waiting" || turn?.hasCome === false) return undefined;
  const moments = steps.flatMap(momentsOf);
  return moments.length === 0 ? undefined : Math.min(...moments);
}

function momentsOf({ status, wait }: StepState): readonly number[] {
  if (status !== "waiting" || wait === undefined) return [];
  // What is only overdue is nothing to be moved: it goes on waiting.
  return [wait.untilMs, wait.escalateMs].filter((moment) => moment !== undefined);
}
