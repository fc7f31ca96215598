import type { EffectContract } from "../effect/effect-contract.js";
import type { Concurrency } from "../guide/procedure.js";
import type { AfterFailure } from "../guide/step/step-text.js";
import type { SeededRandom } from "./seeded-random-fixture.js";

/** A step of a guide that nobody wrote. */
export type StepPlan = { readonly id: string; readonly then: AfterFailure } & (
  | {
      readonly kind: "automated";
      readonly effect: EffectContract;
      readonly canFind: boolean;
      readonly attempts: number;
      readonly compensate: EffectContract | undefined;
    }
  | {
      readonly kind: "manual";
      readonly need: number;
      readonly notSameAs: readonly string[];
      readonly isChecked: boolean;
      readonly whenOverdue: "wait" | "fail" | "submit";
    }
  | { readonly kind: "moment"; readonly afterMs: number }
  | { readonly kind: "signal"; readonly dueMs: number | undefined }
  | { readonly kind: "call"; readonly procedureId: string }
);

export interface ProcedurePlan {
  readonly id: string;
  readonly steps: readonly StepPlan[];
  readonly hasFailureStep: boolean;
  readonly whenBusy: Concurrency<unknown>["whenBusy"];
}

/** Procedures in the order in which they call one another: a later one calls earlier ones. */
export type GuidePlan = readonly ProcedurePlan[];

const CONTRACTS = ["repeatable", "keyed", "once"] as const;
const THEN = ["stop", "continue", "compensate", "compensate"] as const;

/** Thinks up a guide with all kinds of steps. */
export function planGuide(random: SeededRandom): GuidePlan {
  const called = planProcedure(random, "called", []);
  return [called, planProcedure(random, "main", [called.id])];
}

function planProcedure(random: SeededRandom, id: string, others: readonly string[]): ProcedurePlan {
  const steps: StepPlan[] = [];
  const count = random.between(1, others.length === 0 ? 2 : 5);
  for (let number = 1; number <= count; number += 1)
    steps.push(planStep(random, `step-${number}`, { before: steps, others }));
  const whenBusy = random.pick([undefined, undefined, "queue", "refuse", "cancel-other"] as const);
  return { id, steps, hasFailureStep: random.chance(0.4), whenBusy };
}

function planStep(
  random: SeededRandom,
  id: string,
  { before, others }: { readonly before: readonly StepPlan[]; readonly others: readonly string[] },
): StepPlan {
  const basis = { id, then: random.pick(THEN) };
  const kind = random.pick(["automated", "automated", "automated", "manual", "manual", "wait", "call"]);
  if (kind === "manual") return { ...basis, ...planManual(random, before) };
  if (kind === "wait") {
    if (random.chance(0.5)) return { ...basis, kind: "moment", afterMs: random.between(1, 10_000) };
    return { ...basis, kind: "signal", dueMs: random.pick([undefined, 4_000, 60_000]) };
  }
  const procedureId = kind === "call" ? random.pickOf(others) : undefined;
  if (procedureId !== undefined) return { ...basis, kind: "call", procedureId };
  return {
    ...basis,
    kind: "automated",
    effect: random.pick(CONTRACTS),
    canFind: random.chance(0.7),
    attempts: random.between(1, 3),
    compensate: random.pick([undefined, ...CONTRACTS]),
  };
}

function planManual(random: SeededRandom, before: readonly StepPlan[]): Pick<ManualPlan, ManualTrait> {
  const earlier = before.filter(({ kind }) => kind === "manual").map(({ id }) => id);
  const excluded = ["initiator", "preparer", ...earlier].filter(() => random.chance(0.5));
  return {
    kind: "manual",
    need: random.between(0, 2),
    notSameAs: excluded,
    isChecked: random.chance(0.3),
    whenOverdue: random.pick(["wait", "wait", "fail", "submit"] as const),
  };
}

type ManualPlan = Extract<StepPlan, { kind: "manual" }>;
type ManualTrait = "kind" | "need" | "notSameAs" | "isChecked" | "whenOverdue";
