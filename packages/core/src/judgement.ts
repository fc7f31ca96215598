/**
 * What monitoring has to say about one figure of one run: a value beside the interval in which it was expected.
 *
 * Reporting shows judgements and monitoring makes them; both know only this noun.
 */
export interface Judgement {
  /** What was judged: a procedure, step or feed, in the words of the guide. */
  readonly subject: string;
  /** Which figure of it: `durationMs`, `rowsRead`, `bytes`. */
  readonly measure: string;
  readonly value: number;
  /** `learning` when there is too little to go by; the interval is then as wide as honesty demands. */
  readonly verdict: "as-expected" | "too-high" | "too-low" | "learning";
  /** Absent before the first run that can be learned from. */
  readonly expected?: ExpectedInterval | undefined;
  /** Past runs that the interval rests on. */
  readonly runs: number;
  /** One sentence that an analyst can check by hand. */
  readonly explanation: string;
}

/** The interval in which a figure should lie, and the middle of it. Same unit as the figure. */
export interface ExpectedInterval {
  readonly low: number;
  readonly typical: number;
  readonly high: number;
}

/** The subject of what is judged of one step. The run as a whole is judged under the id of its procedure. */
export function toStepSubject(procedureId: string, stepId: string): string {
  return `${procedureId}/${stepId}`;
}
