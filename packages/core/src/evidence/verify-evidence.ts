import { type Checkpoint, verifyCheckpoint } from "../log/checkpoint.js";
import { parsePublicKeyText } from "../log/signed-note.js";
import { SpmError } from "../spm-error.js";
import { listPackFolder, readPackFile } from "./evidence-folder.js";
import {
  CHECKPOINT_NOTE,
  type EvidenceManifest,
  MANIFEST,
  MANIFEST_NOTE,
  openManifest,
} from "./evidence-manifest.js";
import { verifyPackAttachments } from "./verify-pack-attachments.js";
import { type EvidenceProblem, verifyPackFiles } from "./verify-pack-files.js";
import { verifyPackStream } from "./verify-pack-stream.js";

/** What there is to say of a pack. */
export interface EvidenceReport {
  /** Empty for a pack that is as it was exported; else in the order of the files, each at its first bad event. */
  readonly problems: readonly EvidenceProblem[];
  readonly runIds: readonly string[];
  readonly events: number;
  /** What the proofs lead to: to be compared with a checkpoint of the log that was kept elsewhere. */
  readonly checkpoint: Checkpoint | undefined;
  readonly exported: Pick<EvidenceManifest, "exportedAt" | "exportedBy" | "selection"> | undefined;
}

/**
 * Verifies an evidence pack with nothing but the pack and a public key: every byte of every file, that no file is
 * missing and none was added, the chain of every stream, its proof up to the signed checkpoint, and the attachments that
 * its events name.
 *
 * @throws SpmError `config.invalid` for a public key that is none, `file.not-found` without the folder.
 * @example
 * const publicKey = "example.test/operations+6c8c06bd+Aa1tXt9W8NsDTFsvk9GHi8doZK4uPknE8jSrTzSQgzVy";
 * const { problems } = await verifyEvidence("evidence", { publicKey });
 */
export async function verifyEvidence(
  folder: string,
  { publicKey, signal }: { readonly publicKey: string; readonly signal?: AbortSignal | undefined },
): Promise<EvidenceReport> {
  if (parsePublicKeyText(publicKey) === undefined) {
    const issues = ["publicKey: the one line that a checkpoint key shows"];
    throw new SpmError("config.invalid", `The pack cannot be verified: ${issues[0]}.`, { issues });
  }
  const content = await listPackFolder(folder);
  const missing = [MANIFEST, MANIFEST_NOTE].filter((path) => !content.files.includes(path));
  if (missing.length > 0)
    return unreadable(missing.map((file) => ({ file, kind: "missing", problem: "is missing" })));

  const read = async (path: string) => (await readPackFile(folder, path)).toString("utf8");
  const opened = openManifest(await read(MANIFEST), await read(MANIFEST_NOTE), publicKey);
  if (!("manifest" in opened)) return unreadable([{ ...opened, kind: "changed" }]);
  const { streams, files, ...exported } = opened.manifest;

  const note = content.files.includes(CHECKPOINT_NOTE) ? await read(CHECKPOINT_NOTE) : "";
  const verified = verifyCheckpoint(note, publicKey);
  const checkpoint = "checkpoint" in verified ? verified.checkpoint : undefined;
  const problems = [...(await verifyPackFiles(folder, opened.manifest, { content, signal }))];
  // A pack whose files are as they were signed is still proved event by event: a signature is only somebody's word.
  if (problems.length === 0) {
    problems.push(
      ...(checkpoint === undefined
        ? [{ file: CHECKPOINT_NOTE, kind: "unproven" as const, problem: "is no checkpoint of this key" }]
        : await verifyStreams(folder, streams, { checkpoint, signal })),
    );
  }
  if (problems.length === 0) problems.push(...(await verifyPackAttachments(folder, opened.manifest)));
  const runIds = streams.filter(({ kind }) => kind === "run").map(({ id }) => id);
  const events = streams.reduce((sum, { seq }) => sum + seq, 0);
  const { exportedAt, exportedBy, selection } = exported;
  return { problems, runIds, events, checkpoint, exported: { exportedAt, exportedBy, selection } };
}

async function verifyStreams(
  folder: string,
  streams: EvidenceManifest["streams"],
  against: { readonly checkpoint: Checkpoint; readonly signal: AbortSignal | undefined },
): Promise<readonly EvidenceProblem[]> {
  const problems: EvidenceProblem[] = [];
  for (const stream of streams) {
    against.signal?.throwIfAborted();
    const problem = await verifyPackStream(folder, stream, against.checkpoint);
    if (problem !== undefined) problems.push(problem);
  }
  return problems;
}

function unreadable(problems: readonly EvidenceProblem[]): EvidenceReport {
  return { problems, runIds: [], events: 0, checkpoint: undefined, exported: undefined };
}
