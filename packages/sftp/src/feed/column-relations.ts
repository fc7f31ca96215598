import { type ArrivalRule, controlSums } from "./arrival-rule.js";
import type { Column } from "./column.js";
import type { FeedTrailer } from "./feed-declaration.js";
import { checkFixedWidth, checkHeaderNames, type LaidOutColumns } from "./header-relations.js";
import type { RelationProblem } from "./relation-problem.js";

/** The parts of a feed in which one place speaks of columns that another declares. */
interface RelatedColumns extends LaidOutColumns {
  readonly keys: readonly (readonly string[])[];
  readonly totals?: readonly string[] | undefined;
  readonly trailer?: FeedTrailer | undefined;
  readonly arrival?: ArrivalRule | undefined;
}

/** Every place in which a feed speaks of a column that is not there, or of one that cannot do what is asked of it. */
export function checkColumnRelations(feed: RelatedColumns): readonly RelationProblem[] {
  return [
    ...feed.keys.flatMap((key, at) => key.flatMap((name) => checkExists(feed, name, ["keys", at]))),
    ...(feed.totals ?? []).flatMap((name, at) => checkNumeric(feed, name, ["totals", at])),
    ...Object.keys(feed.trailer?.sums ?? {}).flatMap((name) =>
      checkNumeric(feed, name, ["trailer", "sums", name]),
    ),
    ...controlSums(feed.arrival).flatMap((name) =>
      checkNumeric(feed, name, ["arrival", "control", "format", "fields", "sums", name]),
    ),
    ...Object.entries(feed.columns).flatMap(([name, column]) => checkColumn(feed, name, column)),
    ...checkHeaderNames(feed),
    ...checkFixedWidth(feed),
  ];
}

function checkColumn(feed: RelatedColumns, name: string, column: Column): readonly RelationProblem[] {
  const path = ["columns", name];
  const problems: RelationProblem[] = [];
  if (column.requiredWhen !== undefined) {
    problems.push(...checkExists(feed, column.requiredWhen.column, [...path, "requiredWhen", "column"]));
  }
  if (column.type === "money" && typeof column.currency !== "string") {
    problems.push(...checkExists(feed, column.currency.column, [...path, "currency", "column"]));
  }
  const [low, high] = limitsOf(column);
  if (low !== undefined && high !== undefined && low > high) {
    problems.push({ path, message: "the lower limit is above the upper one" });
  }
  return problems;
}

function limitsOf(column: Column): readonly [number | string | undefined, number | string | undefined] {
  if (column.type === "text") return [column.minLength, column.maxLength];
  if (column.type === "decimal" || column.type === "money") {
    return [
      column.min === undefined ? undefined : Number(column.min),
      column.max === undefined ? undefined : Number(column.max),
    ];
  }
  return column.type === "integer" || column.type === "date"
    ? [column.min, column.max]
    : [undefined, undefined];
}

function checkExists(
  feed: RelatedColumns,
  name: string,
  path: readonly (string | number)[],
): readonly RelationProblem[] {
  return Object.hasOwn(feed.columns, name) ? [] : [{ path, message: `there is no column "${name}"` }];
}

function checkNumeric(
  feed: RelatedColumns,
  name: string,
  path: readonly (string | number)[],
): readonly RelationProblem[] {
  const type = feed.columns[name]?.type;
  if (type === undefined) return checkExists(feed, name, path);
  const isNumber = type === "integer" || type === "decimal" || type === "money";
  return isNumber ? [] : [{ path, message: `column "${name}" is ${type} and cannot be summed` }];
}
