import type { CloudWorksScope } from "./cloudworks-runs.js";
import type { FlowDefinition, IntegrationDefinition } from "./definition.js";
import type { FlowRunRecord, PartResult, RunRecord, TaskRecord } from "./state.js";

/** Codes of the vendor; nothing stands for a success. */
const PARTIAL_SUCCESS = 38;
const FAILURE = 35;

interface End {
  readonly at: number;
  readonly code: number | null;
  readonly message: string;
}

/** How a run looks; while it goes on it has no end, and says neither success nor an error. */
function toProgress(creationTime: number, end: End | undefined): object {
  return {
    startDate: new Date(creationTime).toISOString(),
    endDate: end === undefined ? null : new Date(end.at).toISOString(),
    success: end?.code === null,
    message: end?.message ?? "Running",
    executionErrorCode: end?.code ?? null,
    triggerSource: "manual",
  };
}

/** A run as its own resource tells it. */
export function toRunStatus(scope: CloudWorksScope, run: RunRecord): object {
  const { id, integrationId, creationTime, user, flowRunId } = run;
  const times = { creationDate: iso(creationTime), modificationDate: iso(creationTime) };
  return {
    id,
    integrationId,
    traceId: id,
    ...toProgress(creationTime, endOf(scope, run)),
    ...times,
    createdBy: user,
    modifiedBy: user,
    flowGroupId: flowRunId ?? null,
  };
}

/** A run as the history of its integration tells it. */
export function toRunRecord(scope: CloudWorksScope, run: RunRecord): object {
  const { id, creationTime, user } = run;
  const progress = toProgress(creationTime, endOf(scope, run));
  return { id, triggeredBy: user, lastRun: creationTime, ...progress, traceId: id };
}

/** What a list tells of an integration. */
export function toIntegration(scope: CloudWorksScope, { id, name, runs }: IntegrationDefinition): object {
  const [latest] = scope.runs.ofIntegration(id);
  const kinds: Readonly<Record<string, string>> = { 112: "Import", 116: "Export", 118: "Process" };
  const type = kinds[runs.slice(0, 3)] ?? "Import";
  return {
    integrationId: id,
    name,
    integrationType: type,
    ...toOrigin(),
    ...(type === "Process" && { processId: runs }),
    ...scope.ids,
    nuxVisible: false,
    schedule: null,
    latestRun: latest === undefined ? {} : toRunRecord(scope, latest),
  };
}

/** What a list tells of a flow. */
export function toFlow(scope: CloudWorksScope, { id, name, steps }: FlowDefinition): object {
  const [latest] = scope.runs.ofFlow(id);
  return {
    id,
    name,
    ...toOrigin(),
    stepsCount: steps.length,
    latestRun: latest === undefined ? {} : toFlowRun(scope, latest),
  };
}

/** A flow with its steps, each with its own latest run. */
export function toWholeFlow(scope: CloudWorksScope, flow: FlowDefinition): object {
  const steps = scope.model.integrations
    .filter(({ id }) => flow.steps.includes(id))
    .map((integration) => ({
      referrer: integration.id,
      isSkipped: false,
      dependsOn: [],
      exceptionBehavior: [{ type: "failure", strategy: "stop" }],
      ...toIntegration(scope, integration),
    }));
  return { ...toFlow(scope, flow), steps };
}

function toFlowRun(scope: CloudWorksScope, flowRun: FlowRunRecord): object {
  const ends = scope.runs.stepsOf(flowRun).map((run) => endOf(scope, run));
  const last = ends.at(-1);
  const worst = ends.find((end) => end?.code === FAILURE) ?? ends.find((end) => end?.code !== null) ?? last;
  const isOver = ends.every((end) => end !== undefined);
  const end = isOver && worst !== undefined && last !== undefined ? { ...worst, at: last.at } : undefined;
  const { id, user, creationTime } = flowRun;
  return { id, triggeredBy: user, lastRun: creationTime, ...toProgress(creationTime, end) };
}

/** What went wrong in the parts of a run that has ended; empty when nothing did. */
export function toErrors(scope: CloudWorksScope, run: RunRecord): object {
  const task = scope.runs.taskOf(run);
  if (task === undefined || endOf(scope, run)?.code === null || !scope.tasks.isComplete(task)) return {};
  const parts = partsOf(task).filter(
    ({ successful, failureDumpAvailable }) => !successful || failureDumpAvailable,
  );
  const errorMessages = parts.map(({ objectId, objectName = "", failureDumpAvailable, details = [] }) => ({
    errorMessage: details,
    actionId: objectId,
    actionName: objectName,
    failureDumpGenerated: failureDumpAvailable,
  }));
  const times = { creationDate: iso(run.creationTime), modificationDate: iso(run.creationTime) };
  return { taskId: task.taskId, errorMessages, ...times, createdBy: run.user };
}

function endOf({ runs, tasks }: CloudWorksScope, run: RunRecord): End | undefined {
  const task = runs.taskOf(run);
  if (task === undefined || !tasks.isComplete(task)) return undefined;
  const parts = partsOf(task);
  if (!task.result.successful) return { at: task.endAt, code: FAILURE, message: toMessage(parts) };
  const isPartial = parts.some(({ failureDumpAvailable }) => failureDumpAvailable);
  return isPartial
    ? { at: task.endAt, code: PARTIAL_SUCCESS, message: "Completed with errors" }
    : { at: task.endAt, code: null, message: "Success" };
}

function toMessage(parts: readonly PartResult[]): string {
  const failed = parts.find(({ successful }) => !successful);
  return `The action ${failed?.objectName ?? failed?.objectId ?? ""} failed`;
}

function partsOf({ result }: TaskRecord): readonly PartResult[] {
  return result.nestedResults ?? [result];
}

function toOrigin(): object {
  const at = "2026-01-05T22:00:00.000Z";
  return { createdBy: "Simulated", creationDate: at, modificationDate: at, modifiedBy: "Simulated" };
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
