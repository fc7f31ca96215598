import { z } from "zod";
import { fillText, soleTerm, type Term, type TermValues, toPlaceholderIssue } from "./placeholder.js";

/** JSON in whose texts terms may stand. A text that is `{bytes}` alone becomes a number. */
export type JsonTemplate =
  | string
  | number
  | boolean
  | null
  | readonly JsonTemplate[]
  | { readonly [key: string]: JsonTemplate };

/** JSON in which only these terms stand in braces; `{rows}` stands once where the rows of the file are to come. */
export function jsonTemplate(terms: readonly Term[], { rows }: { readonly rows: boolean }) {
  return z.json().superRefine((value, { addIssue }) => {
    const texts = textsOf(value, []);
    for (const { text, path } of texts) {
      const message = rows && isRows(text) ? undefined : toPlaceholderIssue(text, terms);
      if (message !== undefined) addIssue({ code: "custom", path: [...path], message });
    }
    const places = texts.filter(({ text }) => isRows(text)).length;
    if (rows && places !== 1) {
      addIssue({ code: "custom", message: `must hold the text {rows} once, not ${places} times` });
    }
  });
}

/** A template as JSON text: whole, or in the two parts between which the rows of the file come. */
export function fillJson(template: JsonTemplate, values: TermValues): readonly string[] {
  return toText(template, values).split(ROWS);
}

/** Stands for the rows while the text is made. JSON never holds this character as it is. */
const ROWS = "\0";

const isRows = (text: string) => soleTerm(text) === "rows";

function toText(template: JsonTemplate, values: TermValues): string {
  if (typeof template === "string") {
    if (isRows(template)) return ROWS;
    const filled = fillText(template, values);
    return soleTerm(template) === "bytes" ? filled : JSON.stringify(filled);
  }
  if (typeof template !== "object" || template === null) return JSON.stringify(template);
  if (isList(template)) return `[${template.map((item) => toText(item, values)).join(",")}]`;
  const fields = Object.entries(template).map(
    ([name, value]) => `${JSON.stringify(name)}:${toText(value, values)}`,
  );
  return `{${fields.join(",")}}`;
}

function isList(template: object): template is readonly JsonTemplate[] {
  return Array.isArray(template);
}

interface PlacedText {
  readonly text: string;
  readonly path: readonly (string | number)[];
}

function textsOf(value: unknown, path: PlacedText["path"]): readonly PlacedText[] {
  if (typeof value === "string") return [{ text: value, path }];
  if (Array.isArray(value)) return value.flatMap((item, at) => textsOf(item, [...path, at]));
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => textsOf(inner, [...path, name]));
}
