import type { FindingLocale } from "./finding-text.js";

/** The sentences about a file as a whole, which belong to no code. */
export interface ReasonWords {
  /** A finding as a reason: where it was first, what is said, how often. */
  readonly found: (line: number | null, message: string, count: number) => string;
  readonly tooManyRejected: (rejected: number, read: number, borne: number) => string;
  readonly headerWrong: string;
}

const WORDS: Readonly<Record<FindingLocale, ReasonWords>> = {
  en: {
    found: (line, message, count) =>
      `${line === null ? "" : `Line ${line}: `}${message}${count > 1 ? ` (${count} times)` : ""}`,
    tooManyRejected: (rejected, read, borne) =>
      `${rejected} of ${read} records were rejected; the feed bears ${borne === 0 ? "none" : `a share of ${borne}`}.`,
    headerWrong: "The header of the file is wrong.",
  },
  de: {
    found: (line, message, count) =>
      `${line === null ? "" : `Zeile ${line}: `}${message}${count > 1 ? ` (${count}-mal)` : ""}`,
    tooManyRejected: (rejected, read, borne) =>
      `${rejected} von ${read} Datensätzen wurden zurückgewiesen; vereinbart ist ${borne === 0 ? "keiner" : `höchstens ein Anteil von ${borne}`}.`,
    headerWrong: "Die Kopfzeile der Datei ist falsch.",
  },
};

/** The sentences about a file in a language. */
export function getReasonWords(locale: FindingLocale): ReasonWords {
  return WORDS[locale];
}
