import { parseOptions } from "@spm-ops/core";
import { z } from "zod";
import type { ExpectationsSnapshot } from "../expectation/expectations-snapshot.js";
import type { Answer, AnswerMeaning } from "../expectation/series/answer.js";
import type { RunJudgingSnapshot } from "./run-judging.js";

/** What a monitor has learned up to a change of the log. */
export interface RunMonitorSnapshot {
  /** The last change of the log that is in it. */
  readonly position: number;
  /** As the expectations gave it; they check it themselves. */
  readonly expectations: ExpectationsSnapshot;
  readonly judging: RunJudgingSnapshot;
  /** Announced changes that were taken in. */
  readonly changes: readonly string[];
}

const MEANINGS = [
  "real",
  "this-once",
  "days-like-this",
  "from-now-on",
] as const satisfies readonly AnswerMeaning[];

const answer: z.ZodType<Answer> = z.object({
  subject: z.string(),
  measure: z.string(),
  runId: z.string(),
  meaning: z.enum(MEANINGS),
});

const schema = z.object({
  position: z.int().nonnegative(),
  expectations: z.custom<ExpectationsSnapshot>((value) => typeof value === "object" && value !== null),
  judging: z.object({
    runs: z.object({
      open: z.array(z.object({ runId: z.string(), judged: z.array(z.string()) })),
      ended: z.array(z.tuple([z.string(), z.number()])),
      forgottenBeforeMs: z.number().nullable(),
    }),
    answers: z.object({ taken: z.array(z.tuple([z.string(), z.number()])), waiting: z.array(answer) }),
    recovery: z.array(z.tuple([z.string(), z.number()])),
  }),
  changes: z.array(z.string()),
});

/** Reads a snapshot as it was written. @throws SpmError `config.invalid` for anything else. */
export function parseRunMonitorSnapshot(text: string): RunMonitorSnapshot {
  return parseOptions(schema, toJson(text), "a snapshot of the run monitor");
}

/** What is no JSON is no snapshot either. */
function toJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
