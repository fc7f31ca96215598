import type { PageWords } from "./page-words.js";

export const ENGLISH_WORDS: PageWords = {
  locale: "en-US",
  title: (fileName) => `Validation of ${fileName}`,
  validationOf: (feed) => `Validation of feed ${feed}`,
  verdicts: {
    accepted: {
      sentence: "Accepted: every record is sound.",
      withRejected: acceptedInPart,
      next: "The file may be loaded.",
    },
    "accepted-with-findings": {
      sentence: "Accepted, and somebody should look at what was found.",
      withRejected: acceptedInPart,
      next: "What was accepted may be loaded. Rejected records go back to the sender with their reasons.",
    },
    refused: {
      sentence: "Refused: nothing of this file should be loaded.",
      withRejected: () => "Refused: nothing of this file should be loaded.",
      next: "Send this page to the sender, and ask for a corrected file.",
    },
  },
  reasons: "Why it is refused",
  figures: {
    read: "Records read",
    accepted: "Accepted",
    rejected: "Rejected",
    size: "Size",
    digest: "SHA-256",
  },
  bytes: (count) => `${count} bytes`,
  totals: "Totals",
  totalsNote: "Exact sums of the accepted records.",
  column: "Column",
  sum: "Sum",
  currency: "Currency",
  references: "Held against",
  referenceSet: "Reference set",
  entries: "Entries",
  findings: "Findings",
  noFindings: "None.",
  severities: { error: "Error", warning: "Warning", info: "Note" },
  times: (count) => `${count} times`,
  whatWasFound: "What was found",
  count: "Count",
  record: "Record",
  line: "Line",
  value: "Value",
  message: "What is said",
  more: (count) => `and ${count} more`,
  whatToDo: "What to do",
  explained: "Explained in",
  digestNote: "This page is about the very bytes of this digest.",
};

function acceptedInPart(rejected: number, shown: string): string {
  return `Accepted in part: ${shown} ${rejected === 1 ? "record was" : "records were"} rejected.`;
}
