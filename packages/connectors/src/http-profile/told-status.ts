import { VOLUME_MEASURES, type VolumeMeasure } from "@spm-ops/core";
import { z } from "zod";
import { jsonPointer } from "../contract/json-pointer.js";
import type { Poll } from "../contract/outcome.js";
import { concludeState, readCounts, readTexts, readWord, type ToldState } from "../contract/told-outcome.js";

const STATES = ["running", "succeeded", "succeeded-with-rejects", "failed", "cancelled", "unknown"] as const;

/** Where an answer tells how a job is doing, as JSON pointers (RFC 6901). */
export interface ToldStatus {
  readonly status: string;
  /** The words of each state. No word stands for two. */
  readonly words: Readonly<Partial<Record<ToldState | "running", readonly string[]>>>;
  /** What a word stands for that is not among them. @defaultValue "running" */
  readonly otherWords?: "running" | "unknown" | undefined;
  readonly counts?: Readonly<Partial<Record<VolumeMeasure, string>>> | undefined;
  readonly messages?: readonly string[] | undefined;
  /** Texts that are there only when something went wrong. A success that tells any is `unknown`. */
  readonly problems?: readonly string[] | undefined;
}

const words = z
  .partialRecord(z.enum(STATES), z.array(z.string().min(1)).min(1))
  .superRefine((declared, { addIssue }) => {
    const seen = new Map<string, string>();
    for (const state of STATES) {
      for (const [at, word] of (declared[state] ?? []).entries()) {
        const other = seen.get(word);
        seen.set(word, state);
        if (other === undefined) continue;
        addIssue({ code: "custom", path: [state, at], message: `"${word}" stands for ${other} already` });
      }
    }
    if (declared.succeeded === undefined) {
      addIssue({ code: "custom", path: ["succeeded"], message: "is missing: no job could ever succeed" });
    }
  });

/** The fields of {@link ToldStatus}, to be spread into what asks for it. */
export const toldStatusFields = {
  status: jsonPointer,
  words,
  otherWords: z.enum(["running", "unknown"]).default("running"),
  counts: z.partialRecord(z.enum(VOLUME_MEASURES), jsonPointer).default({}),
  messages: z.array(jsonPointer).default([]),
  problems: z.array(jsonPointer).default([]),
};

const toldStatus = z.strictObject(toldStatusFields);

/** Where the status is told, with the defaults in place. */
export type StatusRules = z.output<typeof toldStatus>;

/** What an answer tells of a job; nothing where it tells no status. */
export function toPoll(rules: StatusRules, document: unknown): Poll | undefined {
  const rawStatus = readWord(document, rules.status);
  if (rawStatus === undefined) return undefined;
  const told = STATES.find((state) => rules.words[state]?.includes(rawStatus)) ?? rules.otherWords;
  if (told === "running") return { state: "running", rawStatus };
  const problems = readTexts(document, rules.problems);
  const message = [...new Set([...readTexts(document, rules.messages), ...problems])].join("; ");
  const volume = readCounts(document, rules.counts);
  const state = concludeState(told, problems, volume);
  return { state: "finished", outcome: { state, volume, rawStatus, message } };
}
