import { formatDuration } from "../../figure-text.js";
import { describeZone, ordinal } from "../../schedule/schedule-words.js";
import type { Due } from "./due.js";

/**
 * Tells in words when something is due.
 *
 * @param calendars those that it may name, for their titles.
 * @example
 * describeDue({ workingDays: 2, at: "17:30", zone: "America/New_York", calendar: "us" }, [{ id: "us", title: "US holidays" }]);
 * // "17:30 on the 2nd working day after it begins, New York time (US holidays)"
 */
export function describeDue(
  due: Due,
  calendars: readonly { readonly id: string; readonly title: string }[] = [],
): string {
  if ("afterMs" in due) return `${formatDuration(due.afterMs)} after it begins`;
  const { workingDays, at, zone } = due;
  const day =
    workingDays === 0
      ? `the next ${at} on a working day`
      : `${at} on the ${ordinal(workingDays)} working day after it begins`;
  const calendar = calendars.find(({ id }) => id === due.calendar)?.title ?? due.calendar;
  return `${day}, ${describeZone(zone)} (${calendar})`;
}
