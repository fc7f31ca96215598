import { type RunState, type StepState, toStepSubject } from "@spm-ops/core";
import { derivedUuid } from "./derived-uuid.js";
import { createFacetWriter, datasetsWithCounts } from "./facets.js";
import type { LineageEvent, LineageEventType, LineageFacet } from "./lineage-event.js";
import { type LineageOptions, type LineageSettings, parseLineageOptions } from "./lineage-options.js";

/** What a run does not know of itself. */
export interface RunSurroundings {
  /** The slot that it is performed for: its moment is the nominal time. */
  readonly slot?: { readonly instantMs: number } | undefined;
  /** The procedure of the run that called it. Without it the parent of a called run is not told. */
  readonly callerProcedureId?: string | undefined;
}

/** Tells the receiver of lineage about runs. */
export interface Lineage {
  /**
   * The events of a run as far as it has come, in their order: of the run itself, and of each step that was begun as a
   * run below it. The same state gives the same events. A run that has not begun gives none.
   */
  eventsOf(run: RunState, surroundings?: RunSurroundings): readonly LineageEvent[];
}

/** A job and one run of it, before it is written as events. Times are milliseconds since 1970. */
interface JobRun {
  readonly uuid: string;
  readonly name: string;
  readonly jobType: "PROCEDURE" | "STEP";
  readonly runFacets: Readonly<Record<string, LineageFacet>>;
  readonly datasets: { readonly known: Datasets; readonly counted: Datasets };
  readonly startedAt: number;
  /** The latest that is known of it while it goes on. */
  readonly seenAt?: number | undefined;
  readonly end?: { readonly type: LineageEventType; readonly at: number; readonly why?: string | undefined };
}

type Datasets = ReturnType<typeof datasetsWithCounts>;

/**
 * Creates what turns runs into run events of OpenLineage: `START`, `RUNNING`, and one of `COMPLETE`, `FAIL`, `ABORT`. Pure.
 *
 * Ids are UUIDs derived from namespace, run and step. Rows, bytes and files are told where they are known, of the
 * datasets that are declared for a step. Inputs, outputs and amounts of money are not told; messages are as the log
 * has them, without secrets.
 *
 * @throws SpmError `config.invalid` with everything in the options that is wrong.
 * @example
 * const log = await openSqliteLog({ path: "operations.sqlite" });
 * const channels = [createLineageChannel({ address: "https://lineage.example.test/api/v1/lineage" })];
 * const outbox = createOutbox({ log, channels, worker: "exporter" });
 * const lineage = createLineage({ namespace: "acme/production" });
 * for await (const run of createRunLog(log).list())
 *   for (const event of lineage.eventsOf(run)) await outbox.put(toLineageMessage(event));
 */
export function createLineage(options: LineageOptions): Lineage {
  const settings = parseLineageOptions(options);
  return {
    eventsOf(run, surroundings = {}) {
      const steps = run.steps.filter(isBegun);
      if (steps.length === 0 && run.finishedAt === undefined) return [];
      const whole = toEvents(settings, wholeRun(settings, run, surroundings));
      const parts = steps.flatMap((step) => toEvents(settings, stepRun(settings, run, step)));
      const isEnd = ({ eventType }: LineageEvent) => eventType !== "START";
      return [...whole.filter((event) => !isEnd(event)), ...parts, ...whole.filter(isEnd)];
    },
  };
}

function isBegun({ attempts, wait }: StepState): boolean {
  return attempts > 0 || wait !== undefined;
}

const ENDS = { succeeded: "COMPLETE", failed: "FAIL", cancelled: "ABORT", refused: "ABORT" } as const;

function wholeRun(settings: LineageSettings, run: RunState, surroundings: RunSurroundings): JobRun {
  const { runId, procedureId, status, finishedAt, calledBy, refusal } = run;
  const { slot, callerProcedureId } = surroundings;
  const facet = createFacetWriter(settings);
  const steps = run.steps.filter(isBegun);
  const failed = steps.find((step) => step.status === "failed" || step.status === "refused");
  const isOver = status in ENDS && finishedAt !== undefined;
  const nominalStartTime = slot && toTime(slot.instantMs);
  const caller =
    calledBy === undefined || callerProcedureId === undefined
      ? undefined
      : parentFacet(settings, calledBy, { procedureId: callerProcedureId, stepId: calledBy.stepId });
  const none = datasetsWithCounts(facet, {});
  return {
    uuid: uuidOf(settings, runId),
    name: procedureId,
    jobType: "PROCEDURE",
    runFacets: {
      ...(nominalStartTime === undefined
        ? {}
        : { nominalTime: facet("NominalTimeRunFacet", { nominalStartTime }) }),
      ...(caller === undefined ? {} : { parent: caller }),
    },
    datasets: { known: none, counted: none },
    startedAt: steps.reduce(
      (first, { startedAt }) => Math.min(first, startedAt),
      steps[0]?.startedAt ?? run.requestedAt,
    ),
    seenAt: Math.max(...steps.flatMap(({ startedAt, finishedAt: end = startedAt }) => [startedAt, end])),
    ...(isOver
      ? {
          end: {
            type: endOf(status),
            at: finishedAt,
            why: status === "succeeded" ? undefined : (refusal?.join("; ") ?? whyOf(failed)),
          },
        }
      : {}),
  };
}

