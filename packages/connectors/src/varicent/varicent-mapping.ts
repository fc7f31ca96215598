import type { Outcome, OutcomePart, OutcomeState, Poll } from "../contract/outcome.js";
import { SCHEDULE } from "./varicent-job.js";
import type { Activity, ScheduleItem } from "./varicent-replies.js";

const COMPLETED = /^completed$/i;
const CANCELLED = /^cancell?ed$/i;
const RUNNING = /^running$/i;
/** How the scheduler words the end of an item. The word for a failure is known from one client only. */
const ITEM_SUCCEEDED = /^success$/i;
const ITEM_FAILED = /^(?:error|fail)/i;

/** An item's time is told in whole seconds, and so is the clock by which ours is set. */
const CLOCK_TOLERANCE_MS = 2_000;

/** A look at a run that goes on. */
export function toRunning(entries: readonly Activity[]): Poll {
  const [first] = entries;
  const percent = first?.percent ?? undefined;
  return {
    state: "running",
    rawStatus: first?.status ?? "",
    ...(percent !== undefined && { progress: Math.min(1, Math.max(0, percent / 100)) }),
  };
}

/** How a run ended by the word for its status: the worst of its entries; `unknown` when one of them still runs. */
export function toEndState(entries: readonly Activity[]): "completed" | "failed" | "cancelled" | "running" {
  const is = (word: RegExp) => (entry: Activity) => word.test(entry.status);
  if (entries.some(is(RUNNING))) return "running";
  if (entries.every(is(COMPLETED))) return "completed";
  return entries.every((entry) => is(COMPLETED)(entry) || is(CANCELLED)(entry)) ? "cancelled" : "failed";
}

/** The vendor's words about a run. */
function toWords(entries: readonly Activity[]): string {
  const words = entries.flatMap(({ message, messageDetails }) => [message, messageDetails]);
  return [...new Set(words.filter((each) => each !== ""))].join("; ");
}

/**
 * How an import or a calculation ended. `Completed` is no proof: the message has to say success and nothing of errors,
 * else a person has to look. Nothing is counted by this vendor, so no count is known.
 */
export function toOutcome(entries: readonly Activity[], successWords: readonly string[]): Outcome {
  const state = toEndState(entries);
  const message = toWords(entries);
  const outcome = { volume: {}, rawStatus: toRawStatus(entries), message };
  if (state === "failed" || state === "cancelled") return { ...outcome, state };
  return { ...outcome, state: saysSuccess(message, successWords) ? "succeeded" : "unknown" };
}

function toRawStatus(entries: readonly Activity[]): string {
  return [...new Set(entries.map(({ status }) => status))].join(", ");
}

function saysSuccess(message: string, successWords: readonly string[]): boolean {
  const words = message.toLowerCase();
  const claims = successWords.some((word) => holdsWord(words, word.toLowerCase()));
  const withoutDenials = words.replace(/\b(?:no|0|zero|without)\s+(?:errors?|failures?)\b/g, "");
  return claims && !/\b(?:errors?|fail\w*|not)\b/.test(withoutDenials);
}

/** Whether a text holds a word as a word, not as a part of a longer one. */
export function holdsWord(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    const around = `${text[at - 1] ?? " "}${text[at + word.length] ?? " "}`;
    if (!/[\p{L}\p{N}_]/u.test(around)) return true;
  }
  return false;
}

/**
 * How a run of the scheduler ended: by the item's own last result and that of each enabled item below it, because the
 * scheduler goes on after a failure unless it is told to stop, and completes all the same.
 *
 * Nothing while the item tells the result of an older run.
 */
export function toScheduleOutcome(
  item: ScheduleItem,
  startedAt: number,
  entries: readonly Activity[],
): Outcome | undefined {
  const told = toEndState(entries);
  const isOld = !isOfThisRun(item, startedAt);
  if (isOld && told === "completed") return undefined;
  const parts = enabledBelow(item).map((child) => toPart(child, startedAt));
  const states = [isOld ? "unknown" : toItemState(item), ...parts.map(({ state }) => state)];
  const problems = parts.filter(({ state }) => state !== "succeeded").map(({ message }) => message);
  return {
    state: told === "failed" || told === "cancelled" ? told : worst(states),
    volume: {},
    rawStatus: [toRawStatus(entries), item.lastRunStatus].filter((text) => text !== "").join(", "),
    message: [toWords(entries), ...problems].filter((text) => text !== "").join("; "),
    ...(parts.length > 0 && { parts }),
  };
}

function isOfThisRun({ lastRun }: ScheduleItem, startedAt: number): boolean {
  return lastRun !== undefined && lastRun >= startedAt - CLOCK_TOLERANCE_MS;
}

/** An item that is not enabled does not run, nor does anything below it. */
function enabledBelow({ childScheduleItems }: ScheduleItem): readonly ScheduleItem[] {
  return childScheduleItems
    .filter(({ activation }) => activation === "Enabled")
    .flatMap((child) => [child, ...enabledBelow(child)]);
}

function toPart(item: ScheduleItem, startedAt: number): OutcomePart {
  const object = `${SCHEDULE}${item.id}`;
  if (isOfThisRun(item, startedAt)) {
    const message = `${item.name}: ${item.lastRunStatus}`;
    return { object, state: toItemState(item), volume: {}, message };
  }
  return { object, state: "unknown", volume: {}, message: `${item.name}: did not run since the start` };
}

function toItemState({ lastRunStatus }: ScheduleItem): OutcomeState {
  if (ITEM_SUCCEEDED.test(lastRunStatus)) return "succeeded";
  if (CANCELLED.test(lastRunStatus)) return "cancelled";
  return ITEM_FAILED.test(lastRunStatus) ? "failed" : "unknown";
}

function worst(states: readonly OutcomeState[]): OutcomeState {
  return (["failed", "cancelled", "unknown"] as const).find((state) => states.includes(state)) ?? "succeeded";
}
