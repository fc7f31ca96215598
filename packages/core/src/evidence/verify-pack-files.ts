import { verifyChain } from "../log/hash-chain.js";
import { isSpmError } from "../spm-error.js";
import { parseEventLines } from "./event-lines.js";
import { type FolderContent, measurePackFile, readPackFile } from "./evidence-folder.js";
import { type EvidenceManifest, type EvidenceStream, MANIFEST, MANIFEST_NOTE } from "./evidence-manifest.js";

/** Something in a pack that is not as it was exported. */
export interface EvidenceProblem {
  /** Its path in the pack. */
  readonly file: string;
  /**
   * `missing`: it was exported and is gone. `changed`: it is not what it was. `added`: it was never exported.
   * `unproven`: it is as it was exported, and what it says does not follow from the checkpoint.
   */
  readonly kind: "missing" | "changed" | "added" | "unproven";
  /** The number of the first event in the file that is not as it was written. Absent where all events are. */
  readonly seq?: number | undefined;
  /** In words, to be read after the name of the file. */
  readonly problem: string;
}

/** Holds a folder against its manifest: every file of it, byte by byte, and nothing beside it. */
export async function verifyPackFiles(
  folder: string,
  { files, streams }: EvidenceManifest,
  { content, signal }: { readonly content: FolderContent; readonly signal: AbortSignal | undefined },
): Promise<readonly EvidenceProblem[]> {
  const problems: EvidenceProblem[] = [];
  for (const { path, sizeBytes, sha256 } of files) {
    signal?.throwIfAborted();
    if (!content.files.includes(path)) {
      problems.push({ file: path, kind: "missing", problem: "was exported and is missing" });
      continue;
    }
    const measured = await measurePackFile(folder, path);
    if (measured.sha256 === sha256) continue;
    const stream = streams.find(({ events }) => events === path);
    if (stream === undefined) {
      const problem = describeChange(measured.sizeBytes, sizeBytes);
      problems.push({ file: path, kind: "changed", problem });
    } else {
      const seq = findBadEvent(stream, (await readPackFile(folder, path)).toString("utf8"));
      problems.push({ file: path, kind: "changed", seq, problem: "is not what was exported" });
    }
  }
  const known = [MANIFEST, MANIFEST_NOTE, ...files.map(({ path }) => path)];
  const isAbove = (path: string) => known.some((file) => file.startsWith(`${path}/`));
  const added = [
    ...content.files.filter((path) => !known.includes(path)),
    ...content.others,
    ...content.folders.filter((path) => !isAbove(path)),
  ];
  return [
    ...problems,
    ...added.map((file) => ({ file, kind: "added" as const, problem: "was never exported" })),
  ];
}

function describeChange(gotBytes: number, exportedBytes: number): string {
  if (gotBytes === exportedBytes) return "is not what was exported";
  return `is not what was exported: it has ${gotBytes} bytes and not ${exportedBytes}`;
}

function findBadEvent(stream: EvidenceStream, text: string): number | undefined {
  const streamId = { kind: stream.kind, id: stream.id };
  try {
    const events = parseEventLines(streamId, text);
    verifyChain(streamId, events);
    // The chain holds as far as it goes: it ends too early, too late, or elsewhere.
    return events.length === stream.seq ? stream.seq : Math.min(events.length, stream.seq) + 1;
  } catch (error) {
    if (!isSpmError(error, "log.damaged")) throw error;
    return error.details.seq;
  }
}
