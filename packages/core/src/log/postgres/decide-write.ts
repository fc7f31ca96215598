import { SpmError } from "../../spm-error.js";
import type { Claim, ClaimRequest } from "../claim.js";
import { type LogEvent, type StreamId, streamName } from "../event.js";
import { CHAIN_START, linkEvent } from "../hash-chain.js";
import type { ClaimedAppend, StreamAppend, StreamWrite } from "../log.js";
import { EXPIRED, type StreamExpiry, toTombstone } from "../tombstone.js";
import { NEVER_CLAIMED, type StreamRecord, type WriteDraft } from "./write-draft.js";

/** Links events to the end of a stream, under the claim where there is one. */
export function appendEvents(
  draft: WriteDraft,
  stream: StreamId,
  { claim, release = false, ...append }: StreamAppend,
): readonly LogEvent[] {
  if (release && claim === undefined) throw new TypeError(`no claim of ${streamName(stream)} to release`);
  if (claim !== undefined) assertHeld(draft, claim);
  const linked = linkEvents(draft, stream, append, claim?.epoch ?? 0);
  if (claim !== undefined && release) releaseClaim(draft, claim);
  return linked;
}

function linkEvents(
  draft: WriteDraft,
  stream: StreamId,
  { events, expectedSeq, index }: Omit<StreamAppend, "claim" | "release">,
  epoch: number,
): readonly LogEvent[] {
  if (events.length === 0) throw new TypeError(`nothing to append to ${streamName(stream)}`);
  const known = draft.find(stream);
  const actualSeq = known?.head.seq ?? 0;
  if (actualSeq !== expectedSeq) throw conflict(stream, expectedSeq, actualSeq);

  let head = known?.head ?? { seq: 0, hash: CHAIN_START };
  const linked: LogEvent[] = [];
  for (const event of events) {
    const next = linkEvent(stream, head, { ...event, at: draft.now, epoch });
    draft.add(next);
    linked.push(next);
    head = { seq: next.seq, hash: next.hash };
  }
  const { status, subject, dueMs } = index;
  draft.keep({
    stream: { kind: stream.kind, id: stream.id },
    head,
    status,
    subject,
    dueMs,
    createdAt: known?.createdAt ?? draft.now,
    updatedAt: draft.now,
    claim: known?.claim ?? NEVER_CLAIMED,
  });
  return linked;
}

/** Appends to each stream in turn; a later write to the same stream sees the earlier one. */
export function appendToAll(draft: WriteDraft, writes: readonly StreamWrite[]) {
  return writes.map(({ stream, ...append }) => appendEvents(draft, stream, append));
}

/** Claims a stream, which may be new, and links events to its end under that claim. */
export function claimAndAppend(
  draft: WriteDraft,
  { stream, ...append }: Omit<StreamWrite, "claim" | "release">,
  request: ClaimRequest & { readonly token: string },
): ClaimedAppend {
  assertFree(draft, stream);
  const epoch = (draft.find(stream)?.claim.epoch ?? 0) + 1;
  const events = linkEvents(draft, stream, append, epoch);
  return { claim: takeClaim(draft, stream, request), events };
}

/** @throws SpmError `run.unknown` without the stream, `claim.held` while another claim lasts. */
export function takeClaim(
  draft: WriteDraft,
  stream: StreamId,
  { worker, leaseMs, token }: ClaimRequest & { readonly token: string },
): Claim {
  const known = draft.find(stream);
  if (known === undefined) {
    const what = streamName(stream);
    throw new SpmError("run.unknown", `There is no ${what} to claim.`, { what });
  }
  assertFree(draft, stream);
  const claim = { stream, token, epoch: known.claim.epoch + 1, untilMs: draft.now + leaseMs };
  draft.keep(claimed(known, claim, worker));
  return claim;
}

/** @throws SpmError `claim.lost` when it is no longer the stream's. */
export function renewClaim(draft: WriteDraft, claim: Claim, leaseMs: number): Claim {
  const known = assertHeld(draft, claim);
  const renewed = { ...claim, untilMs: draft.now + leaseMs };
  draft.keep(claimed(known, renewed, known.claim.worker));
  return renewed;
}

/** Gives a claim back; one that is lost already changes nothing. */
export function releaseClaim(draft: WriteDraft, claim: Claim): void {
  const known = draft.find(claim.stream);
  if (known?.claim.token === claim.token) draft.keep({ ...known, claim: { ...known.claim, untilMs: 0 } });
}

/** Appends the tombstone and lets the data before it go. */
export function expireStream(draft: WriteDraft, stream: StreamId, expiry: StreamExpiry): LogEvent {
  const { expectedSeq } = expiry;
  assertFree(draft, stream);
  const known = draft.find(stream);
  if (known === undefined) throw conflict(stream, expectedSeq, 0);
  const events = [toTombstone(known.status, expiry)];
  const index = { status: EXPIRED, subject: known.subject };
  const [tombstone] = appendEvents(draft, stream, { events, expectedSeq, index });
  if (tombstone === undefined) throw conflict(stream, expectedSeq, known.head.seq);
  draft.drop({ stream, throughSeq: expectedSeq });
  return tombstone;
}

function claimed(known: StreamRecord, { token, epoch, untilMs }: Claim, worker: string): StreamRecord {
  return { ...known, claim: { token, epoch, worker, untilMs } };
}

function assertHeld(draft: WriteDraft, claim: Claim): StreamRecord {
  const known = draft.find(claim.stream);
  if (known?.claim.token === claim.token && known.claim.untilMs > draft.now) return known;
  const stream = streamName(claim.stream);
  throw new SpmError("claim.lost", `The claim of ${stream} has ended or passed on; nothing was written.`, {
    stream,
  });
}

function assertFree(draft: WriteDraft, stream: StreamId): void {
  const held = draft.find(stream)?.claim ?? NEVER_CLAIMED;
  if (held.untilMs <= draft.now) return;
  const name = streamName(stream);
  const until = new Date(held.untilMs).toISOString();
  throw new SpmError("claim.held", `${name} is being moved by ${held.worker} until ${until}.`, {
    stream: name,
    untilMs: held.untilMs,
  });
}

function conflict(stream: StreamId, expectedSeq: number, actualSeq: number): SpmError {
  const name = streamName(stream);
  return new SpmError(
    "log.conflict",
    `${name} has ${actualSeq} events where ${expectedSeq} were expected: somebody else appended first.`,
    { stream: name, expectedSeq, actualSeq },
  );
}
