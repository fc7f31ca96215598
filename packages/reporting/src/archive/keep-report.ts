import { rm } from "node:fs/promises";
import { join } from "node:path";
import { canonicalJson, SpmError, toJsonValue } from "@spm-ops/core";
import { hashContent, makeFolder, publishFolder, writeArchivedFile } from "./archive-disk.js";
import type { ArchiveEntry, ArchiveSource } from "./archive-entry.js";
import {
  type ArchivedReport,
  readArchiveFolder,
  toFolder,
  toPartialFolder,
  walkArchive,
} from "./archive-layout.js";
import { type ArchivedFile, CHECKSUMS_NAME, MANIFEST_NAME, toChecksums, toManifestText } from "./manifest.js";

export interface KeepCall {
  readonly root: string;
  /** When it is archived, in milliseconds since 1970. */
  readonly archivedAt: number;
  readonly signal?: AbortSignal | undefined;
}

/** Archives a report, or finds it archived already: look, build beside it, then one rename. */
export async function keepReport(
  entry: ArchiveEntry,
  { root, archivedAt, signal }: KeepCall,
): Promise<ArchivedReport> {
  const { existing, newest } = await lookAround(root, entry);
  if (existing !== undefined) return confirmSame(existing, entry, signal);

  const { environment, report, runId } = entry;
  const folder = toFolder(entry, archivedAt);
  const partial = join(root, toPartialFolder(folder));
  await makeFolder(partial);
  try {
    const files = await eachFile(entry.files, (source) =>
      writeArchivedFile(join(partial, source.name), source.content, signal),
    );
    const manifestText = toManifestText({
      ...{ environment, report, runId, parameters: entry.parameters ?? null, period: entry.period },
      ...{ generatedAt: archivedAt, files },
      sequence: (newest?.manifest.sequence ?? 0) + 1,
      previous: newest?.manifestSha256 ?? null,
    });
    await writeArchivedFile(join(partial, MANIFEST_NAME), manifestText, signal);
    await writeArchivedFile(join(partial, CHECKSUMS_NAME), toChecksums(files, manifestText), signal);
    await publishFolder(partial, join(root, folder));
  } catch (error) {
    await rm(partial, { recursive: true, force: true });
    throw error;
  }
  return soundReport(root, { environment, report, runId, folder });
}

interface Surroundings {
  readonly existing: ArchivedReport | undefined;
  readonly newest: ArchivedReport | undefined;
}

/** Finds the run's own report and the newest of the same report, and clears away what a killed attempt left. */
async function lookAround(root: string, entry: ArchiveEntry): Promise<Surroundings> {
  let existing: ArchivedReport | undefined;
  let newest: ArchivedReport | undefined;
  for await (const place of walkArchive(root, { environment: entry.environment, report: entry.report })) {
    const isOurs = place.runId === entry.runId;
    if (place.isPartial) {
      if (isOurs) await rm(join(root, place.folder), { recursive: true, force: true });
      continue;
    }
    const archived = await soundReport(root, place);
    if (isOurs) existing = archived;
    if (newest === undefined || archived.manifest.sequence > newest.manifest.sequence) newest = archived;
  }
  return { existing, newest };
}

/** A damaged archive takes nothing more: a chain is not continued from a manifest that is not what it was. */
async function soundReport(
  root: string,
  place: Pick<ArchivedReport, "environment" | "report" | "runId" | "folder">,
): Promise<ArchivedReport> {
  const content = await readArchiveFolder(root, place);
  if ("report" in content) return content.report;
  const file = `${place.folder}/${content.file}`;
  throw new SpmError("archive.damaged", `In the archive, ${file} ${content.damaged}.`, { files: [file] });
}

async function confirmSame(
  existing: ArchivedReport,
  entry: ArchiveEntry,
  signal: AbortSignal | undefined,
): Promise<ArchivedReport> {
  const { manifest } = existing;
  const files = await eachFile(entry.files, ({ content }) => hashContent(content, { signal }));
  const isSame = (one: unknown, other: unknown) =>
    canonicalJson(toJsonValue(one)) === canonicalJson(toJsonValue(other));
  const { parameters = null, period } = entry;
  if (
    isSame(files, manifest.files) &&
    isSame(parameters, manifest.parameters) &&
    period === manifest.period
  ) {
    return existing;
  }
  throw new SpmError(
    "file.exists",
    `${existing.folder} is archived with other content; an archived report is never changed.`,
    { path: existing.folder },
  );
}

/** The files one after the other: their contents may come from one and the same source. */
async function eachFile(
  sources: readonly ArchiveSource[],
  hash: (source: ArchiveSource) => Promise<Pick<ArchivedFile, "sizeBytes" | "sha256">>,
): Promise<readonly ArchivedFile[]> {
  const files: ArchivedFile[] = [];
  for (const source of sources) {
    const { name, mediaType, rows } = source;
    files.push({ name, mediaType, ...(await hash(source)), ...(rows === undefined ? {} : { rows }) });
  }
  return files;
}
