import type { Feed } from "../../feed/feed.js";
import { createClosestValue } from "../column/closest-value.js";
import { suggest } from "../column/compile-column.js";
import type { Complaint } from "../finding/complaint.js";
import { compileHeaderNames } from "./header-names.js";

/** A complaint about the header, and the column it is about. */
type HeaderComplaint = Complaint & { readonly column: string | null };

/** What a header says about where the columns are. */
interface HeaderReading {
  /** The place in the file of each column of the feed; absent when the header is wrong. */
  readonly positions: readonly number[] | undefined;
  readonly complaints: readonly HeaderComplaint[];
  /** What the cells are called: by the feed's names where it knows them. */
  readonly names: readonly string[];
}

/** Holds the names of a header against the feed. */
export function readHeader(feed: Feed, headerNames: readonly string[]): HeaderReading {
  const names = headerNames.map(compileHeaderNames(feed));
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
      clue: () => {
        const closest = findClosest(column);
        return closest === undefined ? undefined : ({ code: "closest-name", closest } as const);
      },
    })),
    ...extra.map((name) => ({
      code: "header-extra-column" as const,
      column: null,
      detail: { name },
      clue: () => suggest(findDeclared(name)),
    })),
    ...doubled.map((name) => ({
      code: "header-duplicate-column" as const,
      column: null,
      detail: { name },
    })),
  ];
  if (complaints.length > 0) return { positions: undefined, complaints, names };
  const moved = declared.findIndex((name, at) => names[at] !== name);
  if (feed.header === "exact" && moved >= 0) {
    const column = declared[moved] ?? null;
    return {
      positions: undefined,
      names,
      complaints: [{ code: "header-order", column, detail: { name: names[moved] ?? "" } }],
    };
  }
  return { positions: declared.map((name) => names.indexOf(name)), complaints, names };
}
