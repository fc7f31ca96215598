/** What the value of a finding tells about its cause, as data. */
interface ClueDetails {
  /** A known value that was most likely meant. */
  readonly "closest-value": { readonly closest: string };
  /** A name of the header that was most likely meant. */
  readonly "closest-name": { readonly closest: string };
  readonly "number-white-space": Readonly<Record<never, never>>;
  readonly "number-scientific": Readonly<Record<never, never>>;
  readonly "number-thousands": Readonly<Record<never, never>>;
  readonly "number-decimal-mark": Readonly<Record<never, never>>;
  readonly "number-currency": Readonly<Record<never, never>>;
}

/** The words for a clue, in one language. */
export type ClueTexts = { readonly [Code in Clue["code"]]: ClueText<Code> };

interface ClueText<Code> {
  hint(clue: Extract<Clue, { readonly code: Code }>): string;
}

/** What the value of a finding tells about its cause; its hint says it in words. Plain JSON. */
export type Clue = {
  readonly [Code in keyof ClueDetails]: { readonly code: Code } & ClueDetails[Code];
}[keyof ClueDetails];

export const ENGLISH_CLUES: ClueTexts = {
  "closest-value": { hint: ({ closest }) => `Did they mean "${closest}"?` },
  "closest-name": { hint: ({ closest }) => `The header has "${closest}".` },
  "number-white-space": { hint: () => "There is white space around the number." },
  "number-scientific": {
    hint: () => "A spreadsheet wrote it in scientific notation; digits may be lost.",
  },
  "number-thousands": { hint: () => "There are separators of thousands; have them left out." },
  "number-decimal-mark": { hint: () => "Look at the decimal mark and the number of digits after it." },
  "number-currency": { hint: () => "The currency does not belong into the cell." },
};
