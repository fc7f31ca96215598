import { formatDuration } from "../../figure-text.js";
import type { AutomatedStepDocument } from "../document/step-document.js";

type Policy = Pick<AutomatedStepDocument, "effect" | "canBeFound"> &
  Partial<Pick<AutomatedStepDocument, "retry" | "timeoutMs">>;

/** What may be done again, how often it is tried, how long it waits and may take: each a sentence. */
export function describePolicy({ effect, canBeFound, retry, timeoutMs }: Policy): readonly string[] {
  return [
    describeEffect(effect, canBeFound),
    describeTries(retry),
    timeoutMs === undefined ? "No limit of time." : `One try may take ${formatDuration(timeoutMs)} at most.`,
  ];
}

function describeEffect(effect: Policy["effect"], canBeFound: boolean): string {
  if (effect === "repeatable") return "May be done again.";
  if (effect === "keyed") return "May be done again under the same key.";
  return canBeFound
    ? "Never do it twice: when the answer is lost, the service looks whether it has happened."
    : "Never do it twice: when the answer is lost, a person has to find out whether it has happened.";
}

/** The defaults are those of the retry policy: one second before the second try, doubled each time, one minute at most. */
function describeTries({
  attempts = 1,
  delayMs = 1_000,
  maxDelayMs = 60_000,
}: NonNullable<Policy["retry"]> = {}): string {
  if (attempts === 1) return "Tried once.";
  const first = Math.min(delayMs, maxDelayMs);
  const last = Math.min(delayMs * 2 ** (attempts - 2), maxDelayMs);
  const waits = `${formatDuration(first)} ${first === last ? "in between" : `at first and ${formatDuration(last)} at last`}`;
  return `Tried up to ${attempts} times where another try can help, waiting ${waits}.`;
}
