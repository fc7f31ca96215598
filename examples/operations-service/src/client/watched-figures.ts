import type { RunState } from "@spm-ops/core";
import type { ExpectationOptions, Figure, OddFigure, RunReading } from "@spm-ops/monitoring";

/** Whose days are the business days. */
export const reading: RunReading = { zone: "America/New_York" };

/**
 * One figure in two thousand on each side: with some forty figures a night, a false alarm every month or so. Nights of
 * this client take half a minute, so that a third of a second is already worth a word.
 */
export const expectations: ExpectationOptions = {
  falseAlarms: { perSide: 0.0005 },
  leastDifferenceMs: 300,
};

/**
 * What is watched of a night: how long each step takes, how many rows each feed brings, and how many rows of the
 * pipeline are rejected. What follows from these is not judged again, so that one cause is said once.
 */
export function isWatched({ subject, measure }: Figure, { procedureId }: RunState): boolean {
  if (measure === "durationMs") return subject !== procedureId;
  if (measure === "rowsRead") return subject.includes("/validate-");
  return measure === "rowsRejected" && /validate-pipeline|wait-load/.test(subject);
}

/** That fewer rows are rejected than usual is no trouble. */
export function isTold({ measure, verdict }: Pick<OddFigure, "measure" | "verdict">): boolean {
  return measure !== "rowsRejected" || verdict === "too-high";
}
