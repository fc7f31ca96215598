import type { Actor } from "../actor.js";
import type { RunState, StepState } from "../run/run-state.js";
import type { Runner } from "../run/runner.js";
import { TEAM } from "./guide-built-fixture.js";
import type { ProcedurePlan, StepPlan } from "./guide-plan-fixture.js";
import type { OutsideWorld } from "./outside-world-fixture.js";
import type { SeededRandom } from "./seeded-random-fixture.js";

const NAMES = [...new Set([...TEAM.analyst, ...TEAM.supervisor, "mallory"])];

export const person = (id: string): Actor => ({ kind: "person", id });

/** What somebody sees who is about to act on a run. */
export interface Situation {
  readonly runner: Runner;
  readonly run: RunState;
  readonly steps: readonly StepPlan[];
  readonly world: OutsideWorld;
}

/** Something that somebody does to a run at random, also wrongly: without the role, doubled, too early or too late. */
export function actAtRandom(
  { runner, run, steps, world }: Situation,
  random: SeededRandom,
): Promise<unknown> {
  const actor = person(random.pickOf(NAMES) ?? "ada");
  const { runId } = run;
  const act = { runId, actor, reason: "because" };
  const step = random.pickOf(steps);
  const stepId = step?.id ?? "none";
  const likely = random.pick(["step", "step", "step", "step", "run"]);
  if (likely === "step" && step?.kind === "manual") return actOnManual(runner, { ...act, stepId }, random);
  if (likely === "step" && step?.kind === "signal") return runner.tell({ runId, stepId, actor, told: "go" });
  switch (random.below(9)) {
    case 0:
    case 1:
      return runner.hold(act);
    case 2:
    case 3:
      return runner.release(act);
    case 4:
      return random.chance(0.3)
        ? runner.cancel({ ...act, compensate: random.chance(0.6) })
        : runner.release(act);
    case 5:
      return runner.override({ ...act, stepId, output: "by hand" });
    case 6:
      return runner.skip({ ...act, stepId });
    case 7:
      return runner.rerun({ ...act, newRunId: `${runId}-again`, fromStepId: stepId });
    default:
      return resolveTruly({ runner, run, steps, world }, act);
  }
}

interface ManualAct {
  readonly runId: string;
  readonly stepId: string;
  readonly actor: Actor;
  readonly reason: string;
}

function actOnManual(runner: Runner, act: ManualAct, random: SeededRandom): Promise<unknown> {
  switch (random.below(8)) {
    case 0:
      return runner.claim(act);
    case 1:
      return runner.giveBack(act);
    case 2:
      return runner.reject(act);
    case 3:
    case 4:
      return runner.submit({ ...act, form: random.chance(0.9) ? { total: String(random.below(3)) } : {} });
    default:
      return runner.sign(act);
  }
}

/** Looks at the world, and says what is so. */
async function resolveTruly(
  { runner, run, world }: Situation,
  act: Omit<ManualAct, "stepId">,
): Promise<unknown> {
  const doubtful = run.steps.find(({ status }) => status === "in-doubt");
  if (doubtful === undefined) return undefined;
  const { stepId } = doubtful;
  const happened = world.happened(`${run.runId}/${stepId}`);
  const finding = happened ? ({ as: "happened", output: "found" } as const) : ({ as: "absent" } as const);
  return runner.resolve({ ...act, stepId, finding });
}

/** Does what is to be done by people now, until it is accepted. */
export async function actDiligently(
  situation: Situation,
  procedure: ProcedurePlan | undefined,
): Promise<void> {
  const { runner, run } = situation;
  const act = { runId: run.runId, actor: person("ada"), reason: "it is time" };
  if (run.hold !== undefined) await runner.release(act);
  if (run.steps.some(({ status }) => status === "in-doubt")) await resolveTruly(situation, act);
  for (const state of run.steps) {
    if (state.status !== "waiting") continue;
    const step = procedure?.steps.find(({ id }) => id === state.stepId);
    if (step?.kind === "signal" && state.told === undefined) {
      await runner.tell({ runId: run.runId, stepId: step.id, actor: person("ada"), told: "go" });
    }
    if (step?.kind === "manual") await completeForm(runner, { ...act, stepId: step.id }, state, step.need);
  }
}

async function completeForm(
  runner: Runner,
  act: ManualAct,
  { manual }: StepState,
  need: number,
): Promise<void> {
  if (manual?.submission === undefined) {
    const by = manual?.claimed?.by ?? person("hal");
    await runner.submit({ ...act, actor: by, form: { total: "1" } });
    if (need === 0) return;
  }
  for (const id of TEAM.supervisor) {
    // Who may not sign is refused; with enough of the others the step is done, and refuses the rest.
    await runner.sign({ ...act, actor: person(id) }).catch(() => undefined);
  }
}
