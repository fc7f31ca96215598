import type { Judgement } from "@spm-ops/core";
import type { SimilarRun } from "../series/similar-runs.js";

/** What a typical figure is made of: the base, times each factor. */
export interface Composition {
  readonly base: number;
  readonly factors: readonly { readonly title: string; readonly factor: number }[];
}

/** A judgement with all that it rests on, for screens and for charts. */
export interface ExplainedJudgement extends Judgement {
  readonly runId: string;
  /** The chance of a normal figure at least as far on its side; absent before the first run. */
  readonly chance?: number | undefined;
  /** The chance at which a figure is called odd, on each side. */
  readonly promise: number;
  /** Whose experience the chance rests on: all operations of the environment, or the model of this one alone. */
  readonly basis?: "fleet" | "model" | undefined;
  /** The rule that spoke, where it was not the chance. */
  readonly rule?: "below-least" | "above-most" | "empty" | undefined;
  readonly composition?: Composition | undefined;
  /** The newest earlier run on such a day. */
  readonly similar?: SimilarRun | undefined;
}

/** Whether people are told. */
export function isOdd({ verdict }: Pick<Judgement, "verdict">): boolean {
  return verdict === "too-high" || verdict === "too-low";
}
