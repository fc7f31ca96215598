import type { RunState } from "@spm-ops/core";
import type { Symptom } from "../incident/symptom.js";
import { clearedOf, type ToldOfRuns } from "./run-tellings.js";
import { failureKey, findTroubles, type RunTrouble, type SeenRun } from "./run-trouble.js";

/** Symptoms of a run as it stands, and those of it that are over. */
export interface RunSymptoms {
  /** What is wrong now, without what it is about beside the run. */
  readonly raised: readonly Symptom[];
  readonly cleared: readonly Symptom[];
}

/** Troubles that are over when the run no longer has them; an end stays one. */
const PASSING: readonly string[] = ["in-doubt:", "overdue:", "postponed:"];

/**
 * What is to be said of a run: what is wrong with it as it stands, and what was said of it and is over. A failure is made
 * good by a repetition that succeeds. Pure.
 *
 * @param origins the runs that this one repeats, directly or not
 */
export function toRunSymptoms(
  seen: SeenRun,
  told: ToldOfRuns,
  { nowMs, origins }: { readonly nowMs: number; readonly origins: readonly string[] },
): RunSymptoms {
  const { run, changedMs } = seen;
  const troubles = findTroubles(seen, nowMs);
  const raised = troubles.map((trouble) => toSymptom(trouble, run));
  const isPassing = ({ key, runId, state }: Symptom) =>
    state === "raised" && runId === run.runId && PASSING.some((prefix) => key.startsWith(prefix));
  const over = [...told.values()]
    .filter((symptom) => isPassing(symptom) && !troubles.some(({ key }) => key === symptom.key))
    .map((symptom) => clearedOf(symptom, changedMs, `${symptom.subject} goes on.`));
  return { raised, cleared: [...over, ...madeGood(run, told, origins)] };
}

function madeGood(run: RunState, told: ToldOfRuns, origins: readonly string[]): readonly Symptom[] {
  if (run.status !== "succeeded") return [];
  const at = run.finishedAt ?? run.requestedAt;
  return origins.flatMap((runId) => {
    const failure = told.get(failureKey({ procedureId: run.procedureId, runId }));
    const explanation = `${run.runId} repeated it and succeeded.`;
    return failure === undefined ? [] : [clearedOf(failure, at, explanation)];
  });
}

/** Trouble of a repetition comes of what it repeats, and trouble of a step of the run that it waits for. */
function toSymptom(trouble: RunTrouble, { runId, rerunOf, steps }: RunState): Symptom {
  const called = steps.flatMap(({ wait }) => wait?.runId ?? []);
  const upstream = [...(rerunOf === undefined ? [] : [rerunOf.runId]), ...called];
  return { ...trouble, state: "raised", runId, ...(upstream.length === 0 ? {} : { upstream }) };
}
