import type { Column } from "../feed/column.js";
import type { FeedDeclaration } from "../feed/feed-declaration.js";
import type { FeedReference } from "../feed/reference-rule.js";
import { columnsOf } from "../feed/reference-rule.js";

/** What a feed says beyond its columns. */
type Relations = Pick<FeedDeclaration, "keys" | "references" | "intervals" | "hierarchy" | "shares">;

/** What a feed says of the columns that are left when some are omitted. */
export function omitColumns(feed: Relations, omitted: ReadonlySet<string>): Relations {
  const isThere = (name: string) => !omitted.has(name);
  const keys = (feed.keys ?? []).map((key) => key.filter(isThere)).filter((key) => key.length > 0);
  const { intervals, hierarchy } = feed;
  const intervalKey = intervals?.key.filter(isThere) ?? [];
  const isValid = intervals !== undefined && isThere(intervals.from) && isThere(intervals.to);
  const hasParents = hierarchy !== undefined && isThere(hierarchy.child) && isThere(hierarchy.parent);
  const { valid } = hierarchy ?? {};
  const isDated = valid !== undefined && isThere(valid.from) && isThere(valid.to);
  return {
    keys,
    references: (feed.references ?? []).flatMap((reference) => omitFromReference(reference, isThere)),
    intervals: isValid && intervalKey.length > 0 ? { ...intervals, key: intervalKey } : undefined,
    hierarchy: hasParents ? { ...hierarchy, valid: isDated ? valid : undefined } : undefined,
    shares: (feed.shares ?? []).flatMap((share) => {
      const of = share.of.filter(isThere);
      return isThere(share.column) && of.length > 0 ? [{ ...share, of }] : [];
    }),
  };
}

function omitFromReference(
  { asOf, ...reference }: FeedReference,
  isThere: (name: string) => boolean,
): readonly FeedReference[] {
  const [first, second, ...rest] = columnsOf(reference).filter(isThere);
  if (first === undefined) return [];
  const column = second === undefined ? first : ([first, second, ...rest] as const);
  return [{ ...reference, column, asOf: asOf !== undefined && isThere(asOf) ? asOf : undefined }];
}

/** A column of money in the one currency of all amounts. */
export function fixCurrency(column: Column, currency: string): Column {
  return column.type === "money" && typeof column.currency !== "string" ? { ...column, currency } : column;
}
