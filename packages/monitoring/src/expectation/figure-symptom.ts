import type { Judgement } from "@spm-ops/core";
import type { Symptom } from "../incident/symptom.js";
import { toFigureKind } from "./figure.js";
import { type ExplainedJudgement, isOdd } from "./judgement/explained-judgement.js";
import type { Answer, AnswerMeaning } from "./series/answer.js";

/** When and where a figure was judged. */
export interface FigureOccasion {
  /** The environment that the run was about, as the guide names it. */
  readonly environment?: string | undefined;
  /** When the run had the figure, in milliseconds since 1970. */
  readonly at: number;
  /** Steps or runs of which this is a consequence if they are in trouble. */
  readonly upstream?: readonly string[] | undefined;
}

/** So much rarer than what is told at all is critical. */
const CRITICAL = 20;

/** What people are told of a judgement; nothing of one that is as expected. */
export function toFigureSymptom(
  judgement: ExplainedJudgement,
  occasion: FigureOccasion,
): Symptom | undefined {
  if (!isOdd(judgement)) return undefined;
  const { subject, measure, runId, explanation, rule, chance = 0, promise } = judgement;
  return {
    key: `${measure}:${subject}@${runId}`,
    state: "raised",
    kind: rule === undefined ? toSymptomKind(judgement) : "rule",
    severity: rule !== undefined || chance <= promise / CRITICAL ? "critical" : "warning",
    subject,
    runId,
    explanation,
    ...occasion,
  };
}

/** The answer to a symptom of a figure, for the expectations; nothing when the symptom is of something else. */
export function toAnswer(
  { key, subject, runId }: Pick<Symptom, "key" | "subject" | "runId">,
  meaning: AnswerMeaning,
): Answer | undefined {
  const [measure = ""] = key.split(":", 1);
  if (runId === undefined || key !== `${measure}:${subject}@${runId}`) return undefined;
  return { subject, measure, runId, meaning };
}

function toSymptomKind({ measure, verdict }: Pick<Judgement, "measure" | "verdict">): Symptom["kind"] {
  const isHigh = verdict === "too-high";
  switch (toFigureKind(measure)) {
    case "duration":
      return isHigh ? "too-long" : "too-soon";
    case "lateness":
      return "late";
    default:
      return isHigh ? "too-much" : "too-little";
  }
}
