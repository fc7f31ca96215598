import { randomUUID } from "node:crypto";
import type { Clock } from "@spm-ops/core";
import type { Conditions } from "./faults.js";
import { type Job, runJob, type Workshop } from "./jobs.js";
import type { TaskKind, TaskRecord } from "./state.js";
import { type Durations, type TaskState, toDurationMs, toTaskReply, toTaskState } from "./task-timing.js";

/** A task that was ever started. */
export interface LedgerEntry {
  readonly taskId: string;
  readonly kind: TaskKind;
  readonly objectId: string;
  readonly objectName: string;
  readonly creationTime: number;
  readonly state: TaskState;
}

export interface TaskOptions {
  readonly workshop: Workshop;
  readonly clock: Clock;
  readonly durations: Durations;
  readonly conditions: Conditions;
}

/** The tasks of a model, done one after another. Their state is a matter of the time alone, so a restart changes nothing. */
export function createTasks({ workshop, clock, durations, conditions }: TaskOptions) {
  const { model, storage } = workshop;
  const { tasks } = storage.state;
  let turn: Promise<unknown> = Promise.resolve();

  const objectOf = (kind: TaskKind, id: string) => model[kind].find((object) => object.id === id);

  const ofObject = (kind: TaskKind, objectId: string) =>
    tasks.filter((task) => task.kind === kind && task.objectId === objectId);
  const stateOf = (task: TaskRecord) => toTaskState(task, clock.now(), durations);

  const start = async (job: Job): Promise<TaskRecord> => {
    const object = objectOf(job.kind, job.objectId);
    const ordinal = ofObject(job.kind, job.objectId).length + 1;
    const durationMs = toDurationMs(job, { ordinal, durationMs: object?.durationMs }, durations);
    const result = await runJob(workshop, job);
    const creationTime = clock.now();
    const startAt = Math.max(creationTime, ...tasks.map((task) => task.cancelledAt ?? task.endAt));
    const objectName = object?.name ?? "";
    const task = { ...job, objectName, creationTime, startAt, endAt: startAt + durationMs, result };
    tasks.push(task);
    storage.save();
    return task;
  };

  return {
    stateOf,
    exists: (kind: TaskKind, objectId: string) => objectOf(kind, objectId) !== undefined,
    find: (kind: TaskKind, objectId: string, taskId: string) =>
      tasks.find((task) => task.kind === kind && task.objectId === objectId && task.taskId === taskId),
    get: (taskId: string) => tasks.find((task) => task.taskId === taskId),
    list: ofObject,
    /** The task that the model works on. */
    active: () => tasks.find((task) => stateOf(task) === "IN_PROGRESS"),

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

    toReply: (task: TaskRecord) => toTaskReply(task, clock.now(), durations),
    isComplete: (task: TaskRecord) => stateOf(task) === "COMPLETE",
    ledger: (): readonly LedgerEntry[] =>
      tasks.map((task) => {
        const { taskId, kind, objectId, objectName, creationTime } = task;
        return { taskId, kind, objectId, objectName, creationTime, state: stateOf(task) };
      }),
  };
}

export type Tasks = ReturnType<typeof createTasks>;
