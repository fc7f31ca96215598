import { join } from "node:path";
import { hashFile, listFolder } from "./archive-disk.js";
import { type ArchivedReport, readArchiveFolder, walkArchive } from "./archive-layout.js";
import { CHECKSUMS_NAME, MANIFEST_NAME } from "./manifest.js";

/** Something in the archive that is not as it was archived. */
export interface ArchiveProblem {
  /**
   * `missing`: a file that was archived is gone. `changed`: it is not what it was. `extra`: it was never archived.
   * `chain-broken`: the report before it is gone or changed. `unfinished`: what a killed attempt left; harmless.
   */
  readonly kind: "missing" | "changed" | "extra" | "chain-broken" | "unfinished";
  /** Relative to the archive's root. */
  readonly path: string;
  /** What is wrong, in words. */
  readonly detail: string;
}

/** Reads the whole archive and says what is wrong with it. */
export async function verifyArchive(root: string, signal?: AbortSignal): Promise<readonly ArchiveProblem[]> {
  const problems: ArchiveProblem[] = [];
  const reports: ArchivedReport[] = [];
  for await (const place of walkArchive(root)) {
    signal?.throwIfAborted();
    if (place.isPartial) {
      problems.push({
        kind: "unfinished",
        path: place.folder,
        detail: "An attempt to archive it was cut off.",
      });
      continue;
    }
    const content = await readArchiveFolder(root, place);
    if ("report" in content) {
      reports.push(content.report);
      problems.push(...(await verifyFiles(root, content.report, signal)));
    } else {
      const kind = content.damaged === "is missing" ? "missing" : "changed";
      problems.push({
        kind,
        path: `${place.folder}/${content.file}`,
        detail: `${content.file} ${content.damaged}.`,
      });
    }
  }
  return [...problems, ...verifyChains(reports)];
}

async function verifyFiles(
  root: string,
  { folder, manifest }: ArchivedReport,
  signal: AbortSignal | undefined,
): Promise<readonly ArchiveProblem[]> {
  const problems: ArchiveProblem[] = [];
  for (const file of manifest.files) {
    const found = await hashFile(join(root, folder, file.name), signal);
    const path = `${folder}/${file.name}`;
    if (found === undefined) {
      problems.push({ kind: "missing", path, detail: "It was archived and is not there." });
    } else if (found.sha256 !== file.sha256) {
      problems.push({
        kind: "changed",
        path,
        detail: `Archived with ${file.sha256}, found with ${found.sha256}.`,
      });
    }
  }
  const archived = new Set([MANIFEST_NAME, CHECKSUMS_NAME, ...manifest.files.map(({ name }) => name)]);
  for (const { name } of await listFolder(join(root, folder))) {
    if (archived.has(name)) continue;
    problems.push({ kind: "extra", path: `${folder}/${name}`, detail: "It is not in the manifest." });
  }
  return problems;
}

function verifyChains(reports: readonly ArchivedReport[]): readonly ArchiveProblem[] {
  const chains = new Map<string, ArchivedReport[]>();
  for (const archived of reports) {
    const name = `${archived.environment}/${archived.report}`;
    chains.set(name, [...(chains.get(name) ?? []), archived]);
  }
  return [...chains.values()].flatMap((chain) => {
    const ordered = chain.toSorted((one, other) => one.manifest.sequence - other.manifest.sequence);
    return ordered.flatMap((archived, index) => verifyLink(archived, ordered[index - 1]));
  });
}

function verifyLink(
  { folder, manifest }: ArchivedReport,
  before: ArchivedReport | undefined,
): readonly ArchiveProblem[] {
  const expectedSequence = (before?.manifest.sequence ?? 0) + 1;
  if (manifest.sequence === expectedSequence && manifest.previous === (before?.manifestSha256 ?? null))
    return [];
  const detail =
    manifest.sequence > expectedSequence
      ? `It is number ${manifest.sequence} of its report; number ${manifest.sequence - 1} is not there.`
      : "The manifest before it is not the one that it was archived after.";
  return [{ kind: "chain-broken", path: `${folder}/${MANIFEST_NAME}`, detail }];
}
