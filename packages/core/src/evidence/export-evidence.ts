import type { Actor } from "../actor.js";
import { type Clock, systemClock } from "../clock.js";
import { toHashedDocument } from "../guide/guide-hash.js";
import { renderGuide } from "../guide/render/render-guide.js";
import { renderRun } from "../guide/render/render-run.js";
import type { CheckpointKey } from "../log/checkpoint-key.js";
import type { Log } from "../log/log.js";
import { collectEvidence, type ProvenGuide, type ProvenRun, type ProvenStream } from "./collect-evidence.js";
import { toEventLines } from "./event-lines.js";
import { attachmentPath, makePackFolder, packFolderOf, writePackFile } from "./evidence-folder.js";
import {
  CHECKPOINT_NOTE,
  type EvidenceManifest,
  type EvidenceSelection,
  type EvidenceStream,
  MANIFEST,
  MANIFEST_NOTE,
  PAGE,
  signManifest,
} from "./evidence-manifest.js";
import { renderEvidencePage } from "./evidence-page.js";

export interface EvidenceOptions {
  /** A folder that is empty or not there yet. */
  readonly into: string;
  /** Signs the checkpoint that the proofs lead to, and the manifest. */
  readonly key: CheckpointKey;
  /** Who exports: shown on the first page. */
  readonly actor: Actor;
  /** @defaultValue the clock of this machine */
  readonly clock?: Clock | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What was written. */
export interface EvidencePack {
  readonly runIds: readonly string[];
  /** Without the manifest and its note. */
  readonly files: number;
  /** What whoever gets the pack needs, by another way than the pack. */
  readonly publicKey: string;
}

/**
 * Writes runs, the guides they followed, the attachments that their events name, and the proofs into a folder that a
 * stranger can verify without the log: `index.html` explains how, `verifyEvidence` does it.
 *
 * Seals the log first. The manifest is signed last, so a pack that was cut off does not verify. A run that goes on is
 * in the pack as far as it had come; data and attachments that have expired are not in it, and the digests of the data are. Secrets are in no pack,
 * for they are in no log.
 *
 * @throws SpmError `run.unknown`, `file.exists` when the folder is not empty, `log.damaged` for a log of which nothing
 * should be proved before somebody has looked, `log.expired` when the data of a run expires in this very moment.
 * @example
 * const log = await openSqliteLog({ path });
 * const key = createCheckpointKey({ name, privateKey: generateKeyPairSync("ed25519").privateKey });
 * const actor = { kind: "person", id: "analyst" } as const;
 * await exportEvidence(log, { runIds: ["2026-01-05"] }, { into: "evidence", key, actor });
 */
export async function exportEvidence(
  log: Log,
  selection: EvidenceSelection,
  { into, key, actor, clock = systemClock, signal }: EvidenceOptions,
): Promise<EvidencePack> {
  const evidence = await collectEvidence(log, selection, { key, actor, signal });
  await makePackFolder(into);
  const files: EvidenceManifest["files"] = [];
  const write: Write = async (path, content) => {
    signal?.throwIfAborted();
    files.push(await writePackFile(into, path, content));
  };

  await write(CHECKPOINT_NOTE, evidence.seal.note);
  const streams: EvidenceStream[] = [];
  for (const guide of evidence.guides) streams.push(await writeGuide(write, guide));
  for (const run of evidence.runs) {
    streams.push(await writeStream(write, run));
    await writeRunPage(write, run, evidence.guides);
  }
  await writeAttachments(write, log, [...evidence.guides, ...evidence.runs], signal);
  const exported = { exportedAt: clock.now(), exportedBy: actor, selection: toSelection(selection), streams };
  await write(PAGE, renderEvidencePage(evidence, { ...exported, publicKey: key.publicKey }));

  const { text, note } = signManifest({ schemaVersion: 1, ...exported, files }, key);
  await writePackFile(into, MANIFEST, text);
  await writePackFile(into, MANIFEST_NOTE, note);
  return { runIds: evidence.runs.map(({ head }) => head.id), files: files.length, publicKey: key.publicKey };
}

type Write = (path: string, content: string | AsyncIterable<Uint8Array>) => Promise<void>;

async function writeStream(write: Write, { head, events, proof }: ProvenStream): Promise<EvidenceStream> {
  const folder = packFolderOf(head);
  const stream = { ...head, events: `${folder}/events.jsonl`, proof: `${folder}/proof.json` };
  await write(stream.events, toEventLines(events));
  await write(stream.proof, `${JSON.stringify(proof, undefined, 2)}\n`);
  return stream;
}

async function writeGuide(write: Write, guide: ProvenGuide): Promise<EvidenceStream> {
  const folder = packFolderOf(guide.head);
  const stream = { ...(await writeStream(write, guide)), document: `${folder}/guide.json` };
  await write(stream.document, `${JSON.stringify(toHashedDocument(guide.document), undefined, 2)}\n`);
  const { id: hash } = guide.head;
  await write(`${folder}/guide.md`, renderGuide(guide.document, { hash }));
  await write(`${folder}/guide.html`, renderGuide(guide.document, { hash, format: "html" }));
  return stream;
}

/** The run as people read it. One whose data has expired is told by its events alone. */
async function writeRunPage(
  write: Write,
  { head, state, events }: ProvenRun,
  guides: readonly ProvenGuide[],
): Promise<void> {
  const guide = guides.find((each) => each.head.id === state?.guideHash);
  if (state === undefined || guide === undefined) return;
  await write(`${packFolderOf(head)}/run.html`, renderRun(guide.document, state, { format: "html", events }));
}

/** Each attachment once, though several events, and several streams, may name it. */
async function writeAttachments(
  write: Write,
  log: Log,
  streams: readonly ProvenStream[],
  signal: AbortSignal | undefined,
): Promise<void> {
  const written = new Set<string>();
  for (const { head, attachments } of streams) {
    for (const { digest } of attachments) {
      if (written.has(digest)) continue;
      written.add(digest);
      const stream = { kind: head.kind, id: head.id };
      await write(attachmentPath(digest), log.readAttachment(stream, digest, { signal }));
    }
  }
}

function toSelection(selection: EvidenceSelection): EvidenceManifest["selection"] {
  return "runIds" in selection ? { runIds: [...selection.runIds] } : { period: { ...selection.period } };
}
