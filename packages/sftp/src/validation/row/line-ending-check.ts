import type { Feed } from "../../feed/feed.js";
import type { Complaint } from "../finding/complaint.js";
import type { RecordView } from "../record/record-view.js";

/** Holds the end of each line against the feed, or against the first line when the feed takes any. */
export interface LineEndingCheck {
  /** How lines have to end; `undefined` before the first of a file that may end them as it likes. */
  wanted(): "lf" | "crlf" | undefined;
  check(record: RecordView): Complaint | undefined;
}

/** Compiles the check of the line endings of one file. */
export function compileLineEndingCheck({ dialect: { lineEnding } }: Feed): LineEndingCheck {
  const code = lineEnding === "any" ? "mixed-line-endings" : "line-ending-unexpected";
  let wanted: "lf" | "crlf" | undefined = lineEnding === "any" ? undefined : lineEnding;
  return {
    wanted: () => wanted,
    check: ({ ending }) => {
      if (ending === "none") return undefined;
      wanted ??= ending;
      return ending === wanted ? undefined : { code, detail: { ending: ending === "lf" ? "LF" : "CR LF" } };
    },
  };
}
