import type { Actor } from "../actor.js";
import { isSpmError, SpmError } from "../spm-error.js";
import { type Checkpoint, hashSealedHead, signCheckpoint, verifyCheckpoint } from "./checkpoint.js";
import type { CheckpointKey } from "./checkpoint-key.js";
import { checkpointKind } from "./checkpoint-kind.js";
import { type StreamId, streamName } from "./event.js";
import type { Log, StreamChange } from "./log.js";
import { addLeaves, EMPTY_FRONTIER, type MerkleFrontier, rootOfFrontier } from "./merkle-frontier.js";
import { readEvent, writeEventData } from "./stream-kind.js";

/** Streams that one checkpoint takes in. A first seal of a large log is made of several. */
const HEADS_PER_CHECKPOINT = 5_000;

export interface SealOptions {
  /** Who seals. */
  readonly actor: Actor;
  readonly signal?: AbortSignal | undefined;
}

/** The latest checkpoint of a log. */
export interface Seal {
  /** To be kept elsewhere too: whoever can write the log could take its latest checkpoints out again. */
  readonly note: string;
  readonly checkpoint: Checkpoint;
}

/** From where the next checkpoint goes on. */
interface Latest {
  readonly seq: number;
  readonly seal?: Seal | undefined;
  readonly frontier: MerkleFrontier;
  readonly throughPosition: number;
}

/**
 * Seals the heads of all streams that have changed since the last seal: adds them as leaves to the log's Merkle tree,
 * signs its root, and keeps both in the log. A log that has not changed keeps the checkpoint that it has.
 *
 * What was sealed cannot be changed, cut or left out any more without `verifyLog` finding it. It costs what has changed,
 * however long the log is. Several processes may seal at once.
 *
 * @throws SpmError `log.damaged` when the latest checkpoint is not one of this key: look before sealing over it.
 */
export async function sealLog(log: Log, key: CheckpointKey, { actor, signal }: SealOptions): Promise<Seal> {
  const stream: StreamId = { kind: checkpointKind.name, id: key.name };
  for (;;) {
    signal?.throwIfAborted();
    const latest = await readLatest(log, stream, key);
    const changes = await readChanges(log, latest.throughPosition);
    if (changes.length === 0 && latest.seal !== undefined) return latest.seal;
    const throughPosition = changes.at(-1)?.position ?? latest.throughPosition;
    const heads = changes.map((change) => ({ ...change.stream, ...change.head }));
    const frontier = addLeaves(latest.frontier, heads.map(hashSealedHead));
    const note = signCheckpoint({ size: frontier.size, root: rootOfFrontier(frontier) }, key);
    const data = { note, heads, frontier: [...frontier.hashes], throughPosition };
    const event = { type: "checkpoint.signed", data } as const;
    const events = [{ ...event, actor, data: writeEventData(checkpointKind, event) }];
    try {
      await log.append(stream, { events, expectedSeq: latest.seq, index: checkpointKind.index(data) });
    } catch (error) {
      // Another process sealed first: what it has sealed need not be sealed again.
      if (!isSpmError(error, "log.conflict")) throw error;
    }
  }
}

async function readChanges(log: Log, afterPosition: number): Promise<readonly StreamChange[]> {
  const changes: StreamChange[] = [];
  for await (const change of log.changes({ afterPosition, limit: HEADS_PER_CHECKPOINT })) {
    // Checkpoints seal each other already: each holds the tree of the one before.
    if (change.stream.kind !== checkpointKind.name) changes.push(change);
  }
  return changes;
}

async function readLatest(log: Log, stream: StreamId, key: CheckpointKey): Promise<Latest> {
  const seq = (await log.find(stream))?.head.seq ?? 0;
  const [event] = seq === 0 ? [] : await log.read(stream, { afterSeq: seq - 1 });
  if (event === undefined) return { seq, frontier: EMPTY_FRONTIER, throughPosition: 0 };
  const { note, frontier: hashes, throughPosition } = readEvent(checkpointKind, event).data;
  const verified = verifyCheckpoint(note, key.publicKey);
  if ("problem" in verified) throw notOurs(stream, event.seq, verified.problem);
  const { checkpoint } = verified;
  const frontier = { size: checkpoint.size, hashes };
  if (rootOfFrontier(frontier) !== checkpoint.root)
    throw notOurs(stream, event.seq, "its tree is not the one that was signed");
  return { seq: event.seq, seal: { note, checkpoint }, frontier, throughPosition };
}

function notOurs(stream: StreamId, seq: number, problem: string): SpmError {
  const name = streamName(stream);
  return new SpmError(
    "log.damaged",
    `Event ${seq} of ${name} holds no checkpoint to go on from: ${problem}.`,
    {
      stream: name,
      seq,
    },
  );
}
