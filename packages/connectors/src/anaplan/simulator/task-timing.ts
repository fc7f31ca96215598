import type { TaskRecord } from "./state.js";

/** How long tasks take, in milliseconds of the simulator's clock. */
export interface Durations {
  /** @defaultValue 50 */
  readonly importMs?: number | undefined;
  /** @defaultValue 50 */
  readonly processMs?: number | undefined;
  /** @defaultValue 50 */
  readonly exportMs?: number | undefined;
  /** @defaultValue 50 */
  readonly actionMs?: number | undefined;
  /** From the request to cancel to the end of the task. @defaultValue 20 */
  readonly cancelMs?: number | undefined;
  /** How long a model that sleeps takes to open when it is asked to. @defaultValue 50 */
  readonly openMs?: number | undefined;
  /** How long the first call hangs that meets a model asleep. @defaultValue 90_000 */
  readonly reloadMs?: number | undefined;
  /** Asked for each task that starts; a number goes before everything else. `ordinal` counts its object's tasks from 1. */
  readonly override?:
    | ((task: { readonly objectId: string; readonly ordinal: number }) => number | undefined)
    | undefined;
}

export type TaskState = "NOT_STARTED" | "IN_PROGRESS" | "CANCELLING" | "CANCELLED" | "COMPLETE";

/** Where a task stands at a time. */
export function toTaskState(task: TaskRecord, now: number, { cancelMs = 20 }: Durations): TaskState {
  const { startAt, endAt, cancelledAt } = task;
  if (cancelledAt !== undefined) return now < cancelledAt + cancelMs ? "CANCELLING" : "CANCELLED";
  if (now < startAt) return "NOT_STARTED";
  return now < endAt ? "IN_PROGRESS" : "COMPLETE";
}

/** A task as the API tells it at a time; its result only when it has ended. */
export function toTaskReply(task: TaskRecord, now: number, durations: Durations): object {
  const { taskId, creationTime, startAt, endAt, result } = task;
  const taskState = toTaskState(task, now, durations);
  if (taskState === "COMPLETE") {
    return { taskId, taskState, currentStep: "Complete.", progress: 1, creationTime, result };
  }
  const progress = Math.min(0.99, Math.max(0, (now - startAt) / Math.max(1, endAt - startAt)));
  const currentStep = taskState === "NOT_STARTED" ? "Waiting" : "Processing";
  return { taskId, taskState, currentStep, progress, creationTime };
}

/** How long a task will take that starts now as the `ordinal`-th of its object. */
export function toDurationMs(
  { kind, objectId }: Pick<TaskRecord, "kind" | "objectId">,
  object: { readonly ordinal: number; readonly durationMs?: number | undefined },
  { importMs, processMs, exportMs, actionMs, override }: Durations,
): number {
  const usual = { imports: importMs, processes: processMs, exports: exportMs, actions: actionMs }[kind];
  return override?.({ objectId, ordinal: object.ordinal }) ?? object.durationMs ?? usual ?? 50;
}
