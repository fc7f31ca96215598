import { namedAttachments } from "../log/attachment.js";
import { parseEventLines } from "./event-lines.js";
import { ATTACHMENTS, attachmentPath, readPackFile } from "./evidence-folder.js";
import type { EvidenceManifest } from "./evidence-manifest.js";
import type { EvidenceProblem } from "./verify-pack-files.js";

/**
 * Holds the attachments of a pack against the events that name them: each is there under its digest and with its size,
 * and there is none that no event names. Files and events of the pack are verified already.
 */
export async function verifyPackAttachments(
  folder: string,
  { streams, files }: EvidenceManifest,
): Promise<readonly EvidenceProblem[]> {
  const kept = new Map(files.map(({ path, ...file }) => [path, file]));
  const named = new Set<string>();
  const problems: EvidenceProblem[] = [];
  for (const { kind, id, events: file } of streams) {
    const text = (await readPackFile(folder, file)).toString("utf8");
    for (const event of parseEventLines({ kind, id }, text)) {
      for (const { name, digest, sizeBytes } of namedAttachments(event)) {
        const path = attachmentPath(digest);
        named.add(path);
        const found = kept.get(path);
        if (found?.sha256 === digest && found.sizeBytes === sizeBytes) continue;
        const problem = found === undefined ? "is not in the pack" : "is another in the pack";
        problems.push({
          file,
          kind: "unproven",
          seq: event.seq,
          problem: `names the attachment ${name}, which ${problem}`,
        });
      }
    }
  }
  const unnamed = [...kept.keys()].filter((path) => path.startsWith(`${ATTACHMENTS}/`) && !named.has(path));
  return [
    ...problems,
    ...unnamed.map((file) => ({ file, kind: "unproven" as const, problem: "is named by no event" })),
  ];
}
