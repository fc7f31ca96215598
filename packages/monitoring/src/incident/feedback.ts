import { z } from "zod";
import type { AnswerMeaning } from "../expectation/series/answer.js";

/** Each meaning of an answer in words, said of a symptom. */
const WORDS: Readonly<Record<AnswerMeaning, string>> = {
  real: "was real",
  "this-once": "was expected, this once",
  "days-like-this": "is expected on days like that",
  "from-now-on": "is expected from now on",
};

export const answerSchema: z.ZodType<AnswerMeaning> = z.enum([
  "real",
  "this-once",
  "days-like-this",
  "from-now-on",
]);

/** What a person said of a symptom, in words. */
export function describeAnswer(meaning: AnswerMeaning): string {
  return WORDS[meaning];
}
