import { isSpmError } from "../spm-error.js";
import { hashSealedHead, type SealedHead, verifyCheckpoint } from "./checkpoint.js";
import { checkpointKind } from "./checkpoint-kind.js";
import { type LogEvent, streamName } from "./event.js";
import { verifyChain } from "./hash-chain.js";
import type { IndexedKind } from "./indexed-kind.js";
import type { Log, StreamChange } from "./log.js";
import { buildMerkleTree } from "./merkle-tree.js";
import { type LogProblem, readSealHistory, type SealHistory } from "./seal-history.js";
import { parsePublicKeyText } from "./signed-note.js";
import { EXPIRED } from "./tombstone.js";
import { verifyAttachments } from "./verify-attachments.js";

/** Streams that are asked for at once. */
const PAGE = 1_000;

export interface LogVerificationOptions {
  /**
   * The lines that the checkpoint keys show, from somewhere else than this machine.
   *
   * @defaultValue none: chains and trees are verified, but whoever can write the log could have made them anew
   */
  readonly publicKeys?: readonly string[] | undefined;
  /** Signed checkpoints that were kept elsewhere: the log must still hold all that they sealed. @defaultValue none */
  readonly keptNotes?: readonly string[] | undefined;
  /**
   * Kinds of streams whose index (status, subject, due time) is held against what their events add up to: lists and
   * sweeps rest on it. @defaultValue none: the index is not looked at
   */
  readonly kinds?: readonly IndexedKind[] | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What there is to say of a whole log. */
export interface LogVerification {
  readonly streams: number;
  readonly events: number;
  readonly checkpoints: number;
  /** Events that no checkpoint seals yet: only their chains speak for them. */
  readonly unsealedEvents: number;
  /** The names of checkpoint keys whose signatures were not verified, for want of their public key. */
  readonly uncheckedKeys: readonly string[];
  /** Empty for a log that is as it was written. One for each stream, at its first bad event. */
  readonly problems: readonly LogProblem[];
}

/**
 * Reads the whole log and says what in it is not as it was written: the chain and the head of every stream, every
 * checkpoint, whether all that was ever sealed is still there and unchanged, and every attachment that an event names,
 * unless it has expired.
 *
 * Finds any change, removal or addition of sealed events. Cannot find that the first entry was untrue, nor that the
 * latest checkpoints were cut off together with what they sealed, unless a kept note tells of them.
 */
export async function verifyLog(
  log: Log,
  { publicKeys = [], keptNotes = [], kinds = [], signal }: LogVerificationOptions = {},
): Promise<LogVerification> {
  // Checkpoints first: what is appended meanwhile is more than they seal, and never less.
  const keys = new Map(publicKeys.map((line) => [parsePublicKeyText(line)?.name ?? line, line]));
  const origins = new Set(keys.keys());
  for await (const { stream } of log.list({ kind: checkpointKind.name })) origins.add(stream.id);
  const histories: SealHistory[] = [];
  for (const origin of origins) histories.push(await readSealHistory(log, origin, keys.get(origin)));

  const sealed = groupByStream(histories.flatMap(({ heads }) => heads));
  const problems = [
    ...histories.flatMap((history) => history.problems),
    ...histories.filter(({ checkpoints }) => checkpoints === 0).map(({ origin }) => noCheckpoint(origin)),
    ...keptNotes.flatMap((note) => verifyKeptNote(note, keys, histories)),
  ];
  const walked = await walkStreams(log, sealed, { kinds, signal });
  return {
    streams: walked.streams,
    events: walked.events,
    checkpoints: histories.reduce((sum, { checkpoints }) => sum + checkpoints, 0),
    unsealedEvents: walked.unsealedEvents,
    uncheckedKeys: histories.map(({ origin }) => origin).filter((origin) => !keys.has(origin)),
    problems: [...problems, ...walked.problems],
  };
}

type Looking = Required<Pick<LogVerificationOptions, "kinds">> & Pick<LogVerificationOptions, "signal">;

async function walkStreams(log: Log, sealed: ReadonlyMap<string, readonly SealedHead[]>, looking: Looking) {
  const seen = new Set<string>();
  const problems: LogProblem[] = [];
  let [events, unsealedEvents, afterPosition] = [0, 0, 0];
  for (let page = PAGE; page === PAGE; ) {
    page = 0;
    for await (const change of log.changes({ afterPosition, limit: PAGE })) {
      looking.signal?.throwIfAborted();
      page += 1;
      afterPosition = change.position;
      const name = streamName(change.stream);
      if (seen.has(name)) continue;
      seen.add(name);
      const seals = sealed.get(name) ?? [];
      const problem = await verifyStream(log, change, seals, looking);
      if (problem !== undefined) problems.push(problem);
      events += change.head.seq;
      if (change.stream.kind !== checkpointKind.name)
        unsealedEvents += Math.max(0, change.head.seq - Math.max(0, ...seals.map(({ seq }) => seq)));
    }
  }
  for (const [name, seals] of sealed) {
    if (seen.has(name)) continue;
    problems.push({
      stream: name,
      seq: 1,
      problem: `was sealed with ${seals.at(-1)?.seq} events and is gone`,
    });
  }
  return { streams: seen.size, events, unsealedEvents, problems };
}

async function verifyStream(
  log: Log,
  change: StreamChange,
  seals: readonly SealedHead[],
  { kinds = [], signal }: Looking,
): Promise<LogProblem | undefined> {
  const { stream, head } = change;
  const name = streamName(stream);
  try {
    const events = await log.read(stream);
    verifyChain(stream, events);
    const changed = seals.find(({ seq, hash }) => events[seq - 1]?.hash !== hash);
    if (changed !== undefined)
      return { stream: name, seq: changed.seq, problem: "is not the event that was sealed" };
    if (events[head.seq - 1]?.hash !== head.hash)
      return { stream: name, seq: head.seq, problem: "is not the event that the stream ended in" };
    const kind = kinds.find((each) => each.name === stream.kind);
    const problem = kind && findIndexProblem(kind, change, events);
    if (problem !== undefined) return { stream: name, seq: head.seq, problem };
    return await verifyAttachments(log, stream, events, signal);
  } catch (error) {
    if (!isSpmError(error, "log.damaged")) throw error;
    return { stream: name, seq: error.details.seq, problem: error.message };
  }
}

/** Where the index of a stream is another than that of the state to which its events add up. */
function findIndexProblem(
  { indexOf }: IndexedKind,
  { status, subject, dueMs, head }: StreamChange,
  events: readonly LogEvent[],
): string | undefined {
  // What was appended since the head was read is more than it tells.
  if (status === EXPIRED || events.length !== head.seq) return undefined;
  const index = indexOf(events);
  const isSame = index.status === status && index.subject === subject && index.dueMs === dueMs;
  return isSame ? undefined : "is listed otherwise than its events say";
}

function verifyKeptNote(
  note: string,
  keys: ReadonlyMap<string, string>,
  histories: readonly SealHistory[],
): readonly LogProblem[] {
  const origin = note.slice(0, note.indexOf("\n"));
  const stream = streamName({ kind: checkpointKind.name, id: origin });
  const publicKey = keys.get(origin);
  if (publicKey === undefined)
    return [{ stream, seq: 0, problem: "was kept elsewhere, and its key is not known" }];
  const verified = verifyCheckpoint(note, publicKey);
  if ("problem" in verified) return [{ stream, seq: 0, problem: `was kept elsewhere: ${verified.problem}` }];
  const { size, root } = verified.checkpoint;
  const heads = histories.find((history) => history.origin === origin)?.heads ?? [];
  if (heads.length >= size && buildMerkleTree(heads.slice(0, size).map(hashSealedHead)).root() === root)
    return [];
  return [{ stream, seq: 0, problem: `was kept elsewhere with ${size} heads, and the log holds others` }];
}

function noCheckpoint(origin: string): LogProblem {
  const stream = streamName({ kind: checkpointKind.name, id: origin });
  return { stream, seq: 0, problem: "there is no checkpoint of this key in the log" };
}

function groupByStream(heads: readonly SealedHead[]): ReadonlyMap<string, readonly SealedHead[]> {
  const grouped = new Map<string, SealedHead[]>();
  for (const { kind, id, seq, hash } of heads) {
    const name = streamName({ kind, id });
    const known = grouped.get(name);
    if (known === undefined) grouped.set(name, [{ kind, id, seq, hash }]);
    else known.push({ kind, id, seq, hash });
  }
  return grouped;
}
