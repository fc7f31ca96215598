import { z } from "zod";

/** What stands for a term: `{run}` for the run key. */
export type Terms = Readonly<Record<string, string | undefined>>;

/** Terms of every name: the load, the key of the run, and the time of the drop. */
const RUN_TERMS = ["load", "run", "yyyy", "mm", "dd", "hh", "mi", "ss"];
/** Terms of what lies beside a data file: its name, and the same without its last ending. */
const FILE_TERMS = [...RUN_TERMS, "file", "stem"];
/** Terms of what a control file tells. */
const CONTENT_TERMS = [...FILE_TERMS, "rows", "bytes", "sha256"];

const TERM = /\{(\w+)\}/g;

/** A name or path with terms of which all are known. */
const patternOf = (known: readonly string[], shape: RegExp, meant: string) =>
  z
    .string()
    .regex(shape, meant)
    .superRefine((pattern, { addIssue }) => {
      const strange = [...pattern.matchAll(TERM)].flatMap(([, term = ""]) =>
        known.includes(term) ? [] : [`{${term}}`],
      );
      if (strange.length === 0) return;
      const message = `${strange.join(", ")} is no term of it; there are {${known.join("}, {")}}`;
      addIssue({ code: "custom", message });
    });

const WITHIN = String.raw`(?!(?:.*\/)?\.{1,2}(?:\/|$))(?!.*\/\/)`;

/** The name of a file, without a folder. */
export const namePattern = patternOf(
  RUN_TERMS,
  /^(?!\.{1,2}$)[^/\\*\p{Cc}]+$/u,
  "must be the name of a file, without a folder",
);

/** A path from the root of the site, or from the folder of the drop when it begins without a slash. */
export const pathPattern = patternOf(
  FILE_TERMS,
  new RegExp(String.raw`^${WITHIN}\/?[^\\*\p{Cc}]*[^/\\*\p{Cc}]$`, "u"),
  "must be the path of a file, without . and ..",
);

/** The same, with `*` in the name of the file for what nobody knows beforehand. */
export const searchPattern = patternOf(
  FILE_TERMS,
  new RegExp(String.raw`^${WITHIN}\/?(?:[^\\*\p{Cc}]*\/)?[^/\\\p{Cc}]+$`, "u"),
  "must be the path of a file, without . and .., and with * in its name only",
);

/** A folder from the root of the site. */
export const folderPath = z
  .string()
  .regex(new RegExp(String.raw`^${WITHIN}\/[^\\\p{Cc}]*$`, "u"), "must be a path from the root of the site")
  .transform((path) => path.replace(/\/+$/, ""));

/** A pattern with its terms filled in. What is no known term stays, as a text may have braces of its own. */
export function fillPattern(pattern: string, terms: Terms): string {
  return pattern.replace(TERM, (written, term: string) => terms[term] ?? written);
}

/** Finds names that a pattern describes; a term that is not given is a group of that name, and `*` is anything. */
export function toNameExpression(pattern: string, terms: Terms): RegExp {
  const seen = new Set<string>();
  const parts = pattern.split(/(\{\w+\}|\*)/).map((part) => {
    if (part === "*") return "[^/]*";
    const [, term] = /^\{(\w+)\}$/.exec(part) ?? [];
    if (term === undefined) return escapeExpression(part);
    const value = terms[term];
    if (value !== undefined) return escapeExpression(value);
    if (seen.has(term)) return `\\k<${term}>`;
    seen.add(term);
    return `(?<${term}>${/^(?:yyyy|mm|dd|hh|mi|ss)$/.test(term) ? `\\d{${term.length}}` : "[^/]+?"})`;
  });
  return new RegExp(`^${parts.join("")}$`, "u");
}

function escapeExpression(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}

/** The terms that a pattern holds. */
export function termsOf(pattern: string): readonly string[] {
  return [...pattern.matchAll(TERM)].flatMap(([, term]) => (term === undefined ? [] : [term]));
}

/** The terms of a pattern for the content of a control file that are none. */
export function contentTerms(content: string): readonly string[] {
  return termsOf(content).filter((term) => CONTENT_TERMS.includes(term));
}
