import { toParts } from "../../contract/json-pointer.js";
import type { ResultVerdict } from "../drop-profile.js";
import type { JobRecord } from "./state.js";

/** What a result file tells, by the clock of the vendor. */
export interface ToldJob extends Omit<JobRecord, "told"> {
  readonly run: string;
}

/** Writes a result document. */
export type ToResult = (job: ToldJob) => object;

/** A result of the shape in which the rule of a profile expects it. */
export function toPlainResult(rule: ResultVerdict): ToResult {
  return ({ state, message, rowsRead, rowsRejected, takenAt, run }) => {
    const document = {};
    const tell = (pointer: string | undefined, value: unknown) => {
      if (pointer !== undefined) setAt(document, toParts(pointer), value);
    };
    const [word = state] = Object.entries(rule.state.words).find(([, meant]) => meant === state) ?? [];
    tell(rule.ended?.pointer, toValue(rule.ended?.words[0] ?? ""));
    tell(rule.state.pointer, toValue(word));
    tell(rule.counts?.rowsRead, rowsRead);
    tell(rule.counts?.rowsRejected, rowsRejected);
    tell(rule.counts?.rowsWritten, rowsRead - rowsRejected);
    tell(rule.messages?.[0], message);
    if (state === "failed") tell(rule.problems?.[0], message);
    tell(rule.run, run);
    tell(rule.time, new Date(takenAt).toISOString());
    return document;
  };
}

/** The results of beqom's DataBridge. The sheet of its fields names no more of the entries than their errors. */
export const toBeqomResult: ToResult = ({ state, message, takenAt, endAt, load }) => ({
  started_at: new Date(takenAt).toISOString(),
  completed_at: new Date(endAt).toISOString(),
  is_complete: true,
  is_success: state === "succeeded",
  transformation_results: [],
  source_connector_results:
    state === "succeeded" ? [] : [{ error: { slug: "invalid-data", msg: message, metadata: { load } } }],
  destination_adapter_results: [],
});

function toValue(word: string): unknown {
  return word === "true" || word === "false" ? word === "true" : word;
}

function setAt(document: object, [part = "", ...rest]: readonly string[], value: unknown): void {
  const key = part === "*" ? 0 : part;
  if (rest.length === 0) return void Reflect.set(document, key, value);
  const known: unknown = Reflect.get(document, key);
  const below = typeof known === "object" && known !== null ? known : rest[0] === "*" ? [] : {};
  Reflect.set(document, key, below);
  setAt(below, rest, value);
}
