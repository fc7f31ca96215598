import type { DecimalColumn } from "../feed/column.js";
import type { NumberStyle } from "../feed/number-style.js";
import { type ColumnSample, fits } from "./column-sample.js";
import { doubt } from "./feed-doubt.js";
import { isIdentifierName } from "./identifier-name.js";
import type { InferredColumn } from "./infer-day.js";

const MOST_DIGITS = 18;

/** A word in a column's name that lets it be an amount of money. */
const MONEY_WORDS =
  /amount|betrag|value|wert|price|preis|revenue|umsatz|quota|commission|provision|payment|earning|credit|salary|gehalt/i;

/** Every style, the plainest first. */
const STYLES: readonly NumberStyle[] = ([".", ","] as const)
  .flatMap((decimalMark) =>
    ([undefined, decimalMark === "." ? "," : ".", " ", "'", "\u00a0", "\u202f"] as const).flatMap(
      (thousands) =>
        (["leading-minus", "parentheses", "trailing-minus"] as const).flatMap((negative) =>
          [false, true].map(
            (percentSign): NumberStyle => ({ decimalMark, thousands, negative, percentSign }),
          ),
        ),
    ),
  )
  .toSorted((one, other) => countDress(one) - countDress(other));

/** The column as one of whole or decimal numbers, if every value is one. */
export function inferNumber({ name, values }: ColumnSample): InferredColumn | undefined {
  // What keeps its zeros in front is a name made of digits, such as a postal code.
  if (!values.every((value) => /^[-(]?\d/.test(value) && !/^\D*0\d/.test(value))) return undefined;
  if (fits({ type: "integer" }, values)) return inferInteger(name, values);
  const fitting = STYLES.filter((style) => fits({ type: "decimal", scale: MOST_DIGITS, ...style }, values));
  const [style] = fitting;
  if (style === undefined) return undefined;
  const { decimalMark = "." } = style;
  const column: DecimalColumn = { type: "decimal", scale: findScale(values, decimalMark), ...toSaid(style) };
  const other = fitting.find((each) => each.decimalMark !== decimalMark);
  const doubts = [];
  if (other?.decimalMark !== undefined) {
    const message = `no value shows whether "${decimalMark}" or "${other.decimalMark}" is the decimal mark`;
    doubts.push(doubt("decimal-mark", message, { column: name, alternatives: [other.decimalMark] }));
  }
  if (MONEY_WORDS.test(name)) {
    const message = "it is called as amounts of money are, and the sample does not say in which currency";
    doubts.push(doubt("may-be-money", message, { column: name, alternatives: ["money"] }));
  }
  return { column, doubts };
}

function inferInteger(name: string, values: readonly string[]): InferredColumn {
  const isFlag = values.length === 2 && values.every((value) => value === "0" || value === "1");
  const isLong = values.every((value) => /^\d{6,}$/.test(value));
  if (isFlag) {
    const message = "the only values are 0 and 1, which may stand for no and yes";
    const about = { column: name, alternatives: ["boolean"] };
    return { column: { type: "integer" }, doubts: [doubt("boolean-or-enumeration", message, about)] };
  }
  const message =
    "digits only, as names made of digits have: nobody adds them up, and zeros in front may count";
  const about = { column: name, alternatives: ["text"] };
  const doubts = isLong || isIdentifierName(name) ? [doubt("identifier-or-number", message, about)] : [];
  return { column: { type: "integer" }, doubts };
}

function countDress({ decimalMark, thousands, negative, percentSign }: NumberStyle): number {
  return [decimalMark === ",", thousands !== undefined, negative !== "leading-minus", percentSign].filter(
    Boolean,
  ).length;
}

/** A style without what goes without saying. */
function toSaid({ decimalMark, thousands, negative, percentSign }: NumberStyle): NumberStyle {
  return {
    ...(decimalMark === "," ? { decimalMark } : {}),
    ...(thousands === undefined ? {} : { thousands }),
    ...(negative === "leading-minus" ? {} : { negative }),
    ...(percentSign === true ? { percentSign } : {}),
  };
}

/** The most digits that any value has after the decimal mark. */
function findScale(values: readonly string[], decimalMark: string): number {
  return values.reduce((scale, value) => {
    const at = value.lastIndexOf(decimalMark);
    return at < 0 ? scale : Math.max(scale, value.slice(at + 1).replace(/\D/g, "").length);
  }, 0);
}
