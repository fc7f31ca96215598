import { SpmError } from "@spm-ops/core";
import { z } from "zod";

/**
 * What may stand in braces in a template.
 *
 * - `{object}`: the load, process or report, as the application names it.
 * - `{file}`, `{bytes}`, `{sha256}`: name, size and digest of the file.
 * - `{staged}`: the application's id of the staged file.
 * - `{task}`: the application's id of what was started.
 * - `{since}`: an instant by the application's clock, in UTC by ISO 8601.
 */
export type Term = "object" | "file" | "bytes" | "sha256" | "staged" | "task" | "since";

/** What the terms stand for in one request. */
export type TermValues = Readonly<Partial<Record<Term, string | undefined>>>;

const PLACEHOLDER = /\{([^{}]*)\}/g;
const ALONE = /^\{([^{}]*)\}$/;

/** What stands in braces in a text. */
export function termsOf(text: string): readonly string[] {
  return [...text.matchAll(PLACEHOLDER)].map(([, term = ""]) => term);
}

/** The term that a text consists of, if it does. */
export function soleTerm(text: string): string | undefined {
  return ALONE.exec(text)?.[1];
}

/** Says what is wrong with the placeholders of a text, or nothing. */
export function toPlaceholderIssue(text: string, terms: readonly string[]): string | undefined {
  const unknown = termsOf(text).filter((term) => !terms.includes(term));
  if (unknown.length === 0) return undefined;
  const known = terms.length === 0 ? "none may" : `${terms.map((term) => `{${term}}`).join(", ")} may`;
  return `holds {${unknown.join("}, {")}}; here ${known} stand`;
}

/** A text in which only these terms stand in braces. */
export function templateText(terms: readonly Term[]) {
  return z.string().superRefine((text, { addIssue }) => {
    const message = toPlaceholderIssue(text, terms);
    if (message !== undefined) addIssue({ code: "custom", message });
  });
}

/**
 * Puts values in place of their terms.
 *
 * @throws SpmError `config.invalid` when a value is not known, as when a load is started without what was staged
 */
export function fillText(text: string, values: TermValues, encode = (value: string) => value): string {
  return text.replace(PLACEHOLDER, (_, term: string) => encode(requireValue(term, values)));
}

function requireValue(term: string, values: TermValues): string {
  const value: unknown = Object.hasOwn(values, term) ? Reflect.get(values, term) : undefined;
  if (typeof value === "string") return value;
  const issue = `{${term}}: is not known here; a load is started with what was staged for it`;
  throw new SpmError("config.invalid", `A request could not be made. ${issue}.`, { issues: [issue] });
}
