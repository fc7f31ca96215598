import type { Column } from "./column.js";
import type { FixedWidthLayout } from "./feed-dialect.js";
import type { FeedPreamble } from "./feed-preamble.js";

/** The parts of a feed that say how its columns are found in a file. */
export interface LaidOutColumns {
  readonly columns: Readonly<Record<string, Column>>;
  readonly header: "exact" | "any-order" | "none";
  readonly headerCase: "exact" | "ignore";
  readonly preamble?: FeedPreamble | undefined;
  readonly dialect: { readonly fixedWidth?: FixedWidthLayout | undefined };
}

interface LayoutProblem {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** A name of a header as it is compared. */
export function foldHeaderName(name: string, headerCase: "exact" | "ignore"): string {
  return headerCase === "ignore" ? name.toLowerCase() : name;
}

/** Names under which a header could mean two columns, and rules about a header that is not there. */
export function checkHeaderNames(feed: LaidOutColumns): readonly LayoutProblem[] {
  const owners = new Map<string, string>();
  const problems: LayoutProblem[] = [];
  for (const [column, { aliases = [] }] of Object.entries(feed.columns)) {
    for (const name of [column, ...aliases]) {
      const folded = foldHeaderName(name, feed.headerCase);
      const owner = owners.get(folded);
      owners.set(folded, column);
      if (owner === undefined) continue;
      const message =
        owner === column ? `"${name}" is named twice` : `"${name}" is a name of "${owner}" as well`;
      problems.push({ path: ["columns", column], message });
    }
    if (feed.header === "none" && aliases.length > 0)
      problems.push({ path: ["columns", column, "aliases"], message: "there is no header" });
  }
  if (feed.header === "none" && feed.preamble !== undefined && "until" in feed.preamble)
    problems.push({ path: ["preamble", "until"], message: "there is no header" });
  return problems;
}

/** Columns without a place in a line of fixed width, and places without a column. */
export function checkFixedWidth(feed: LaidOutColumns): readonly LayoutProblem[] {
  const { fixedWidth } = feed.dialect;
  if (fixedWidth === undefined) return [];
  const path = ["dialect", "fixedWidth", "columns"];
  const problems = [
    ...Object.keys(feed.columns)
      .filter((name) => !Object.hasOwn(fixedWidth.columns, name))
      .map((name) => ({ path, message: `column "${name}" has no width` })),
    ...Object.keys(fixedWidth.columns)
      .filter((name) => !Object.hasOwn(feed.columns, name))
      .map((name) => ({ path: [...path, name], message: `there is no column "${name}"` })),
  ];
  if (feed.header === "any-order")
    problems.push({ path: ["header"], message: "columns of fixed width come in the order of the feed" });
  return problems;
}
