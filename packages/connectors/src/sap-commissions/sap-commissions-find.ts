import { type Found, isSpmError } from "@spm-ops/core";
import { findStart } from "../contract/find-start.js";
import type { ConnectorCall, FindQuery, Handle } from "../contract/spm-connector.js";
import { toStageTypeSeq } from "./pipeline-stages.js";
import type { SapCommissionsCalls } from "./sap-commissions-calls.js";
import { type PipelineRun, pageOf, pipeline } from "./sap-commissions-replies.js";
import { type SapCommissionsStarts, toBatchName } from "./sap-commissions-start.js";

/** Times may be told in whole seconds, and an answer takes its time. */
const CLOCK_TOLERANCE_MS = 2_000;

/** A start that is looked for, as the vendor shows it. */
interface Sought {
  readonly object: string;
  readonly filter: string;
  readonly isIt: (run: PipelineRun) => boolean;
}

/**
 * Looks for the pipeline of a start whose answer was lost: of the same batch, or of the same stage and period, and
 * submitted in the time in question by the vendor's clock.
 */
export async function findPipeline(
  starts: SapCommissionsStarts & { readonly settleMs: number },
  query: FindQuery,
  call: ConnectorCall,
): Promise<Found<Handle>> {
  const { calls, clock, settleMs } = starts;
  const { kind } = query.request;
  try {
    const { object, filter, isIt } = await toSought(starts, query, call);
    const list = async () => {
      const found: Handle[] = [];
      const question = { resource: "pipelines", filter, operation: "look for a pipeline that was started" };
      for await (const run of calls.list({ ...question, ...call }, pipeline)) {
        const isOurs = isIt(run) && isWithin(run, query, calls.clockAheadMs());
        if (isOurs) found.push({ kind, object, task: run.pipelineRunSeq });
      }
      return found;
    };
    return await findStart({ list, isVisible: () => showsAny(calls, call), settleMs }, { clock, ...call });
  } catch (error) {
    if (!isSpmError(error, "remote.not-found")) throw error;
    return { state: "unknown", reason: error.message };
  }
}

async function toSought(
  starts: SapCommissionsStarts,
  { request, since, until }: FindQuery,
  call: ConnectorCall,
): Promise<Sought> {
  const { objects, directory, calls, clock } = starts;
  const { kind, object, staged } = request;
  if (kind === "load") {
    const load = await objects.loads.get(kind, object, call);
    const batch = toBatchName(load, staged);
    const stage = toStageTypeSeq(load.settings.stage);
    const isIt = (run: PipelineRun) => run.batchName === batch && run.stageType === stage;
    return { object: load.id, filter: `batchName eq '${batch}'`, isIt };
  }
  const { id, settings } = await objects.processes.get(kind, object, call);
  const stage = toStageTypeSeq(settings.stage);
  // What is the current period may have changed between the start and now.
  const moments = [since, Math.max(since, until ?? clock.now())].map((at) => at + calls.clockAheadMs());
  const periods = await Promise.all(moments.map((at) => directory.periodSeq(settings, at, call)));
  const earliest = new Date(since + calls.clockAheadMs() - 60_000).toISOString();
  return {
    object: id,
    filter: `dateSubmitted ge ${earliest}`,
    isIt: (run) => run.stageType === stage && periods.includes(run.period),
  };
}

function isWithin(
  { dateSubmitted }: PipelineRun,
  { since, until = Number.POSITIVE_INFINITY }: FindQuery,
  clockAheadMs: number,
): boolean {
  // One that does not tell its time cannot be told from ours.
  if (dateSubmitted === undefined) return true;
  const at = dateSubmitted - clockAheadMs;
  return at >= since - CLOCK_TOLERANCE_MS && at <= until + CLOCK_TOLERANCE_MS;
}

/** A tenant that is in use has pipelines; a list without any is that of somebody without rights. */
async function showsAny(calls: SapCommissionsCalls, { signal }: ConnectorCall): Promise<boolean> {
  const question = {
    path: "pipelines",
    query: { top: "1" },
    operation: "see whether pipelines are shown",
    signal,
  };
  return (await calls.ask(question, pageOf("pipelines", pipeline))).items.length > 0;
}
