import { toFigureKind } from "../figure.js";

/** By how much a figure has to differ from the typical one at least to be odd, whatever its chance. */
export interface LeastDifference {
  readonly factor: number;
  /** For durations and lateness. */
  readonly ms: number;
}

/** The interval around a typical figure in which nothing is worth a word. */
export function toLeastInterval(
  measure: string,
  typical: number,
  { factor, ms }: LeastDifference,
): { readonly low: number; readonly high: number } {
  const kind = toFigureKind(measure);
  const difference = kind === "duration" || kind === "lateness" ? ms : 0;
  return {
    low: Math.min(typical / factor, Math.max(0, typical - difference)),
    high: Math.max(typical * factor, typical + difference),
  };
}
