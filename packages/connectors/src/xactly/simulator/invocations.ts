import type { Clock } from "@spm-ops/core";
import type { PipelineDefinition } from "./definition.js";
import type { Conditions } from "./faults.js";
import type { PipelineEnd } from "./pipeline-run.js";
import type { BusinessStorage, InvocationRecord } from "./state.js";

/** How long things take, in milliseconds of the simulator's clock. */
export interface Durations {
  /** From an invocation until it begins. @defaultValue 20 */
  readonly readyMs?: number | undefined;
  /** How long a pipeline with a condition waits on it. @defaultValue 20 */
  readonly waitMs?: number | undefined;
  /** How long a pipeline runs. @defaultValue 50 */
  readonly runMs?: number | undefined;
  /** How long a synchronous command of Incent takes. @defaultValue 0 */
  readonly commandMs?: number | undefined;
}

export interface InvocationOptions {
  readonly storage: BusinessStorage;
  readonly clock: Clock;
  readonly durations: Durations;
  readonly conditions: Conditions;
  /** The newest that are kept. */
  readonly kept: number;
  readonly createId: () => string;
  readonly run: (pipeline: PipelineDefinition) => Promise<PipelineEnd>;
}

/** What is invoked, and by whom. */
export interface Invoked {
  readonly pipeline: PipelineDefinition;
  readonly pipelineId: string;
  readonly user: string;
}

const ALREADY: PipelineEnd = {
  status: "already running",
  description: "The pipeline is already running.",
  details: [],
};

/** The invocations of a business. Their state is a matter of the time alone, so a restart changes nothing. */
export function createInvocations(options: InvocationOptions) {
  const { storage, clock, durations, conditions, kept, createId, run } = options;
  const { readyMs = 20, waitMs = 20, runMs = 50 } = durations;
  const { invocations } = storage.state;
  let turn: Promise<unknown> = Promise.resolve();

  const isActive = (name: string) =>
    invocations.some(({ objectName, endAt }) => objectName === name && clock.now() < endAt);

  const begin = async ({ pipeline, pipelineId, user }: Invoked): Promise<InvocationRecord> => {
    const createdAt = clock.now();
    const isRefused = conditions.busyPipelines > 0 || isActive(pipeline.name);
    conditions.busyPipelines = Math.max(0, conditions.busyPipelines - 1);
    const end = isRefused ? ALREADY : forceEnd(await run(pipeline), conditions);
    const waits = pipeline.members.some((member) => "needsFile" in member);
    const readyAt = createdAt + (isRefused ? 0 : readyMs);
    const runsAt = readyAt + (waits && !isRefused ? waitMs : 0);
    const invocation: InvocationRecord = {
      id: createId(),
      objectId: pipelineId,
      objectName: pipeline.name,
      invokedByType: "session",
      invokedByName: user,
      createdAt,
      readyAt,
      runsAt,
      endAt: runsAt + (isRefused ? 0 : runMs),
      ...end,
    };
    invocations.push(invocation);
    invocations.splice(0, Math.max(0, invocations.length - kept));
    storage.save();
    return invocation;
  };

  return {
    /** Oldest first. */
    all: (): readonly InvocationRecord[] => invocations,
    find: (id: string) => invocations.find((each) => each.id === id),
    stateOf: (invocation: InvocationRecord) => stateAt(invocation, clock.now()),

    /** Makes an invocation. One decision at a time. */
    invoke(invoked: Invoked): Promise<InvocationRecord> {
      const made = turn.then(() => begin(invoked));
      turn = made.catch(() => undefined);
      return made;
    },

    /** Ends one that is under way; what it did stays. */
    abort(invocation: InvocationRecord): boolean {
      if (clock.now() >= invocation.endAt) return false;
      invocation.endAt = clock.now();
      invocation.status = "aborted";
      storage.save();
      return true;
    },
  };
}

export type Invocations = ReturnType<typeof createInvocations>;

/** The state of an invocation, as the vendor words it. */
export type InvocationState = "created" | "ready" | "waiting on condition" | "running" | "completed";

function stateAt({ createdAt, readyAt, runsAt, endAt }: InvocationRecord, now: number): InvocationState {
  if (now >= endAt) return "completed";
  if (now >= runsAt) return "running";
  if (now >= readyAt) return "waiting on condition";
  return now - createdAt < (readyAt - createdAt) / 2 ? "created" : "ready";
}

/** The end that somebody has switched on for the next invocation, else its own. */
function forceEnd(end: PipelineEnd, conditions: Conditions): PipelineEnd {
  const [status, ...ends] = conditions.ends;
  conditions.ends = ends;
  return status === undefined ? end : { ...end, status, description: `The invocation ended: ${status}.` };
}
