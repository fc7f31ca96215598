import { sha256 } from "../digest.js";
import { canonicalJson } from "../json.js";
import { SpmError } from "../spm-error.js";
import { type LogEvent, type NewEvent, type StreamId, streamName } from "./event.js";
import { isTombstoneOf } from "./tombstone.js";

/** What the first event of a stream has before it. */
export const CHAIN_START = "0".repeat(64);

/** The end of a chain, to which the next event is linked. */
export interface ChainHead {
  readonly seq: number;
  readonly hash: string;
}

/** Gives a new event its place: the number after the head, the digest of its data, and the hash over all of it. */
export function linkEvent(
  stream: StreamId,
  head: ChainHead,
  event: NewEvent & { readonly at: number; readonly epoch: number },
): LogEvent & NewEvent {
  const unsealed = {
    stream: { kind: stream.kind, id: stream.id },
    seq: head.seq + 1,
    type: event.type,
    actor: event.actor,
    at: event.at,
    epoch: event.epoch,
    data: event.data,
    dataDigest: sha256(canonicalJson(event.data)),
    previousHash: head.hash,
  };
  return { ...unsealed, hash: hashEvent(unsealed) };
}

/** The hash of an event: SHA-256 over the canonical JSON of everything about it but its data, which its digest stands for. */
export function hashEvent(event: Omit<LogEvent, "hash">): string {
  const { stream, seq, type, actor, at, epoch, dataDigest, previousHash } = event;
  const text = JSON.stringify;
  // Written out in the order of its keys: this is done for every event, and is what `canonicalJson` gives.
  return sha256(
    `{"actor":{"id":${text(actor.id)},"kind":${text(actor.kind)}},"at":${text(at)},"dataDigest":${text(dataDigest)}` +
      `,"epoch":${text(epoch)},"id":${text(stream.id)},"kind":${text(stream.kind)}` +
      `,"previousHash":${text(previousHash)},"seq":${text(seq)},"type":${text(type)}}`,
  );
}

/**
 * Proves that events are what was written, in the order in which they were written, with none missing between.
 *
 * Data may be absent where a later one of the events is its tombstone; its digest then stands for it.
 *
 * @returns the head that the chain ends in.
 * @throws SpmError `log.damaged` with the number of the first event that is not.
 */
export function verifyChain(
  stream: StreamId,
  events: Iterable<LogEvent>,
  start: ChainHead = { seq: 0, hash: CHAIN_START },
): ChainHead {
  let head = start;
  let withoutData: number | undefined;
  for (const event of events) {
    const problem = findProblem(head, event);
    if (problem !== undefined) throw damaged(stream, head.seq + 1, problem);
    head = { seq: event.seq, hash: event.hash };
    if (event.data === undefined) withoutData ??= event.seq;
    else if (withoutData !== undefined && isTombstoneOf(event, head.seq - 1)) withoutData = undefined;
  }
  if (withoutData !== undefined)
    throw damaged(stream, withoutData, "has no data, and no tombstone tells why");
  return head;
}

function damaged(stream: StreamId, seq: number, problem: string): SpmError {
  const name = streamName(stream);
  return new SpmError("log.damaged", `Event ${seq} of ${name} ${problem}.`, { stream: name, seq });
}

function findProblem(head: ChainHead, event: LogEvent): string | undefined {
  if (event.seq !== head.seq + 1) return `is missing: number ${event.seq} stands in its place`;
  if (event.previousHash !== head.hash) return "does not follow from the event before it";
  if (event.data !== undefined && sha256(canonicalJson(event.data)) !== event.dataDigest)
    return "holds other data than was written";
  if (hashEvent(event) !== event.hash) return "was changed after it was written";
  return undefined;
}
