import type { ExpectedInterval } from "@spm-ops/core";
import type { Predictive } from "../model/predictive.js";
import type { SimilarRun } from "../series/similar-runs.js";
import type { Composition } from "./explained-judgement.js";

/** What a run that is to come, or is under way, should bring. */
export interface ExpectedFigure {
  /** Outside it a figure is odd; the upper end of a duration is when to raise the alarm while it runs. */
  readonly interval: ExpectedInterval;
  readonly runs: number;
  readonly composition: Composition | undefined;
  /** The newest run on such a day: a day around the end of a period in its place, any other on its weekday. */
  readonly similar: SimilarRun | undefined;
  readonly predictive: Predictive;
}
