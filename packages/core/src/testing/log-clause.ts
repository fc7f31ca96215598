import type { Actor } from "../actor.js";
import type { StreamId } from "../log/event.js";
import type { Log, StreamAppend, StreamHead, StreamQuery } from "../log/log.js";
import type { FakeClock } from "./fake-clock.js";

/** What a log contract needs: a fresh log on a clock, and the same log opened once more, as another process would. */
export interface LogUnderTest {
  readonly log: Log;
  readonly reopen: () => Promise<Log>;
  readonly close: () => Promise<void>;
}

/** Registers one clause as a test with a log, and its clock, of its own. */
export type LogClause = (
  promise: string,
  check: (underTest: LogUnderTest & { readonly clock: FakeClock }) => Promise<void>,
) => void;

export const person: Actor = { kind: "person", id: "analyst" };
export const stream: StreamId = { kind: "note", id: "2026-01" };
export const request = { worker: "worker one", leaseMs: 10_000 };

/** A write of texts to a note. */
export function appending(
  expectedSeq: number,
  texts: string | readonly string[],
  more: Partial<StreamAppend> = {},
): StreamAppend {
  const events = [texts].flat().map((text) => ({ type: "note.written", actor: person, data: { text } }));
  return { events, expectedSeq, index: { status: "open", subject: "notes" }, ...more };
}

export async function listed(log: Log, query: StreamQuery): Promise<readonly StreamHead[]> {
  const heads: StreamHead[] = [];
  for await (const head of log.list(query)) heads.push(head);
  return heads;
}

export async function idsOf(log: Log, query: Omit<StreamQuery, "kind">): Promise<readonly string[]> {
  return (await listed(log, { kind: stream.kind, ...query })).map(({ stream: { id } }) => id);
}
