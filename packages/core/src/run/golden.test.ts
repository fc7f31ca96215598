import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { messageKind } from "../effect/outbox/message-kind.js";
import type { LogEvent } from "../log/event.js";
import { verifyChain } from "../log/hash-chain.js";
import type { StreamIndex } from "../log/log.js";
import { foldStream } from "../log/stream.js";
import type { EventSchemas, StreamKind } from "../log/stream-kind.js";
import { slotKind } from "../schedule/watch/slot-kind.js";
import { watchedScheduleKind } from "../schedule/watch/watched-schedule.js";
import { concurrencyKind } from "./concurrency-kind.js";
import { runKind } from "./run-kind.js";
import type { RunState } from "./run-state.js";

interface GoldenStream {
  readonly kind: string;
  readonly id: string;
  readonly status: string;
  readonly subject: string;
  readonly events: readonly LogEvent[];
}

interface Golden {
  readonly version: string;
  /** Streams of other kinds, and what lists showed of them. Absent where a version wrote runs only. */
  readonly streams?: readonly GoldenStream[] | undefined;
  readonly runs: readonly { readonly state: RunState; readonly events: readonly LogEvent[] }[];
}

const folder = new URL("../../golden/", import.meta.url);
const goldens = readdirSync(folder)
  .filter((name) => name.endsWith(".json"))
  .map((name): Golden => JSON.parse(readFileSync(new URL(name, folder), "utf8")));

const KINDS: Readonly<Record<string, (events: readonly LogEvent[]) => StreamIndex | undefined>> = {
  concurrency: (events) => indexOf(concurrencyKind, events),
  message: (events) => indexOf(messageKind, events),
  schedule: (events) => indexOf(watchedScheduleKind, events),
  slot: (events) => indexOf(slotKind, events),
};

function indexOf<Schemas extends EventSchemas, State>(
  kind: StreamKind<Schemas, State>,
  events: readonly LogEvent[],
): StreamIndex | undefined {
  const state = foldStream(kind, events);
  return state === undefined ? undefined : kind.index(state);
}

describe("streams of other kinds that a released version wrote", () => {
  const streams = goldens.flatMap(({ version, streams = [] }) =>
    streams.map((stream) => ({ version, ...stream })),
  );

  test("are there, of every kind", () => {
    expect([...new Set(streams.map(({ kind }) => kind))].sort()).toEqual(Object.keys(KINDS));
  });

  test.each(streams)("stand where they stood, with the same chain: $version, $kind, $id", (stream) => {
    const { kind, id, status, subject, events } = stream;
    expect(KINDS[kind]?.(events)).toMatchObject({ status, subject });
    expect(verifyChain({ kind, id }, events).seq).toBe(events.length);
  });
});

describe("runs that a released version wrote", () => {
  const runs = goldens.flatMap(({ version, runs }) =>
    runs.map((run) => ({ version, ...run, runId: run.state.runId })),
  );

  test("are there", () => {
    expect(runs.length).toBeGreaterThanOrEqual(16);
  });

  test.each(runs)("fold to the same state, with the same chain: $version, $runId", ({ state, events }) => {
    const first = events[0];
    if (first === undefined) throw new TypeError("a run without events");
    expect(foldStream(runKind, events)).toEqual(state);
    expect(verifyChain(first.stream, events).seq).toBe(events.length);
  });
});
