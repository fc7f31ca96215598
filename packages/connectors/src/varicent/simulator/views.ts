import type { ModelDefinition, ScheduleDefinition } from "./definition.js";
import type { Runs } from "./runs.js";
import type { RunRecord } from "./state.js";

/** A time as the vendor writes it: whole seconds, UTC. */
function toTime(at: number): string {
  return new Date(at).toISOString().replace(/\.\d+Z$/, "Z");
}

/** What the live list shows of a run: an entry, and for the scheduler one more of the child with the same number. */
function toLive(run: RunRecord, type: string, now: number): readonly object[] {
  const { progressId, userId, startedAt, endAt, child, name } = run;
  const percent = Math.min(99, Math.floor((100 * (now - startedAt)) / Math.max(1, endAt - startedAt)));
  const entry = (shown: { readonly type: string; readonly name: string }) => ({
    progressId,
    userId,
    type: shown.type,
    status: "Running",
    time: toTime(startedAt),
    percent,
    description: `Running ${shown.name}`,
    hasDescription: true,
    expiresAt: null,
    isCancellable: true,
    isInitialization: false,
    computationId: null,
  });
  return [entry({ type, name }), ...(child === undefined ? [] : [entry(child)])];
}

/** What the completed list shows of a run. */
function toCompleted(run: RunRecord, type: string): object {
  const { progressId, userId, status, message, messageDetails, startedAt } = run;
  return { progressId, userId, type, status, message, time: toTime(startedAt), messageDetails };
}

/** An item of the scheduler with those below it, and how its latest run that is told ended. */
export function toScheduleItem(
  model: ModelDefinition,
  { id, name, type, parent = 0, enabled, stopOnFailure }: ScheduleDefinition,
  ended: readonly RunRecord[],
): object {
  const last = ended.find(({ results }) => results.some(({ itemId }) => itemId === id));
  const status = last?.results.find(({ itemId }) => itemId === id)?.status;
  return {
    id,
    name,
    scheduleItemType: type,
    order: model.scheduleItems
      .filter((item) => (item.parent ?? 0) === parent)
      .findIndex((item) => item.id === id),
    lastRun: last === undefined ? null : toTime(last.startedAt),
    lastRunStatus: status ?? null,
    nextRun: null,
    activation: enabled ? "Enabled" : "Disabled",
    parent,
    childScheduleItems: model.scheduleItems
      .filter((item) => item.parent === id)
      .map((child) => toScheduleItem(model, child, ended)),
    settings: { emailOnFailure: false, stopOnFailure, enableRetries: false },
    version: { rowVersion: 1 },
  };
}

/** What the links of a start's answer lead to. They are relative and begin without a slash. */
export function toLinks({ progressId, kind }: RunRecord): object {
  return {
    completedactivities: `api/v1/completedactivities/${progressId}`,
    liveactivities: `api/v1/liveactivities/${progressId}`,
    ...(kind === "calculation" && {
      completedcomputation: `api/v1/calculations/logs/completed/${progressId}`,
      livecomputation: `api/v1/calculations/logs/live/${progressId}`,
    }),
  };
}

/** All entries of a list of activities. */
export function toActivities(runs: Runs, list: "live" | "completed", now: number): readonly ActivityView[] {
  return runs.listed(list).flatMap((run) => {
    const type = runs.typeOf(run);
    const views = list === "live" ? toLive(run, type, now) : [toCompleted(run, type)];
    return views.map((view) => ({ progressId: run.progressId, view }));
  });
}

interface ActivityView {
  readonly progressId: number;
  readonly view: object;
}
