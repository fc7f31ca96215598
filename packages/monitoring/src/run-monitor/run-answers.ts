import type { Expectations } from "../expectation/expectations.js";
import { type FigureName, toSeriesKey } from "../expectation/figure.js";
import { toAnswer } from "../expectation/figure-symptom.js";
import type { Answer } from "../expectation/series/answer.js";
import type { Incident } from "../incident/incident.js";

/** Hands what people say of figures to the expectations: each answer once, and when its figure has been judged. */
export interface RunAnswers {
  /** Takes what was said of an incident since it was seen last. */
  take(incident: Pick<Incident, "id" | "symptoms" | "feedback">, isJudged: (answer: Answer) => boolean): void;
  /** A figure was judged: what was said of it while its step still ran holds now. */
  judged(figure: FigureName & { readonly runId: string }): void;
  snapshot(): RunAnswersSnapshot;
}

/** How many answers of each incident were taken, and those that wait for their figure. */
export interface RunAnswersSnapshot {
  readonly taken: readonly (readonly [incidentId: string, answers: number])[];
  readonly waiting: readonly Answer[];
}

export function createRunAnswers(
  { answer: tell }: Pick<Expectations, "answer">,
  snapshot?: RunAnswersSnapshot,
): RunAnswers {
  const taken = new Map(snapshot?.taken);
  const waiting = new Map(snapshot?.waiting.map((answer) => [nameOf(answer), answer]));
  return {
    take({ id, symptoms, feedback }, isJudged) {
      for (const { symptomKey, meaning } of feedback.slice(taken.get(id) ?? 0)) {
        const symptom = symptoms.find(({ key }) => key === symptomKey);
        const answer = symptom && toAnswer(symptom, meaning);
        if (answer === undefined) continue;
        if (isJudged(answer)) tell(answer);
        else waiting.set(nameOf(answer), answer);
      }
      if (feedback.length > 0) taken.set(id, feedback.length);
    },
    judged(figure) {
      const answer = waiting.get(nameOf(figure));
      if (answer === undefined) return;
      waiting.delete(nameOf(figure));
      tell(answer);
    },
    snapshot: () => ({ taken: [...taken], waiting: [...waiting.values()] }),
  };
}

function nameOf(figure: FigureName & { readonly runId: string }): string {
  return `${toSeriesKey(figure)}@${figure.runId}`;
}
