import { z } from "zod";
import { readPointer } from "../contract/json-pointer.js";
import type { Poll } from "../contract/outcome.js";
import { readWord } from "../contract/told-outcome.js";
import { type StatusRules, toPoll } from "./told-status.js";

/** An answer of which one thing is read; without it, it is an answer of another shape. */
function pointedReply<Told>(read: (document: unknown) => Told | undefined, missing: string) {
  return z.unknown().transform((document, { addIssue }) => {
    const told = read(document);
    if (told !== undefined) return told;
    addIssue({ code: "custom", message: missing });
    return z.NEVER;
  });
}

/** An answer that tells a word. */
export function wordReply(pointer: string) {
  return pointedReply((document) => readWord(document, pointer), `tells nothing at ${pointer}`);
}

/** An answer that tells how a job is doing. */
export function statusReply(rules: StatusRules) {
  return pointedReply<Poll>((document) => toPoll(rules, document), `tells nothing at ${rules.status}`);
}

/** One page of a list. */
export interface ListPage {
  readonly items: readonly unknown[];
  /** The word for the next page, where there is one. */
  readonly next: string | undefined;
}

/** An answer that holds a list. */
export function pageReply(items: string, next: string | undefined) {
  return pointedReply<ListPage>(
    (document) => {
      const [list] = readPointer(document, items);
      const word = next === undefined ? undefined : readWord(document, next);
      return Array.isArray(list) ? { items: list, next: word === "" ? undefined : word } : undefined;
    },
    `holds no list ${items === "" ? "" : `at ${items}`}`,
  );
}

/** Any answer in JSON. */
export const anyReply = z.unknown();
