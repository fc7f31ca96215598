import { type Clue, type ClueTexts, ENGLISH_CLUES } from "./catalogue/clue.js";
import type { FindingDetail, FindingText, FindingTexts } from "./catalogue/finding-kind.js";
import { FINDING_KINDS, type FindingCode, type FindingDetails } from "./finding-codes.js";
import { GERMAN_CLUES } from "./german/clue-texts.js";
import { GERMAN_TEXTS } from "./german/german-texts.js";

/** A language that findings are told in. */
export type FindingLocale = "en" | "de";

interface Language {
  readonly findings: FindingTexts<FindingDetails>;
  readonly clues: ClueTexts;
}

const LANGUAGES: Readonly<Record<FindingLocale, Language>> = {
  en: { findings: FINDING_KINDS, clues: ENGLISH_CLUES },
  de: { findings: GERMAN_TEXTS, clues: GERMAN_CLUES },
};

/** Whatever a sentence about something found is made of. */
interface Sayable {
  readonly code: FindingCode;
  readonly detail?: FindingDetail | null | undefined;
}

/** The title of a code in a language. */
export function getFindingTitle(code: FindingCode, locale: FindingLocale): string {
  return LANGUAGES[locale].findings[code].title;
}

/** The whole sentence about one finding. */
export function composeMessage(
  { code, detail }: Sayable,
  column: string | null,
  locale: FindingLocale,
): string {
  // Which detail belongs to which code was checked where the complaint was made.
  const text: FindingText<FindingDetail> = LANGUAGES[locale].findings[code];
  return text.message({ ...detail, column: column ?? "" });
}

/** What to do about a finding: what its value tells, or else what the catalogue says. */
export function composeHint(code: FindingCode, clue: Clue | null | undefined, locale: FindingLocale): string {
  const { findings, clues } = LANGUAGES[locale];
  if (clue == null) return findings[code].hint;
  const text: { hint(clue: Clue): string } = clues[clue.code];
  return text.hint(clue);
}
