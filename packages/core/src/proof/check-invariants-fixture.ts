import { sha256 } from "../digest.js";
import { messageKind } from "../effect/outbox/message-kind.js";
import { canonicalJson, toJsonValue } from "../json.js";
import type { LogEvent } from "../log/event.js";
import type { Log, StreamHead } from "../log/log.js";
import { foldStream } from "../log/stream.js";
import type { EventSchemas, StreamKind } from "../log/stream-kind.js";
import { readEvent } from "../log/stream-kind.js";
import { verifyLog } from "../log/verify-log.js";
import { concurrencyKind } from "../run/concurrency-kind.js";
import { runKind } from "../run/run-kind.js";
import { findConcurrencyFaults } from "./concurrency-invariants-fixture.js";
import { findEffectFaults } from "./effect-invariants-fixture.js";
import type { GuidePlan } from "./guide-plan-fixture.js";
import { CANARY, type OutsideWorld } from "./outside-world-fixture.js";
import { findPeopleFaults } from "./people-invariants-fixture.js";
import type { ProvedRun } from "./proved-run-fixture.js";
import { findRunFaults } from "./run-invariants-fixture.js";

/**
 * Folds a whole log from zero and says what in it cannot be true, given what has happened to the outside world.
 *
 * @returns nothing for a log that is right.
 */
export async function checkInvariants(
  log: Log,
  world: OutsideWorld,
  plan: GuidePlan,
): Promise<readonly string[]> {
  const faults: string[] = [];
  const present = new Map<string, string>();
  const runs: ProvedRun[] = [];
  for await (const head of log.changes()) {
    const events = await log.read(head.stream);
    for (const event of events) present.set(placeOf(event), event.hash);
    faults.push(...findIndexFaults(head, events));
    if (JSON.stringify(events).includes(CANARY)) faults.push(`I12: ${head.stream.id} holds a secret`);
    if (head.stream.kind !== runKind.name) continue;
    const run = foldStream(runKind, events);
    if (run === undefined) throw new TypeError(`${head.stream.id} has no events`);
    const steps = plan.find(({ id }) => id === run.procedureId)?.steps ?? [];
    runs.push({ run, steps, events: events.map((event) => readEvent(runKind, event)) });
  }
  for (const [place, hash] of world.acknowledged)
    if (present.get(place) !== hash) faults.push(`I1: ${place} was acknowledged and is gone`);
  for (const { stream, seq, problem } of (await verifyLog(log)).problems)
    faults.push(`I2: ${stream} ${seq} ${problem}`);
  const ofEach = runs.flatMap((proved) => [
    ...findRunFaults(proved, runs),
    ...findPeopleFaults(proved),
    ...findEffectFaults(proved, world),
  ]);
  return [...faults, ...ofEach, ...findConcurrencyFaults(runs)];
}

/** What a log has come to, in one line: the same for the same history. */
export async function digestLog(log: Log): Promise<string> {
  const heads: string[] = [];
  for await (const { stream, head } of log.changes()) heads.push(`${stream.kind}/${stream.id} ${head.hash}`);
  return sha256(heads.sort().join("\n"));
}

function placeOf({ stream, seq }: LogEvent): string {
  return JSON.stringify([stream.kind, stream.id, seq]);
}

/** I10: what lists show is what the events add up to. */
function findIndexFaults(head: StreamHead, events: readonly LogEvent[]): readonly string[] {
  switch (head.stream.kind) {
    case runKind.name:
      return compareIndex(runKind, head, events);
    case concurrencyKind.name:
      return compareIndex(concurrencyKind, head, events);
    case messageKind.name:
      return compareIndex(messageKind, head, events);
    default:
      return [];
  }
}

function compareIndex<Schemas extends EventSchemas, State>(
  kind: StreamKind<Schemas, State>,
  { stream, status, subject, dueMs }: StreamHead,
  events: readonly LogEvent[],
): readonly string[] {
  const state = foldStream(kind, events);
  const folded = state === undefined ? undefined : kind.index(state);
  const textOf = (index: unknown) => canonicalJson(toJsonValue(index ?? null));
  const [kept, expected] = [textOf({ status, subject, dueMs }), textOf(folded)];
  return kept === expected
    ? []
    : [`I10: ${stream.kind}/${stream.id} is listed as ${kept} and folds to ${expected}`];
}
