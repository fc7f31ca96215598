import type { OutcomeState, Poll } from "../contract/outcome.js";
import { textsOf } from "./captivateiq-link.js";
import type { Job } from "./captivateiq-replies.js";

/** How the vendor words the end of a job. A word that is not here counts as going on. */
const ENDS: Readonly<Record<string, OutcomeState>> = {
  SUCCESS: "succeeded",
  FAILURE: "failed",
  REJECTED: "failed",
  IGNORED: "failed",
  REVOKED: "cancelled",
};

const TROUBLE = /error|fail|invalid|reject|skip|warn/i;
const LONGEST_MESSAGE = 1_000;

/**
 * One look at a job. No row is counted by this vendor, so no count is known.
 *
 * The details are free in their form. A success whose details tell of errors is none that a program may go on with: it
 * is `unknown`, so that a person looks.
 */
export function toPoll({ status, description, details }: Job): Poll {
  const end = ENDS[status.toUpperCase()];
  if (end === undefined) return { state: "running", rawStatus: status };
  const isDoubtful = end === "succeeded" && tellsOfTrouble(details);
  const told = toWords(details);
  const words = [description ?? "", told].filter((text) => text !== "").join(": ");
  const message = isDoubtful ? `The job says ${status}, but its details tell of trouble: ${told}` : words;
  // What failed without a word is at least told by its state.
  const shown = message === "" && end !== "succeeded" ? `The job ended as ${status}.` : message;
  const outcome = {
    state: isDoubtful ? "unknown" : end,
    volume: {},
    rawStatus: status,
    message: shown.slice(0, LONGEST_MESSAGE),
  } as const;
  return { state: "finished", outcome };
}

/** Whether anything in the details is named like trouble, and is not nothing. */
function tellsOfTrouble(details: unknown): boolean {
  if (typeof details !== "object" || details === null) return false;
  return Object.entries(details).some(
    ([key, value]) => (TROUBLE.test(key) && !isNothing(value)) || tellsOfTrouble(value),
  );
}

function isNothing(value: unknown): boolean {
  if (typeof value === "object" && value !== null) return Object.values(value).every(isNothing);
  return !value || value === "0";
}

/** What the details say to people. Links are left out, as whoever has one may read what is behind it. */
function toWords(details: unknown): string {
  return toLines(details, "").join("; ");
}

function toLines(value: unknown, name: string): readonly string[] {
  if (typeof value === "object" && value !== null) {
    const isList = Array.isArray(value);
    return Object.entries(value).flatMap(([key, inner]) => toLines(inner, isList ? name : key));
  }
  const text = String(value ?? "");
  if (text === "" || textsOf(value).some((each) => /https?:/i.test(each))) return [];
  return [name === "" ? text : `${name}: ${text}`];
}
