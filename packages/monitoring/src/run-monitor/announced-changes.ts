import type { RunState } from "@spm-ops/core";
import type { Expectations } from "../expectation/expectations.js";
import type { AnnouncedChange } from "./run-monitor-kind.js";

/** Tells the expectations of announced changes, each once, before the first run that was asked for after it. */
export interface AnnouncedChanges {
  /** Takes all that were announced so far, also those that it knows. */
  learn(changes: readonly AnnouncedChange[]): void;
  /** A run is about to be judged. */
  before(run: Pick<RunState, "requestedAt">): void;
  /** The names of those that were told. */
  snapshot(): readonly string[];
}

export function createAnnouncedChanges(
  { announceChange }: Pick<Expectations, "announceChange">,
  snapshot: readonly string[] = [],
): AnnouncedChanges {
  const told = new Set(snapshot);
  let ahead: readonly AnnouncedChange[] = [];
  return {
    learn(changes) {
      const known = new Set(ahead.map(nameOf));
      const news = changes.filter((change) => !told.has(nameOf(change)) && !known.has(nameOf(change)));
      if (news.length > 0) ahead = [...ahead, ...news].sort((one, other) => one.fromMs - other.fromMs);
    },
    before({ requestedAt }) {
      for (let next = ahead[0]; next !== undefined && next.fromMs <= requestedAt; next = ahead[0]) {
        announceChange(next);
        told.add(nameOf(next));
        ahead = ahead.slice(1);
      }
    },
    snapshot: () => [...told],
  };
}

function nameOf({ subject, measure, fromMs }: AnnouncedChange): string {
  return JSON.stringify([subject, measure, fromMs]);
}
