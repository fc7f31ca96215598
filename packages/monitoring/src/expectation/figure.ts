import type { RunCircumstances } from "./effect/run-circumstances.js";

/** One figure of one operation, by the names of the guide. */
export interface FigureName {
  /** What it is a figure of: a procedure, step or feed. */
  readonly subject: string;
  /**
   * Which figure: `durationMs`, `latenessMs`, `rowsRead`, `bytes`, `rowsPerSecond`. The end of the name tells its kind: `…Ms` is
   * a duration, `…PerSecond` a throughput, anything else a volume.
   */
  readonly measure: string;
}

/** A figure of a run that is to come or under way. */
export interface ComingFigure extends FigureName, RunCircumstances {}

/** A figure of a run that has ended. */
export interface Figure extends ComingFigure {
  readonly runId: string;
  /** Zero or more. Anything else is no figure, and is neither judged nor learned. */
  readonly value: number;
  /**
   * `cut-off`: the run was stopped, and would have taken at least that long. It is learned as that, and not judged.
   *
   * @defaultValue "finished"
   */
  readonly end?: "finished" | "cut-off" | undefined;
}

/** What figures of a kind have in common. */
export const FIGURE_KINDS = ["duration", "volume", "throughput", "lateness"] as const;

export type FigureKind = (typeof FIGURE_KINDS)[number];

export function toFigureKind(measure: string): FigureKind {
  if (measure === "latenessMs") return "lateness";
  if (measure.endsWith("Ms")) return "duration";
  return measure.endsWith("PerSecond") ? "throughput" : "volume";
}

/** Added before the logarithm is taken, so that zero has one: half the resolution, or what matters to nobody. */
const OFFSETS: Readonly<Record<FigureKind, number>> = {
  duration: 500,
  lateness: 60_000,
  throughput: 0.01,
  volume: 1,
};

export function toOffset(measure: string): number {
  return OFFSETS[toFigureKind(measure)];
}

/** Whether a value can be judged or learned from: a finite number, zero or more. */
export function isFigure(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value) && value >= 0;
}

/** The key of a series. */
export function toSeriesKey({ subject, measure }: FigureName): string {
  return `${subject} ${measure}`;
}
