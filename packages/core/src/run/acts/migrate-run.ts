import { publishGuide } from "../../guide/guide-stream.js";
import type { AnyProcedure } from "../../guide/procedure.js";
import { toIssues } from "../../parse-options.js";
import { SpmError } from "../../spm-error.js";
import { runKind } from "../run-kind.js";
import type { RunState, StepState } from "../run-state.js";
import type { RunnerServices } from "../runner-options.js";
import { type ActDecision, actOnRun, type RunAct } from "./act-on-run.js";
import { findProcedure } from "./find-step.js";

/** The wish to let a run that waits follow another version of its guide. */
export interface Migration extends RunAct {
  /** The hash of that version. */
  readonly guideHash: string;
}

/**
 * Lets a run follow another version of its guide from where it stands: at a step boundary only, where nothing is under
 * way, and only where what was done so far stands in that version too, in its order.
 */
export async function migrateRun(services: RunnerServices, migration: Migration): Promise<RunState> {
  const { log, guides, worker, leaseMs, redactor } = services;
  const { runId, guideHash, reason } = migration;
  const guide = guides.find(({ hash }) => hash === guideHash);
  if (guide === undefined) {
    throw new SpmError("guide.unknown", `This service does not have the guide of version ${guideHash}.`, {
      guideHash,
    });
  }
  await publishGuide(log, guide, { actor: { kind: "service", id: worker }, redactor });
  // While a worker moves the run there is no boundary; while the claim is ours, nobody can begin to.
  const claim = await log.claim({ kind: runKind.name, id: runId }, { worker, leaseMs });
  try {
    return await actOnRun(services, { ...migration, called: "migrate the run" }, (run): ActDecision => {
      if (run.guideHash === guideHash) return { refused: "it follows that version already" };
      const known = guide.document.procedures.some(({ id }) => id === run.procedureId);
      if (!known) return { refused: `that version has no procedure ${run.procedureId}` };
      const obstacle = findObstacle(run, findProcedure(services, run), guide.procedure(run.procedureId));
      if (obstacle !== undefined) return { refused: obstacle };
      return [{ type: "run.migrated", data: { fromGuideHash: run.guideHash, guideHash, reason } }];
    });
  } finally {
    await log.release(claim);
  }
}

/** Why a run cannot go on by another version of its procedure, or nothing when it can. */
function findObstacle(run: RunState, from: AnyProcedure, to: AnyProcedure): string | undefined {
  const underWay = run.steps.find(({ status }) => BETWEEN_STEPS[status] !== true);
  if (underWay !== undefined)
    return `${underWay.stepId} is ${underWay.status}, so the run is not between two steps`;
  if (run.turn !== undefined && to.concurrency === undefined)
    return "it has a turn under a key that version does not have";
  const parsed = to.input.safeParse(run.input);
  if (!parsed.success) return `its input does not fit that version: ${toIssues(parsed.error).join("; ")}`;
  const begun = from.steps.filter(({ id }) => run.steps.some((step) => isBegun(step) && step.stepId === id));
  for (const step of begun) {
    const same = to.steps.find(({ id }) => id === step.id);
    if (same === undefined) return `that version has no step ${step.id}, which was done`;
    if (same.kind !== step.kind) return `${step.id} was ${step.kind} and is ${same.kind} in that version`;
  }
  const places = begun.map(({ id }) => to.steps.findIndex((step) => step.id === id));
  if (places.some((place, index) => place < (places[index - 1] ?? -1)))
    return "that version has its steps in another order";
  const last = places.at(-1) ?? -1;
  const missed = to.steps.slice(0, last).find(({ id }) => !begun.some((step) => step.id === id));
  return missed === undefined ? undefined : `that version has ${missed.id} before a step that was done`;
}

/** Statuses in which nothing of a step is under way. A wait is a boundary: nobody acts on the world in it. */
const BETWEEN_STEPS: Readonly<Partial<Record<StepState["status"], true>>> = {
  waiting: true,
  pending: true,
  succeeded: true,
  refused: true,
  failed: true,
  skipped: true,
};

function isBegun({ status }: StepState): boolean {
  return status !== "pending";
}
