import { randomUUID } from "node:crypto";
import type { Clock } from "@spm-ops/core";
import type { FlowDefinition, IntegrationDefinition, ModelDefinition } from "./definition.js";
import type { Workshop } from "./jobs.js";
import type { ModelScope } from "./model-routes.js";
import type { FlowRunRecord, RunRecord, TaskKind, TaskRecord } from "./state.js";
import type { Tasks } from "./tasks.js";

export interface RunsOptions {
  readonly workshop: Workshop;
  readonly tasks: Tasks;
  readonly clock: Clock;
}

const KINDS: Readonly<Record<string, TaskKind>> = { 112: "imports", 116: "exports", 118: "processes" };

/** The runs of CloudWorks: each does its work as a task of the model, and is as far as that task is. */
export function createRuns({ workshop, tasks, clock }: RunsOptions) {
  const { model, storage, uploads } = workshop;
  const { runs, flowRuns } = storage.state;
  const newId = () => randomUUID().replaceAll("-", "");

  const taskOf = ({ taskId }: RunRecord): TaskRecord | undefined => tasks.get(taskId);

  const start = async (
    { id: integrationId, runs: objectId, content }: IntegrationDefinition,
    user: string,
    flowRunId?: string,
  ): Promise<RunRecord> => {
    const fileId = model.imports.find(({ id }) => id === objectId)?.dataSourceId;
    if (content !== undefined && fileId !== undefined) await uploads.place({ user, fileId }, content);
    const kind = KINDS[objectId.slice(0, 3)] ?? "imports";
    const { taskId, creationTime } = await tasks.start({ kind, objectId, user });
    const run = { id: newId(), integrationId, user, creationTime, taskId, flowRunId };
    runs.push(run);
    storage.save();
    return run;
  };

  return {
    start,
    taskOf,
    find: (runId: string) => runs.find(({ id }) => id === runId),
    /** Newest first. */
    ofIntegration: (id: string) => runs.filter(({ integrationId }) => integrationId === id).reverse(),
    ofFlow: (id: string) => flowRuns.filter(({ flowId }) => flowId === id).reverse(),
    stepsOf: ({ id }: FlowRunRecord) => runs.filter(({ flowRunId }) => flowRunId === id),

    /** Starts the steps of a flow, or those of them that are named, until one will not succeed. */
    async startFlow(
      { id: flowId, steps }: FlowDefinition,
      user: string,
      only = steps,
    ): Promise<FlowRunRecord> {
      const flowRun = { id: newId(), flowId, user, creationTime: clock.now() };
      flowRuns.push(flowRun);
      for (const step of steps.filter((each) => only.includes(each))) {
        const integration = model.integrations.find(({ id }) => id === step);
        if (integration === undefined) continue;
        const run = await start(integration, user, flowRun.id);
        if (taskOf(run)?.result.successful === false) break;
      }
      storage.save();
      return flowRun;
    },
  };
}

type Runs = ReturnType<typeof createRuns>;

/** What the routes of CloudWorks answer from. */
export interface CloudWorksScope {
  readonly model: ModelDefinition;
  readonly runs: Runs;
  readonly tasks: Tasks;
  readonly ids: { readonly workspaceId: string; readonly modelId: string };
  readonly dumps: Pick<ModelScope, "workshop" | "tasks" | "dumpsExpired">;
}
