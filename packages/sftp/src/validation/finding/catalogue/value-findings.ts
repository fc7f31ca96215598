import { type FindingKinds, type NoDetail, ROW_ERROR } from "./finding-kind.js";

/** The value of one cell against what its column declares. */
export interface ValueDetails {
  /** When another column asks for the value: that column, and the values with which it does. */
  readonly "required-missing": { readonly because?: string; readonly values?: readonly string[] };
  readonly "integer-invalid": NoDetail;
  readonly "decimal-invalid": { readonly scale: number; readonly decimalMark: string };
  readonly "decimal-comma": { readonly decimalMark: string };
  readonly "decimal-point": { readonly decimalMark: string };
  readonly "thousands-sep": NoDetail;
  readonly "date-invalid": { readonly format: string };
  readonly "excel-date-serial": { readonly day: string };
  readonly "date-time-invalid": { readonly format: string; readonly zone: string };
  readonly "time-skipped": { readonly zone: string };
  readonly "boolean-invalid": { readonly values: readonly string[] };
  readonly "enum-unknown": NoDetail;
  readonly "too-short": { readonly minLength: number };
  readonly "leading-zero-lost": { readonly original: string };
  readonly "too-long": { readonly maxLength: number };
  readonly "pattern-mismatch": { readonly pattern: string };
  readonly "below-minimum": { readonly minimum: string };
  readonly "above-maximum": { readonly maximum: string };
  readonly "currency-unknown": { readonly amountColumn: string };
}