function endOf(status: RunState["status"]): LineageEventType {
  return Object.hasOwn(ENDS, status) ? ENDS[status as keyof typeof ENDS] : "ABORT";
}

function stepRun(settings: LineageSettings, run: RunState, step: StepState): JobRun {
  const { stepId, startedAt, finishedAt, status, volume } = step;
  const { runId, procedureId } = run;
  const facet = createFacetWriter(settings);
  const subject = toStepSubject(procedureId, stepId);
  const declared = (Object.hasOwn(settings.datasets, subject) && settings.datasets[subject]) || {};
  const ended = finishedAt ?? run.finishedAt;
  const type = status === "succeeded" ? "COMPLETE" : whyOf(step) === undefined ? "ABORT" : "FAIL";
  return {
    uuid: uuidOf(settings, runId, stepId),
    name: subject,
    jobType: "STEP",
    runFacets: { parent: parentFacet(settings, { runId }, { procedureId }) },
    datasets: {
      known: datasetsWithCounts(facet, declared),
      counted: datasetsWithCounts(facet, declared, volume),
    },
    startedAt,
    ...(ended === undefined ? {} : { end: { type, at: ended, why: whyOf(step) } }),
  };
}

/** Why a step went wrong; nothing when it did not. */
function whyOf(step: StepState | undefined): string | undefined {
  if (step?.status === "failed") return step.failure?.message ?? "It failed.";
  return step?.status === "refused" ? (step.refusal ?? "Its output was refused.") : undefined;
}

function toEvents(settings: LineageSettings, jobRun: JobRun): readonly LineageEvent[] {
  const { startedAt, seenAt, end, datasets } = jobRun;
  const start = toEvent(settings, jobRun, { type: "START", at: startedAt, ...datasets.known });
  if (end !== undefined) {
    // A log's clock may have been set back: nothing ends before it begins.
    const at = Math.max(startedAt, end.at);
    return [start, toEvent(settings, jobRun, { ...end, at, ...datasets.counted })];
  }
  if (seenAt === undefined || seenAt <= startedAt) return [start];
  return [start, toEvent(settings, jobRun, { type: "RUNNING", at: seenAt, ...datasets.counted })];
}

interface Happening extends Datasets {
  readonly type: LineageEventType;
  readonly at: number;
  readonly why?: string | undefined;
}

function toEvent(settings: LineageSettings, jobRun: JobRun, happening: Happening): LineageEvent {
  const { namespace, producer, schemaUrl } = settings;
  const { uuid, name, jobType, runFacets } = jobRun;
  const { type, at, why, inputs, outputs } = happening;
  const facet = createFacetWriter(settings);
  const trouble = { message: why, programmingLanguage: "TypeScript" };
  return {
    eventType: type,
    eventTime: toTime(at),
    run: {
      runId: uuid,
      facets: {
        ...runFacets,
        ...(why === undefined ? {} : { errorMessage: facet("ErrorMessageRunFacet", trouble) }),
      },
    },
    job: {
      ...{ namespace, name },
      facets: {
        jobType: facet("JobTypeJobFacet", { processingType: "BATCH", integration: "SPM_OPS", jobType }),
      },
    },
    ...{ inputs, outputs, producer, schemaURL: schemaUrl },
  };
}

function parentFacet(
  settings: LineageSettings,
  { runId }: { readonly runId: string },
  { procedureId, stepId }: { readonly procedureId: string; readonly stepId?: string | undefined },
): LineageFacet {
  const name = stepId === undefined ? procedureId : toStepSubject(procedureId, stepId);
  return createFacetWriter(settings)("ParentRunFacet", {
    run: { runId: uuidOf(settings, runId, stepId) },
    job: { namespace: settings.namespace, name },
  });
}

function uuidOf({ namespace }: LineageSettings, runId: string, stepId?: string): string {
  return derivedUuid([namespace, runId, ...(stepId === undefined ? [] : [stepId])]);
}

function toTime(ms: number): string {
  return new Date(ms).toISOString();
}
