import { randomUUID } from "node:crypto";
import { SpmError } from "../../spm-error.js";
import type { Claim, ClaimRequest } from "../claim.js";
import { type LogEvent, type StreamId, streamName } from "../event.js";
import { CHAIN_START, linkEvent } from "../hash-chain.js";
import type { ClaimedAppend, StreamAppend } from "../log.js";
import { EXPIRED, type StreamExpiry, toTombstone } from "../tombstone.js";
import type { SqliteClaims } from "./sqlite-claims.js";
import type { SqliteStreams } from "./sqlite-streams.js";

/** What may be written to the log, and what must hold for it. Every function runs inside the caller's transaction. */
export interface SqliteWrites {
  append(stream: StreamId, append: StreamAppend, now: number): readonly LogEvent[];
  appendClaiming(stream: StreamId, append: LinkedAppend, request: ClaimRequest, now: number): ClaimedAppend;
  claim(stream: StreamId, request: ClaimRequest, now: number): Claim;
  /** Appends the tombstone and lets the data before it go. */
  expire(stream: StreamId, expiry: StreamExpiry, now: number): LogEvent;
}

export function createSqliteWrites(streams: SqliteStreams, claims: SqliteClaims): SqliteWrites {
  const link = (stream: StreamId, append: LinkedAppend, epoch: number, now: number) =>
    linkEvents(streams, stream, append, { epoch, now });

  return {
    append(stream, { claim, release = false, ...append }, now) {
      if (release && claim === undefined) throw new TypeError(`no claim of ${streamName(stream)} to release`);
      if (claim !== undefined) claims.assertHeld(claim, now);
      const events = link(stream, append, claim?.epoch ?? 0, now);
      if (release && claim !== undefined) claims.release(claim);
      return events;
    },
    appendClaiming(stream, append, request, now) {
      const claim = claims.take(stream, request, { token: randomUUID(), now });
      return { claim, events: link(stream, append, claim.epoch, now) };
    },
    claim(stream, request, now) {
      if (streams.find(stream) === undefined) {
        const what = streamName(stream);
        throw new SpmError("run.unknown", `There is no ${what} to claim.`, { what });
      }
      return claims.take(stream, request, { token: randomUUID(), now });
    },
    expire(stream, expiry, now) {
      const { expectedSeq } = expiry;
      claims.assertFree(stream, now);
      const known = streams.find(stream);
      if (known === undefined) throw conflict(stream, expectedSeq, 0);
      const index = { status: EXPIRED, subject: known.subject };
      const [tombstone] = link(
        stream,
        { events: [toTombstone(known.status, expiry)], expectedSeq, index },
        0,
        now,
      );
      if (tombstone === undefined) throw conflict(stream, expectedSeq, known.head.seq);
      streams.dropData(stream, expectedSeq);
      return tombstone;
    },
  };
}

type LinkedAppend = Omit<StreamAppend, "claim" | "release">;

/** Links events to the end of a stream. */
function linkEvents(
  streams: SqliteStreams,
  stream: StreamId,
  { events, expectedSeq, index }: LinkedAppend,
  { epoch, now }: { readonly epoch: number; readonly now: number },
): readonly LogEvent[] {
  if (events.length === 0) throw new TypeError(`nothing to append to ${streamName(stream)}`);
  const known = streams.find(stream);
  let head = known?.head ?? { seq: 0, hash: CHAIN_START };
  if (head.seq !== expectedSeq) throw conflict(stream, expectedSeq, head.seq);

  const linked: LogEvent[] = [];
  for (const event of events) {
    const next = linkEvent(stream, head, { ...event, at: now, epoch });
    streams.addEvent(next);
    linked.push(next);
    head = next;
  }
  streams.moveHead(stream, known, { head, index, now });
  return linked;
}

function conflict(stream: StreamId, expectedSeq: number, actualSeq: number): SpmError {
  const name = streamName(stream);
  return new SpmError(
    "log.conflict",
    `${name} has ${actualSeq} events where ${expectedSeq} were expected: somebody else appended first.`,
    { stream: name, expectedSeq, actualSeq },
  );
}
