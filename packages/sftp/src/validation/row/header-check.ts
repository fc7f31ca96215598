import type { Feed } from "../../feed/feed.js";
import type { Complaint } from "../column/cell-check.js";
import { createClosestValue } from "../column/closest-value.js";
import { suggest } from "../column/compile-column.js";

/** A complaint about the header, and the column it is about. */
interface HeaderComplaint extends Complaint {
  readonly column: string | null;
}

/** What a header says about where the columns are. */
interface HeaderReading {
  /** The place in the file of each column of the feed; absent when the header is wrong. */
  readonly positions: readonly number[] | undefined;
  readonly complaints: readonly HeaderComplaint[];
}

/** Holds the names of a header against the feed. */
export function readHeader(feed: Feed, names: readonly string[]): HeaderReading {
  const declared = Object.keys(feed.columns);
  const findClosest = createClosestValue(names);
  const findDeclared = createClosestValue(declared);
  const missing = declared.filter((name) => !names.includes(name));
  const extra = [...new Set(names)].filter((name) => !Object.hasOwn(feed.columns, name));
  const doubled = [...new Set(names.filter((name, at) => names.indexOf(name) !== at))];
  const complaints: HeaderComplaint[] = [
    ...missing.map((column) => ({
      code: "header-missing-column" as const,
      column,
      hint: () => {
        const closest = findClosest(column);
        return closest === undefined ? undefined : `The header has "${closest}".`;
      },
    })),
    ...extra.map((name) => ({
      code: "header-extra-column" as const,
      column: null,
      detail: name === "" ? "one without a name" : `"${name}"`,
      hint: () => suggest(findDeclared(name)),
    })),
    ...doubled.map((name) => ({
      code: "header-duplicate-column" as const,
      column: null,
      detail: `"${name}"`,
    })),
  ];
  if (complaints.length > 0) return { positions: undefined, complaints };
  const moved = declared.findIndex((name, at) => names[at] !== name);
  if (feed.header === "exact" && moved >= 0) {
    const column = declared[moved] ?? null;
    return {
      positions: undefined,
      complaints: [{ code: "header-order", column, detail: `"${names[moved]}"` }],
    };
  }
  return { positions: declared.map((name) => names.indexOf(name)), complaints };
}
