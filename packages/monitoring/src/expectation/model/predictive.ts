/** How far a figure lies from what was expected. */
export interface Surprise {
  /** The normal score, in which all series can be compared; above zero it is more than expected. */
  readonly score: number;
  /** The chance of a figure at least as far on its side, by the model alone. */
  readonly chance: number;
}

/** What the next figure should be, in its own unit, whatever model says so. */
export interface Predictive {
  readonly typical: number;
  /** Runs that it rests on. */
  readonly runs: number;
  surpriseOf(value: number): Surprise;
  /** The value whose surprise has this score: the inverse of `surpriseOf`. */
  valueAt(score: number): number;
}
