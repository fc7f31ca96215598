import type { Feed } from "../../feed/feed.js";
import type { Complaint } from "../finding/complaint.js";
import type { RecordView } from "../record/record-view.js";

/** Holds the end of each line against the feed, or against the first line when the feed takes any. */
export function compileLineEndingCheck({
  dialect: { lineEnding },
}: Feed): (record: RecordView) => Complaint | undefined {
  const code = lineEnding === "any" ? "mixed-line-endings" : "line-ending-unexpected";
  let wanted: RecordView["ending"] | undefined = lineEnding === "any" ? undefined : lineEnding;
  return ({ ending }) => {
    if (ending === "none") return undefined;
    wanted ??= ending;
    return ending === wanted ? undefined : { code, detail: { ending: ending === "lf" ? "LF" : "CR LF" } };
  };
}
