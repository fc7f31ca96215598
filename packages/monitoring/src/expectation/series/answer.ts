import type { FigureName } from "../figure.js";
import type { Teaching } from "./series-model.js";

/**
 * What a person says of a run that was told as odd.
 *
 * - `real`: something was wrong. It teaches nothing, and is no normal run of the environment.
 * - `this-once`: it was as it should be, this time. It counts as a normal run.
 * - `days-like-this`: it is so on days like that one. It is learned in full.
 * - `from-now-on`: it is so from that run on. The level is open again.
 */
export type AnswerMeaning = "real" | "this-once" | "days-like-this" | "from-now-on";

export interface Answer extends FigureName {
  readonly runId: string;
  readonly meaning: AnswerMeaning;
}

const LESSONS: Readonly<Record<AnswerMeaning, Teaching["lesson"]>> = {
  real: "none",
  "this-once": "usual",
  "days-like-this": "expected",
  "from-now-on": "new-level",
};

export function toLesson(meaning: AnswerMeaning): Teaching["lesson"] {
  return LESSONS[meaning];
}
