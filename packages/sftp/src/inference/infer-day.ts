import type { Column, DateColumn, DateTimeColumn } from "../feed/column.js";
import { type ColumnSample, fits } from "./column-sample.js";
import { doubt, type FeedDoubt } from "./feed-doubt.js";

/** A column as a sample lets it be declared. */
export interface InferredColumn {
  readonly column: Column;
  readonly doubts: readonly FeedDoubt[];
}

const DATE_FORMATS = [
  ...["yyyy-MM-dd", "yyyy/MM/dd", "yyyy.MM.dd", "yyyyMMdd"],
  ...["dd.MM.yyyy", "MM.dd.yyyy", "dd/MM/yyyy", "MM/dd/yyyy", "dd-MM-yyyy", "MM-dd-yyyy"],
] as const;

/** The times that may follow a day. */
const TIME_FORMATS = ["HH:mm:ss", "HH:mm", "HH:mm:ss.SSS", "HH:mm:ss.SSSSSS"] as const;

/** Eight digits are a day only in these years; otherwise they are more likely a number. */
const PLAUSIBLE = { min: "1900-01-01", max: "2299-12-31" } as const;

/** The column as one of days, if every value is one. */
export function inferDate({ name, values }: ColumnSample): InferredColumn | undefined {
  // Most columns are no days, and it costs little to see that.
  if (!values.every((value) => /^[\d./-]{8,10}$/.test(value))) return undefined;
  const formats = DATE_FORMATS.filter((format) => {
    const limits = format === "yyyyMMdd" ? PLAUSIBLE : {};
    return fits({ type: "date", format, ...limits }, values);
  });
  const [format, ...alternatives] = formats;
  if (format === undefined) return undefined;
  const column: DateColumn = format === "yyyy-MM-dd" ? { type: "date" } : { type: "date", format };
  const doubts = tellOrder(name, alternatives);
  if (format !== "yyyyMMdd") return { column, doubts };
  const message = "the values are days without separators, and could be numbers of eight digits";
  return { column, doubts: [doubt("date-or-number", message, { column: name, alternatives: ["integer"] })] };
}

/** The column as one of moments, if every value is one. */
export function inferDateTime({ name, values }: ColumnSample): InferredColumn | undefined {
  if (!values.every((value) => /^[\d./-]{8,10}[T ]\d\d:/.test(value))) return undefined;
  const found = DATE_FORMATS.flatMap((day) =>
    ["T", " "].flatMap((between) => TIME_FORMATS.map((time) => `${day}${between}${time}`)),
  ).flatMap((format) => {
    const column = (["local", "offset"] as const)
      .map((zone): DateTimeColumn => ({ type: "date-time", format, zone }))
      .find((each) => fits(each, values));
    return column === undefined ? [] : [{ column, format }];
  });
  const [first, ...others] = found;
  if (first === undefined) return undefined;
  const doubts = [
    ...tellOrder(
      name,
      others.map(({ format }) => format),
    ),
  ];
  if (first.column.zone === "local")
    doubts.push(doubt("zone-unseen", "the times say no zone: which clocks are meant?", { column: name }));
  return { column: first.column, doubts };
}

function tellOrder(column: string, alternatives: readonly string[]): readonly FeedDoubt[] {
  if (alternatives.length === 0) return [];
  return [
    doubt("date-order", "no value shows which is the day and which the month", { column, alternatives }),
  ];
}
