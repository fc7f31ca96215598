import { z } from "zod";
import type { EffectContract } from "../effect/effect-contract.js";
import { defineGuide, type Guide } from "../guide/guide.js";
import { type AnyProcedure, defineProcedure, type Procedure } from "../guide/procedure.js";
import type { Team } from "../run/team.js";
import type { GuidePlan, ProcedurePlan, StepPlan } from "./guide-plan-fixture.js";
import type { WorldAccess } from "./outside-world-fixture.js";

/** Who there is, and for what. */
export const TEAM = {
  analyst: ["ada", "ben", "hal"],
  supervisor: ["ada", "ben", "cleo", "dana", "eve", "fay"],
} as const satisfies Team;

/** The key of those procedures that may be under way only once. */
const ONE_AT_A_TIME = "the environment";

export interface GuideSurroundings {
  readonly world: WorldAccess;
  /** How long a machine check takes. */
  check(): Promise<string | undefined>;
}

const TEXT = { title: "A step", instructions: ["Do it by hand."] };
const INPUT = z.strictObject({});
const FORM = z.strictObject({ total: z.string() });

type Plain = Procedure<Record<string, never>, Record<never, never>>;

/** Makes a guide of a plan, for one process: its steps act on the world as that process reaches it. */
export function buildGuide(plan: GuidePlan, surroundings: GuideSurroundings): Guide {
  const procedures: AnyProcedure[] = [];
  for (const each of plan) procedures.push(buildProcedure(each, procedures, surroundings));
  return defineGuide({
    title: "Guide",
    client: "Example",
    contacts: Object.keys(TEAM).map((role) => ({ role, reach: `${role}@example.test` })),
    procedures,
  });
}

function buildProcedure(
  plan: ProcedurePlan,
  others: readonly AnyProcedure[],
  surroundings: GuideSurroundings,
): AnyProcedure {
  const { id, whenBusy } = plan;
  const concurrency = whenBusy && { key: () => ONE_AT_A_TIME, words: "one at a time", whenBusy };
  let procedure: Plain = defineProcedure({ id, title: "A procedure", input: INPUT, concurrency });
  for (const step of plan.steps) procedure = addStep(procedure, step, { others, surroundings });
  if (!plan.hasFailureStep) return procedure;
  return procedure.whenFailed("tell", { ...TEXT, ...effectOf("keyed", true, surroundings) });
}

function addStep(
  procedure: Plain,
  plan: StepPlan,
  {
    others,
    surroundings,
  }: { readonly others: readonly AnyProcedure[]; readonly surroundings: GuideSurroundings },
): Plain {
  const { id, then } = plan;
  const text = { ...TEXT, onFailure: { instructions: ["See to it."], then } };
  switch (plan.kind) {
    case "automated":
      return procedure.step(id, { ...text, ...automated(plan, surroundings) });
    case "manual":
      return procedure.manual(id, { ...text, ...manual(plan, surroundings) });
    case "moment":
      return procedure.waitUntil(id, { ...text, until: { afterMs: plan.afterMs } });
    case "signal": {
      const due = plan.dueMs === undefined ? undefined : { afterMs: plan.dueMs };
      return procedure.waitFor(id, { ...text, until: { words: "the word", told: z.string() }, due });
    }
    case "call": {
      const called = others.find((other) => other.id === plan.procedureId);
      if (called === undefined) throw new TypeError(`no procedure ${plan.procedureId}`);
      return procedure.call(id, { ...text, procedure: called as Plain, input: () => ({}) });
    }
  }
}

function automated(
  { effect, canFind, attempts, compensate }: Extract<StepPlan, { kind: "automated" }>,
  surroundings: GuideSurroundings,
) {
  return {
    ...effectOf(effect, canFind, surroundings),
    retry: { attempts, delayMs: 400 },
    compensate:
      compensate === undefined
        ? undefined
        : { instructions: ["Undo it."], ...effectOf(compensate, canFind, surroundings) },
  };
}

function effectOf(effect: EffectContract, canFind: boolean, { world }: GuideSurroundings) {
  const run = (attempt: Parameters<WorldAccess["perform"]>[0]) => world.perform(attempt, effect);
  if (effect !== "once") return { effect, run };
  const onDoubt = { instructions: ["Look."] };
  return canFind ? { effect, run, onDoubt, find: world.find } : { effect, run, onDoubt };
}

function manual(
  { need, notSameAs, isChecked, whenOverdue }: Extract<StepPlan, { kind: "manual" }>,
  { check }: GuideSurroundings,
) {
  return {
    role: "analyst",
    form: FORM,
    signOff: need === 0 ? undefined : { need, by: ["supervisor"], notSameAs: notSameAs as [] },
    check: isChecked ? check : undefined,
    due: { afterMs: 15_000 },
    escalate: [{ due: { afterMs: 5_000 }, call: "supervisor" }],
    whenOverdue: whenOverdue === "submit" ? ({ submit: { total: "0" } } as const) : whenOverdue,
  };
}
