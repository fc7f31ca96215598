import type { ExpectedFigure } from "./expected-figure.js";
import { explainJudgement } from "./explain.js";
import type { ExplainedJudgement } from "./explained-judgement.js";

/** What is known at once. */
export type Said = Omit<ExplainedJudgement, "expected" | "composition" | "similar" | "explanation">;

/**
 * A judgement whose interval, composition and explanation are worked out when somebody asks: few are looked at, and
 * saying them is most of the work.
 *
 * They are own properties, so that a copy of the judgement has them, and share their getters: an object whose getters
 * are its own functions takes longer to make than all the rest of a judgement.
 */
export class LateJudgement implements ExplainedJudgement {
  readonly subject: Said["subject"];
  readonly measure: Said["measure"];
  readonly runId: Said["runId"];
  readonly value: Said["value"];
  readonly verdict: Said["verdict"];
  readonly rule: Said["rule"];
  readonly runs: Said["runs"];
  readonly chance: Said["chance"];
  readonly basis: Said["basis"];
  readonly promise: Said["promise"];
  declare readonly expected: ExplainedJudgement["expected"];
  declare readonly composition: ExplainedJudgement["composition"];
  declare readonly similar: ExplainedJudgement["similar"];
  declare readonly explanation: string;
  readonly #expect: () => ExpectedFigure | undefined;
  #expected: ExpectedFigure | undefined;
  #explanation: string | undefined;

  constructor(said: Said, expect: () => ExpectedFigure | undefined) {
    this.subject = said.subject;
    this.measure = said.measure;
    this.runId = said.runId;
    this.value = said.value;
    this.verdict = said.verdict;
    this.rule = said.rule;
    this.runs = said.runs;
    this.chance = said.chance;
    this.basis = said.basis;
    this.promise = said.promise;
    this.#expect = expect;
    Object.defineProperty(this, "expected", LateJudgement.#EXPECTED);
    Object.defineProperty(this, "composition", LateJudgement.#COMPOSITION);
    Object.defineProperty(this, "similar", LateJudgement.#SIMILAR);
    Object.defineProperty(this, "explanation", LateJudgement.#EXPLANATION);
  }

  static readonly #EXPECTED = {
    enumerable: true,
    get(this: LateJudgement) {
      return this.#ask()?.interval;
    },
  };
  static readonly #COMPOSITION = {
    enumerable: true,
    get(this: LateJudgement) {
      return this.#ask()?.composition;
    },
  };
  static readonly #SIMILAR = {
    enumerable: true,
    get(this: LateJudgement) {
      return this.#ask()?.similar;
    },
  };
  static readonly #EXPLANATION = {
    enumerable: true,
    get(this: LateJudgement) {
      this.#explanation ??= explainJudgement(this);
      return this.#explanation;
    },
  };

  #ask(): ExpectedFigure | undefined {
    this.#expected ??= this.#expect();
    return this.#expected;
  }
}