export const VALUE_FINDINGS: FindingKinds<ValueDetails> = {
  "required-missing": {
    ...ROW_ERROR,
    title: "Required value missing",
    description:
      "A column that every record needs is empty, or holds white space only. A column may also be needed only where another one holds certain values.",
    message: ({ column, because, values = [] }) =>
      `${column} is empty${because === undefined ? "" : `, although ${because} is ${values.join(" or ")}`}.`,
    hint: "Have the sender fill it in.",
    example: { column: "territory", because: "type", values: ["order"], shown: "O-17,order,,1250.00" },
  },
  "integer-invalid": {
    ...ROW_ERROR,
    title: "Not a whole number",
    description: "The cell holds something else than digits, with a leading minus at most.",
    message: ({ column }) => `${column} is not a whole number.`,
    hint: "Digits only, with a leading minus at most.",
    example: { column: "quantity", shown: "12.5" },
  },
  "decimal-invalid": {
    ...ROW_ERROR,
    title: "Not a number of the declared form",
    description:
      "The number is not written as declared. Guessing would be wrong by a factor of a thousand: 1.250 is one and a quarter here and twelve hundred and fifty elsewhere.",
    message: ({ column, scale, decimalMark }) =>
      `${column} is not a number with at most ${scale} ${scale === 1 ? "digit" : "digits"} after "${decimalMark}".`,
    hint: "No separators of thousands, no currency sign, no exponent.",
    example: { column: "amount", scale: 2, decimalMark: ".", shown: "1.250,00" },
  },
  "decimal-comma": {
    ...ROW_ERROR,
    title: "Comma instead of a point",
    description:
      "The number has a decimal comma where the feed declares a point. The file was most likely exported with the settings of another country.",
    message: ({ column, decimalMark }) => `${column} has a decimal comma instead of "${decimalMark}".`,
    hint: "Have the sender export with the declared decimal mark, or declare the comma.",
    example: { column: "amount", decimalMark: ".", shown: "1250,50" },
  },
  "decimal-point": {
    ...ROW_ERROR,
    title: "Point instead of a comma",
    description:
      "The number has a decimal point where the feed declares a comma. The file was most likely exported with the settings of another country.",
    message: ({ column, decimalMark }) => `${column} has a decimal point instead of "${decimalMark}".`,
    hint: "Have the sender export with the declared decimal mark, or declare the point.",
    example: { column: "amount", decimalMark: ",", shown: "1250.50" },
  },
  "thousands-sep": {
    ...ROW_ERROR,
    title: "Separators of thousands",
    description:
      "The digits of the number are grouped, which the feed does not declare in this way. Whether 1,250 is twelve hundred and fifty or one and a quarter nobody can tell from the file.",
    message: ({ column }) => `${column} has separators of thousands that are not declared.`,
    hint: "Have the sender leave them out, or declare them.",
    example: { column: "amount", shown: "1,250.00" },
  },
  "date-invalid": {
    ...ROW_ERROR,
    title: "Not a day of the declared form",
    description:
      "The cell is not written in the declared format, or the calendar does not have the day. A credit on the wrong day falls into the wrong period.",
    message: ({ column, format }) => `${column} is not a day written as ${format}.`,
    hint: "Check the day exists and the order of day and month.",
    example: { column: "closed", format: "yyyy-MM-dd", shown: "2026-02-30" },
  },
  "excel-date-serial": {
    ...ROW_ERROR,
    title: "Day turned into a number",
    description:
      "A spreadsheet keeps a day as the number of days since 1900 and wrote that number instead of the day. Which day it would be is said; a workbook that counts from 1904, as old ones of Macs do, means one 1,462 days later.",
    message: ({ column, day }) =>
      `${column} holds a number that a spreadsheet made of a day, most likely ${day}.`,
    hint: "Have the sender format the column as a date and export again; check the first and the last day with them.",
    example: { column: "closed", day: "2024-01-30", shown: "45321" },
  },
  "date-time-invalid": {
    ...ROW_ERROR,
    title: "Not a moment of the declared form",
    description:
      "The cell is not written in the declared format, or there is no such day or time of day. Where offsets are declared, each value needs one: without it the moment may lie in another period.",
    message: ({ column, format, zone }) =>
      `${column} is not a moment written as ${format}${zone === "offset" ? " with its offset" : ""}.`,
    hint: "Check that day and time exist and how they are written.",
    example: { column: "signed", format: "yyyy-MM-ddTHH:mm:ss", zone: "local", shown: "2026-10-31 25:00" },
  },
  "time-skipped": {
    ...ROW_ERROR,
    title: "Time that no clock showed",
    description:
      "When clocks go forward an hour is skipped, and the value lies in it. The sender's times are of another zone than declared, or were calculated without one.",
    message: ({ column, zone }) => `${column} is a time that the clocks of ${zone} skipped.`,
    hint: "Ask the sender which zone the times are in.",
    example: { column: "signed", zone: "Europe/Zurich", shown: "2026-03-29T02:30:00" },
  },
  "boolean-invalid": {
    ...ROW_ERROR,
    title: "Neither of the two values",
    description: "A column of yes and no holds something else than its declared spellings.",
    message: ({ column, values }) => `${column} is not one of ${values.join(", ")}.`,
    hint: "Spelling and case count.",
    example: { column: "active", values: ["Y", "N"], shown: "yes" },
  },
  "enum-unknown": {
    ...ROW_ERROR,
    title: "Value not in the list",
    description:
      "The feed lists all values of this column, and this is none of them. Plans that go by it would pay the record under no rule at all.",
    message: ({ column }) => `${column} holds a value that the feed does not list.`,
    hint: "Correct the value, or add it to the list of the feed.",
    example: { column: "type", shown: "Order" },
  },
  "too-short": {
    ...ROW_ERROR,
    title: "Too short",
    description: "The text has fewer characters than declared; part of it may have been lost.",
    message: ({ column, minLength }) => `${column} is shorter than ${minLength} characters.`,
    hint: "Check the value.",
    example: { column: "participant", minLength: 6, shown: "4711" },
  },
  "leading-zero-lost": {
    ...ROW_ERROR,
    title: "Leading zeros lost",
    description:
      "The digits are too few for what the feed declares, and would fit with zeros before them: a spreadsheet or an export took an identifier for a number. 4711 is then no participant, although 004711 is one.",
    message: ({ column, original }) =>
      `${column} seems to have lost its leading zeros; it was most likely ${original}.`,
    hint: "Have the sender export the column as text; do not fill up zeros here, for nobody knows how many there were.",
    example: { column: "participant", original: "004711", shown: "4711" },
  },
  "too-long": {
    ...ROW_ERROR,
    title: "Too long",
    description: "The text has more characters than declared; what loads it would cut it or refuse it.",
    message: ({ column, maxLength }) => `${column} is longer than ${maxLength} characters.`,
    hint: "Check the value.",
    example: { column: "participant", maxLength: 6, shown: "00471100" },
  },
  "pattern-mismatch": {
    ...ROW_ERROR,
    title: "Not of the declared pattern",
    description: "The text does not have the form that the feed declares for it.",
    message: ({ column, pattern }) => `${column} does not match ${pattern}.`,
    hint: "Check the value.",
    example: { column: "order", pattern: "^O-\\d+$", shown: "0-17" },
  },
  "below-minimum": {
    ...ROW_ERROR,
    title: "Below the minimum",
    description: "The number or day lies below what the feed declares.",
    message: ({ column, minimum }) => `${column} is below ${minimum}.`,
    hint: "Check the value.",
    example: { column: "amount", minimum: "0", shown: "-12.00" },
  },
  "above-maximum": {
    ...ROW_ERROR,
    title: "Above the maximum",
    description: "The number or day lies above what the feed declares.",
    message: ({ column, maximum }) => `${column} is above ${maximum}.`,
    hint: "Check the value.",
    example: { column: "closed", maximum: "2026-12-31", shown: "2062-10-31" },
  },
  "currency-unknown": {
    ...ROW_ERROR,
    title: "Unknown currency",
    description:
      "An amount takes its currency from another column, and that column names none of ISO 4217. The amount cannot be added to any other.",
    message: ({ column, amountColumn }) =>
      `${column} names no currency of ISO 4217 for the amount in ${amountColumn}.`,
    hint: "Three capital letters, such as USD.",
    example: { column: "currency", amountColumn: "amount", shown: "Euro" },
  },
};
