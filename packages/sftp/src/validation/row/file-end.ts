import type { Feed } from "../../feed/feed.js";
import type { Complaint } from "../finding/complaint.js";
import type { RecordView } from "../record/record-view.js";
import type { RowProblems } from "./row-problems.js";

/** Whether a record is what is left of one when its file was cut: it ends with the file, before its last cell did. */
export function isCut({ ending }: RecordView, { list }: RowProblems): boolean {
  return (
    ending === "none" &&
    list.some(({ complaint: { code } }) => code === "missing-cell" || code === "unclosed-quote")
  );
}

/** What is said of a file that does not end with a line ending. */
export function toEndComplaint({ dialect }: Feed, isLastCut: boolean): Complaint {
  if (isLastCut) return { code: "truncated-file" };
  const severity = dialect.finalNewline === "required" ? "error" : undefined;
  return { code: "final-newline-missing", severity };
}
