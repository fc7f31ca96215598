/** Shows moments in one zone. */
export interface MomentText {
  /** `6 Jan 2026, 22:00:03`. */
  full(at: number): string;
  /** `22:00:03`. */
  time(at: number): string;
}

/** Creates the texts of moments in a zone. @throws RangeError for a zone that is none. */
export function createMomentText(timeZone: string): MomentText {
  const date = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    day: "numeric",
    month: "short",
    year: "numeric",
  });
  const clock = new Intl.DateTimeFormat("en-GB", { timeZone, timeStyle: "medium" });
  const time = (at: number) => clock.format(at);
  return { full: (at) => `${date.format(at)}, ${time(at)}`, time };
}
