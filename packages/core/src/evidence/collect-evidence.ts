import type { Actor } from "../actor.js";
import type { GuideDocument } from "../guide/document/guide-document.js";
import { guideKind } from "../guide/guide-stream.js";
import { type Attachment, namedAttachments } from "../log/attachment.js";
import { hashSealedHead, type SealedHead } from "../log/checkpoint.js";
import type { CheckpointKey } from "../log/checkpoint-key.js";
import { type LogEvent, type StreamId, streamName } from "../log/event.js";
import { verifyChain } from "../log/hash-chain.js";
import type { Log } from "../log/log.js";
import type { InclusionProof } from "../log/merkle-proof.js";
import { buildMerkleTree } from "../log/merkle-tree.js";
import { readSealHistory } from "../log/seal-history.js";
import { type Seal, sealLog } from "../log/seal-log.js";
import { foldStream } from "../log/stream.js";
import { runKind } from "../run/run-kind.js";
import type { RunState } from "../run/run-state.js";
import { isSpmError, SpmError } from "../spm-error.js";
import type { EvidenceSelection } from "./evidence-manifest.js";

/** A stream up to where the checkpoint seals it, and the proof that it does. */
export interface ProvenStream {
  readonly head: SealedHead;
  readonly events: readonly LogEvent[];
  readonly proof: InclusionProof;
  /** What its events name, each digest once under each name. */
  readonly attachments: readonly Attachment[];
}

/** A run as a pack shows it; without a state where its data has expired. */
export interface ProvenRun extends ProvenStream {
  readonly state: RunState | undefined;
}

/** A version of the guide that one of the runs followed. */
export interface ProvenGuide extends ProvenStream {
  readonly document: GuideDocument;
}

/** All that goes into a pack. */
export interface Evidence {
  readonly seal: Seal;
  readonly runs: readonly ProvenRun[];
  readonly guides: readonly ProvenGuide[];
}

/** Seals the log, and collects runs, their guides and the proofs of both. */
export async function collectEvidence(
  log: Log,
  selection: EvidenceSelection,
  by: { readonly key: CheckpointKey; readonly actor: Actor; readonly signal?: AbortSignal | undefined },
): Promise<Evidence> {
  // Selected before the seal, so that it seals all of them.
  const selected = await selectRuns(log, selection);
  const seal = await sealLog(log, by.key, by);
  const prove = await createProver(log, seal, by.key);
  const runs: ProvenRun[] = [];
  for (const stream of selected) {
    by.signal?.throwIfAborted();
    const proven = await prove(stream);
    runs.push({ ...proven, state: foldRun(proven.events) });
  }
  const guides: ProvenGuide[] = [];
  for (const hash of new Set(runs.flatMap(({ state }) => state?.guideHash ?? []))) {
    const proven = await prove({ kind: guideKind.name, id: hash });
    const document = foldStream(guideKind, proven.events);
    if (document !== undefined) guides.push({ ...proven, document });
  }
  return { seal, runs, guides };
}

async function selectRuns(log: Log, selection: EvidenceSelection): Promise<readonly StreamId[]> {
  const kind = runKind.name;
  if ("runIds" in selection) {
    for (const id of selection.runIds) {
      if ((await log.find({ kind, id })) === undefined)
        throw new SpmError("run.unknown", `There is no run ${id}.`, { what: id });
    }
    return [...new Set(selection.runIds)].map((id) => ({ kind, id }));
  }
  const { from, to } = selection.period;
  const selected: StreamId[] = [];
  for await (const { stream, createdAt } of log.list({ kind })) {
    if (createdAt >= from && createdAt < to) selected.push(stream);
  }
  return selected;
}

async function createProver(log: Log, { checkpoint }: Seal, key: CheckpointKey) {
  const { heads, problems } = await readSealHistory(log, key.name, key.publicKey);
  const [problem] = problems;
  if (problem !== undefined) {
    const { stream, seq } = problem;
    throw new SpmError("log.damaged", `Event ${seq} of ${stream} ${problem.problem}.`, { stream, seq });
  }
  const leaves = heads.slice(0, checkpoint.size);
  const hashes = leaves.map(hashSealedHead);
  const tree = buildMerkleTree(hashes);
  const latest = new Map(leaves.map((head, index) => [streamName(head), { head, index }]));

  return async (stream: StreamId): Promise<ProvenStream> => {
    const leaf = latest.get(streamName(stream));
    if (leaf === undefined) {
      if (stream.kind !== guideKind.name) throw new TypeError(`${streamName(stream)} is not sealed`);
      const message = `The guide of version ${stream.id} is not in this log.`;
      throw new SpmError("guide.unknown", message, { guideHash: stream.id });
    }
    const { head, index } = leaf;
    const events = (await log.read(stream)).slice(0, head.seq);
    if (verifyChain(stream, events).hash !== head.hash) {
      const name = streamName(stream);
      const message = `Event ${head.seq} of ${name} is not the event that was sealed.`;
      throw new SpmError("log.damaged", message, { stream: name, seq: head.seq });
    }
    const path = tree.inclusionProof(index);
    const proof = { leafHash: hashes[index] ?? "", index, treeSize: tree.size, path };
    return { head, events, proof, attachments: uniqueAttachments(events) };
  };
}

function uniqueAttachments(events: readonly LogEvent[]): readonly Attachment[] {
  const named = events.flatMap(namedAttachments);
  return [...new Map(named.map((attachment) => [JSON.stringify(attachment), attachment])).values()];
}

function foldRun(events: readonly LogEvent[]): RunState | undefined {
  try {
    return foldStream(runKind, events);
  } catch (error) {
    if (isSpmError(error, "log.expired")) return undefined;
    throw error;
  }
}
