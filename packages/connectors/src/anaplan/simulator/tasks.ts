import { randomUUID } from "node:crypto";
import type { Clock } from "@spm-ops/core";
import type { Conditions } from "./faults.js";
import { type Job, runJob, type Workshop } from "./jobs.js";
import type { TaskKind, TaskRecord } from "./storage.js";

/** How long tasks take, in milliseconds of the simulator's clock. */
export interface Durations {
  /** @defaultValue 50 */
  readonly importMs?: number | undefined;
  /** @defaultValue 50 */
  readonly processMs?: number | undefined;
  /** @defaultValue 50 */
  readonly exportMs?: number | undefined;
  /** From the request to cancel to the end of the task. @defaultValue 20 */
  readonly cancelMs?: number | undefined;
  /** Asked for each task that starts; a number goes before everything else. `ordinal` counts its object's tasks from 1. */
  readonly override?: ((task: { readonly objectId: string; readonly ordinal: number }) => number | undefined) | undefined;
}

/** A task that was ever started. */
export interface LedgerEntry {
  readonly taskId: string;
  readonly kind: TaskKind;
  readonly objectId: string;
  readonly objectName: string;
  readonly creationTime: number;
  readonly state: string;
}

export interface TaskOptions {
  readonly workshop: Workshop;
  readonly clock: Clock;
  readonly durations: Durations;
  readonly conditions: Conditions;
}

const CANCEL_MS = 20;

/** The tasks of a model, done one after another. Their state is a matter of the time alone, so a restart changes nothing. */
export function createTasks({ workshop, clock, durations, conditions }: TaskOptions) {
  const { model, storage } = workshop;
  const { tasks } = storage.state;
  let turn: Promise<unknown> = Promise.resolve();

  const objectOf = (kind: TaskKind, id: string) => model[kind].find((object) => object.id === id);

  const durationOf = ({ kind, objectId }: Job): number => {
    const usual = { imports: durations.importMs, processes: durations.processMs, exports: durations.exportMs }[kind];
    const ordinal = tasks.filter((task) => task.objectId === objectId).length + 1;
    return durations.override?.({ objectId, ordinal }) ?? objectOf(kind, objectId)?.durationMs ?? usual ?? 50;
  };

  const stateOf = ({ startAt, endAt, cancelledAt }: TaskRecord): string => {
    const now = clock.now();
    if (cancelledAt !== undefined) return now < cancelledAt + (durations.cancelMs ?? CANCEL_MS) ? "CANCELLING" : "CANCELLED";
    if (now < startAt) return "NOT_STARTED";
    return now < endAt ? "IN_PROGRESS" : "COMPLETE";
  };

  const start = async (job: Job): Promise<TaskRecord> => {
    const durationMs = durationOf(job);
    const result = await runJob(workshop, job);
    const creationTime = clock.now();
    const startAt = Math.max(creationTime, ...tasks.map((task) => task.cancelledAt ?? task.endAt));
    const objectName = objectOf(job.kind, job.objectId)?.name ?? "";
    const task: TaskRecord = { ...job, objectName, creationTime, startAt, endAt: startAt + durationMs, result };
    tasks.push(task);
    storage.save();
    return task;
  };

  return {
    stateOf,
    exists: (kind: TaskKind, objectId: string) => objectOf(kind, objectId) !== undefined,
    find: (kind: TaskKind, objectId: string, taskId: string) =>
      tasks.find((task) => task.kind === kind && task.objectId === objectId && task.taskId === taskId),
    list: (kind: TaskKind, objectId: string) => tasks.filter((task) => task.kind === kind && task.objectId === objectId),

    /** Starts a task. One decision at a time, so that tasks see what those before them did. */
    start(job: Omit<Job, "taskId">): Promise<TaskRecord> {
      const taskId = randomUUID().replaceAll("-", "").toUpperCase();
      const started = turn.then(() => start({ taskId, ...job }));
      turn = started.catch(() => undefined);
      return started;
    },

    cancel(task: TaskRecord): void {
      if (conditions.ignoresCancel || stateOf(task) === "COMPLETE" || task.cancelledAt !== undefined) return;
      task.cancelledAt = clock.now();
      storage.save();
    },

    /** A task as the API tells it; its result only when it has ended. */
    toReply(task: TaskRecord): object {
      const { taskId, creationTime, startAt, endAt, result } = task;
      const taskState = stateOf(task);
      const complete = taskState === "COMPLETE";
      const progress = complete ? 1 : Math.min(0.99, Math.max(0, (clock.now() - startAt) / Math.max(1, endAt - startAt)));
      const currentStep = complete ? "Complete." : taskState === "NOT_STARTED" ? "Waiting" : "Processing";
      return { taskId, taskState, currentStep, progress, creationTime, ...(complete && { result }) };
    },

    isComplete: (task: TaskRecord) => stateOf(task) === "COMPLETE",

    ledger: (): readonly LedgerEntry[] =>
      tasks.map((task) => ({
        taskId: task.taskId,
        kind: task.kind,
        objectId: task.objectId,
        objectName: task.objectName,
        creationTime: task.creationTime,
        state: stateOf(task),
      })),
  };
}

export type Tasks = ReturnType<typeof createTasks>;
