import type { Clock } from "@spm-ops/core";
import type { Conditions } from "./faults.js";
import type { RunKind, RunRecord } from "./state.js";
import { type Done, type ItemsDone, runImport, runItem, type Workshop } from "./work.js";

/** How long runs take and are shown, in milliseconds of the simulator's clock. */
export interface Durations {
  /** @defaultValue 50 */
  readonly runMs?: number | undefined;
  /** From the end of a run until the completed list shows it. @defaultValue 20 */
  readonly gapMs?: number | undefined;
  /** How long the completed list shows a run. @defaultValue 604_800_000, seven days */
  readonly keptMs?: number | undefined;
}

/** A run that was ever started. */
export interface LedgerEntry
  extends Pick<RunRecord, "progressId" | "kind" | "objectId" | "name" | "startedAt"> {
  readonly state: "live" | "between" | "completed" | "gone";
}

export interface RunOptions {
  readonly workshop: Workshop;
  readonly clock: Clock;
  readonly durations: Durations;
  readonly conditions: Conditions;
}

/** What is to be run, and for whom. */
type Job = Pick<RunRecord, "kind" | "objectId" | "name" | "userId">;

const NOTHING: ItemsDone = { results: [], published: [] };
const TYPES: Readonly<Record<RunKind, string>> = {
  import: "Import",
  calculation: "Calculation",
  schedule: "Scheduler",
};

/** The runs of a model, of which there is one at a time. Their state is a matter of the time alone, so a restart changes nothing. */
export function createRuns({ workshop, clock, durations, conditions }: RunOptions) {
  const { runMs = 50, gapMs = 20, keptMs = 7 * 86_400_000 } = durations;
  const { model, storage } = workshop;
  const { runs } = storage.state;
  let turn: Promise<unknown> = Promise.resolve();

  const stateOf = ({ endAt }: RunRecord): LedgerEntry["state"] => {
    const since = clock.now() - endAt;
    if (since < 0) return "live";
    if (since < gapMs) return "between";
    return since < gapMs + keptMs && !conditions.forgetsActivities ? "completed" : "gone";
  };
  const isGlobalAction = () => conditions.globalAction || runs.some((run) => stateOf(run) === "live");

  const begin = async (job: Job) => {
    if (isGlobalAction()) return "busy" as const;
    const startedAt = clock.now();
    const done = toEnd(await perform(workshop, job), job.name, conditions);
    const progressId = Math.max(0, ...runs.map((each) => each.progressId)) + 1;
    const [child] = model.scheduleItems.filter(
      ({ parent }) => job.kind === "schedule" && parent === job.objectId,
    );
    const run: RunRecord = { ...job, ...done, progressId, child, startedAt, endAt: startedAt + runMs };
    runs.push(run);
    storage.save();
    return run;
  };

  return {
    stateOf,
    isGlobalAction,
    listed: (state: "live" | "completed") => runs.filter((run) => stateOf(run) === state),
    typeOf: ({ kind }: RunRecord) => TYPES[kind],
    /** The runs that left results, the latest first. */
    ended: () => runs.filter((run) => stateOf(run) !== "live").reverse(),

    /** Starts a run, unless another one is under way. One decision at a time. */
    start(job: Job): Promise<RunRecord | "busy"> {
      const started = turn.then(() => begin(job));
      turn = started.catch(() => undefined);
      return started;
    },

    ledger: (): readonly LedgerEntry[] =>
      runs.map((run) => {
        const { progressId, kind, objectId, name, startedAt } = run;
        return { progressId, kind, objectId, name, startedAt, state: stateOf(run) };
      }),
  };
}

export type Runs = ReturnType<typeof createRuns>;

/** Does what is to be done on the model as it is now. */
async function perform(workshop: Workshop, { kind, objectId, name }: Job): Promise<Done & ItemsDone> {
  const { imports, scheduleItems } = workshop.model;
  const importing = imports.find(({ importId }) => importId === objectId);
  if (kind === "import" && importing !== undefined)
    return { ...NOTHING, ...(await runImport(workshop, importing)) };
  const done: Done = { status: "Completed", message: toSuccess(kind, name), messageDetails: "" };
  const item = scheduleItems.find(({ id }) => id === objectId);
  return {
    ...done,
    ...(kind === "schedule" && item !== undefined ? await runItem(workshop, item) : NOTHING),
  };
}

/** The end that somebody has switched on for the next run, else the run's own. */
function toEnd<Each extends Done>(done: Each, name: string, conditions: Conditions): Each {
  const [end, ...ends] = conditions.ends;
  conditions.ends = ends;
  if (end === undefined) return done;
  const status = end === "with errors" ? "Completed" : end;
  const message = `${name} ${end === "with errors" ? "completed with errors" : end.toLowerCase()}.`;
  return { ...done, status, message };
}

function toSuccess(kind: RunKind, name: string): string {
  if (kind === "calculation") return `Calculation ${name} calculated successfully.`;
  return `Scheduler item ${name} completed successfully.`;
}
