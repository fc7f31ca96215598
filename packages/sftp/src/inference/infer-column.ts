import type { BooleanColumn } from "../feed/column.js";
import type { ColumnSample } from "./column-sample.js";
import { doubt } from "./feed-doubt.js";
import { isIdentifierName } from "./identifier-name.js";
import { type InferredColumn, inferDate, inferDateTime } from "./infer-day.js";
import { inferNumber } from "./infer-number.js";

/** The usual spellings of yes and no. */
const PAIRS = [
  ...[["true", "false"] as const, ["TRUE", "FALSE"] as const, ["True", "False"] as const],
  ...[["yes", "no"] as const, ["Yes", "No"] as const, ["YES", "NO"] as const],
  ...[["Y", "N"] as const, ["y", "n"] as const, ["T", "F"] as const],
];

/** So many values at most make an enumeration, and each must come so often on average. */
const MOST_VALUES = 12;
const OFTEN = 5;
const MANY_RECORDS = 20;
const LONGEST_VALUE = 40;

/** Declares a column as what all its values are, and says what they leave open. */
export function inferColumn(sample: ColumnSample): InferredColumn {
  const { name, values, emptyCount, cells } = sample;
  if (values.length === 0) {
    const message =
      cells.length === 0 ? "there is no record to tell its type" : "it is empty in every record";
    return { column: { type: "text" }, doubts: [doubt("column-empty", message, { column: name })] };
  }
  const { column, doubts } =
    inferBoolean(sample) ??
    inferDate(sample) ??
    inferDateTime(sample) ??
    inferNumber(sample) ??
    inferText(sample);
  return { column: emptyCount === 0 ? { ...column, required: true } : column, doubts };
}

function inferBoolean({ name, values }: ColumnSample): InferredColumn | undefined {
  const pair = PAIRS.find((each) => values.every((value) => each.some((spelling) => spelling === value)));
  if (pair === undefined) return undefined;
  const [yes, no] = pair;
  const column: BooleanColumn =
    yes === "true" ? { type: "boolean" } : { type: "boolean", trueValues: [yes], falseValues: [no] };
  const message = `${values.length === 1 ? "only one spelling is seen, and " : ""}other values may be possible`;
  const isCertain = values.length === 2 && yes.length > 1;
  const about = { column: name, alternatives: ["enumeration"] };
  return { column, doubts: isCertain ? [] : [doubt("boolean-or-enumeration", message, about)] };
}

function inferText(sample: ColumnSample): InferredColumn {
  return inferDigits(sample) ?? inferEnumeration(sample) ?? { column: { type: "text" as const }, doubts: [] };
}

/** Texts of digits, of which some have zeros in front: they would have been numbers otherwise. */
function inferDigits({ name, values }: ColumnSample): InferredColumn | undefined {
  if (!values.every((value) => /^\d+$/.test(value))) return undefined;
  const lengths = new Set(values.map(({ length }) => length));
  const [length] = lengths;
  const message = "digits with zeros in front, which a number would lose";
  const about = { column: name, alternatives: ["integer"] };
  return {
    column: { type: "text", pattern: lengths.size === 1 ? `^\\d{${length}}$` : "^\\d+$" },
    doubts: [doubt("identifier-or-number", message, about)],
  };
}

function inferEnumeration({ name, values, cells, emptyCount }: ColumnSample): InferredColumn | undefined {
  const filled = cells.length - emptyCount;
  const isEnumeration =
    !isIdentifierName(name) &&
    filled >= MANY_RECORDS &&
    values.length <= MOST_VALUES &&
    filled >= values.length * OFTEN &&
    values.every((value) => value.length <= LONGEST_VALUE);
  if (!isEnumeration) return undefined;
  const message = `${values.length} ${values.length === 1 ? "value" : "values"} in ${filled} records; whether there are others, the sample cannot tell`;
  return {
    column: { type: "enumeration", values: values.toSorted(), unknown: "warning" },
    doubts: [doubt("enumeration-seen", message, { column: name, alternatives: ["text"] })],
  };
}
