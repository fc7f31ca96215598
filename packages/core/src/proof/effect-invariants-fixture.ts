import type { OutsideWorld } from "./outside-world-fixture.js";
import type { ProvedRun } from "./proved-run-fixture.js";

/** Where the journal of a run and the outside world tell different stories. */
export function findEffectFaults(proved: ProvedRun, world: OutsideWorld): readonly string[] {
  const { run } = proved;
  const faults = run.steps.flatMap(({ stepId }) => findStoryFaults(proved, stepId, world));
  const known = new Set(run.steps.map(({ stepId }) => `${run.runId}/${stepId}`));
  for (const { key } of world.calls)
    if (key.startsWith(`${run.runId}/`) && isOwn(run.runId, key) && !known.has(key))
      faults.push(`${key} was done, and the log does not know of it`);
  return faults.map((fault) => `${run.runId}: ${fault}`);
}

/** Ids of called runs begin with the one of their caller; they have one part more. */
function isOwn(runId: string, key: string): boolean {
  return !key.slice(runId.length + 1).includes("/");
}

function findStoryFaults({ run, events }: ProvedRun, stepId: string, world: OutsideWorld): readonly string[] {
  const faults: string[] = [];
  const key = `${run.runId}/${stepId}`;
  const calls = world.calls.filter((call) => call.key === key);
  const state = run.steps.find((step) => step.stepId === stepId);
  const intents = new Set(
    events.flatMap(({ type, data }) =>
      type === "effect.intended" && data.effectId === stepId ? [data.attempt] : [],
    ),
  );
  const withoutIntent = calls.find(({ attempt }) => !intents.has(attempt));
  if (withoutIntent !== undefined)
    faults.push(`${key} was done in attempt ${withoutIntent.attempt}, which nobody intended`);
  if (calls.some(({ contract }) => contract === "once") && calls.length > 1)
    faults.push(`I6: ${key} may be done once, and was done ${calls.length} times`);
  const isOnce = calls[0]?.contract === "once";
  if (
    isOnce &&
    state?.decision === undefined &&
    state?.status !== "succeeded" &&
    state?.status !== "in-doubt"
  )
    faults.push(`I6: ${key} was done, and stands as ${state?.status}`);
  const claims = events.some(({ type, data }) => type === "effect.succeeded" && data.effectId === stepId);
  if (claims && calls.length === 0) faults.push(`${key} was not done, and stands as ${state?.status}`);
  if (state?.decision?.as === "reused" && calls.length > 0) faults.push(`${key} was reused, and done again`);
  return faults;
}
