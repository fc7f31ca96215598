import { SpmError } from "@spm-ops/core";
import type { Outcome } from "../contract/outcome.js";
import { concludeState, readCounts, readTexts, readWord } from "../contract/told-outcome.js";
import type { SignalledKey } from "./drop.js";
import type { DropRules } from "./drop-profile.js";

/** What tells the end of a drop, or that nothing does so yet. */
export type Verdict =
  | { readonly state: "open"; readonly rawStatus?: string | undefined }
  | { readonly state: "ended"; readonly outcome: Outcome };

/** The rule of a result file, with its defaults in place. */
export type ResultRule = Extract<DropRules["verdict"], { readonly kind: "result" }>;

/** A result file, and what it is to be about. */
export interface ResultFile {
  readonly path: string;
  readonly text: string;
  /** Whether its place can be that of no other run. */
  readonly isPlaceOurs: boolean;
  /** Whether it was written after the signal. */
  readonly isNew: boolean;
  readonly key: SignalledKey;
  readonly clockToleranceMs: number;
}

/**
 * What a result file tells. One of another run tells nothing.
 *
 * @throws SpmError `remote.malformed` when it does not say what the profile expects: it may be half written
 */
export function toVerdict(rule: ResultRule, file: ResultFile): Verdict {
  const document = parse(file);
  if (!isOfThisRun(rule, file, document)) return { state: "open", rawStatus: "result of another run" };
  if (rule.ended !== undefined) {
    const word = requireWord(file, document, rule.ended.pointer);
    if (!rule.ended.words.includes(word)) return { state: "open", rawStatus: `not ended: ${word}` };
  }
  const rawStatus = requireWord(file, document, rule.state.pointer);
  const problems = readTexts(document, rule.problems);
  const message = [...new Set([...readTexts(document, rule.messages), ...problems])].join("; ");
  const volume = readCounts(document, rule.counts);
  const told = Object.hasOwn(rule.state.words, rawStatus) ? rule.state.words[rawStatus] : undefined;
  const state = concludeState(told ?? "unknown", problems, volume);
  return { state: "ended", outcome: { state, volume, rawStatus, message } };
}

function parse({ path, text }: ResultFile): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw malformed(path, "is no JSON, or not written to its end yet", cause);
  }
}

function malformed(path: string, why: string, cause?: unknown): SpmError {
  const details = { operation: `read ${path}`, contentType: undefined };
  return new SpmError("remote.malformed", `${path} ${why}.`, details, { cause });
}

/** By the key of the run in it, by its place, by the time in it, and by its own time: the first of them that it has. */
function isOfThisRun(rule: ResultRule, file: ResultFile, document: unknown): boolean {
  const { key, clockToleranceMs, path, isPlaceOurs, isNew } = file;
  if (rule.run !== undefined) return requireWord(file, document, rule.run) === key.run;
  if (isPlaceOurs || rule.time === undefined) return isPlaceOurs || isNew;
  const time = Date.parse(requireWord(file, document, rule.time));
  if (Number.isNaN(time)) throw malformed(path, `tells no time at ${rule.time}`);
  return time >= key.signalledAt + key.aheadMs - clockToleranceMs;
}

/** The word at a pointer at which there has to be one. */
function requireWord({ path }: ResultFile, document: unknown, pointer: string): string {
  const word = readWord(document, pointer);
  if (word === undefined) throw malformed(path, `tells nothing at ${pointer}`);
  return word;
}
