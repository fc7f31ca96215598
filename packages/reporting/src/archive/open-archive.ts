import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { isAbsolute, join } from "node:path";
import { type Clock, parseOptions, SpmError } from "@spm-ops/core";
import { z } from "zod";
import { hashFile } from "./archive-disk.js";
import { type ArchiveEntry, type ArchiveReference, archiveEntry, archiveReference } from "./archive-entry.js";
import { type ArchivedReport, readArchiveFolder, walkArchive } from "./archive-layout.js";
import { keepReport } from "./keep-report.js";
import type { ArchivedFile } from "./manifest.js";
import { type ArchiveProblem, verifyArchive } from "./verify-archive.js";

export interface ArchiveOptions {
  /** The folder of this machine that holds the archive, as an absolute path. Made when it is not there. */
  readonly root: string;
  /** Says in which month a report is archived. */
  readonly clock: Clock;
}

export interface ArchiveCall {
  readonly signal?: AbortSignal | undefined;
}

/** An archived file, and its bytes. */
export interface ArchivedContent {
  readonly file: ArchivedFile;
  /**
   * To be consumed once. Ends normally only when all bytes were those that were archived; otherwise it throws
   * SpmError `archive.damaged`. Leaving the loop early closes the file.
   */
  readonly bytes: AsyncIterable<Uint8Array>;
}

/** Reports as they were sent, write-once, each in a folder of its own with manifest and checksums. */
export interface Archive extends AsyncDisposable {
  /**
   * Archives the files of a report of a run: it is there wholly, on the disk, or not at all.
   *
   * Safe to call again after any crash. When the run's report is there with the same content, that one is returned
   * and nothing is written; what a killed attempt left is cleared away. Within one archive calls queue up; the chain
   * of a report wants one process that archives it.
   *
   * @throws SpmError `config.invalid` for names that cannot be folders or files; `file.exists` when the run's report
   *   is there with other content; `storage.full`; `file.refused`; `archive.damaged` when the report's earlier
   *   manifests are not what they were. What a content throws comes out unchanged.
   */
  keep(entry: ArchiveEntry, call?: ArchiveCall): Promise<ArchivedReport>;
  /** The report of a run; `undefined` when it was not archived. @throws SpmError `archive.damaged` */
  find(reference: ArchiveReference): Promise<ArchivedReport | undefined>;
  /**
   * Opens one file of an archived report, after all of it was read and found to be what was archived.
   *
   * @throws SpmError `file.not-found` when it was never archived; `archive.damaged` when it is not what it was.
   */
  open(reference: ArchiveReference, fileName: string, call?: ArchiveCall): Promise<ArchivedContent>;
  /**
   * Reads all of the archive and says what is missing, changed, extra or out of the chain; empty when all is well.
   *
   * That the newest report of a chain was taken away whole cannot be seen from the archive alone: hold the
   * `manifestSha256` that `keep` returned against it.
   */
  verify(call?: ArchiveCall): Promise<readonly ArchiveProblem[]>;
  /** Waits for what is being archived. */
  close(): Promise<void>;
}

const archiveOptions = z.strictObject({
  root: z.string().refine(isAbsolute, "is an absolute path"),
  clock: z.custom<Clock>((value) => typeof value === "object" && value !== null, "is a clock"),
});

/**
 * Opens an archive over a folder of this machine; makes nothing until something is kept.
 *
 * A report lies in `root/environment/yyyy/mm/report/run/` (the UTC month in which it was archived) beside
 * `manifest.json`, which chains to the manifest before it, and `SHA256SUMS`, which `sha256sum -c` checks. Files are
 * read-only. The folder is built beside its place and renamed when everything in it is on the disk.
 *
 * @throws SpmError `config.invalid`
 * @example
 * const archive = openArchive({ root: "/var/lib/spm/archive", clock: systemClock });
 */
export function openArchive(options: ArchiveOptions): Archive {
  const { root, clock } = parseOptions(archiveOptions, options, "the options of the archive");
  let queue: Promise<unknown> = Promise.resolve();
  const close = async () => {
    await queue;
  };
  const find = (reference: ArchiveReference) =>
    findReport(root, parseOptions(archiveReference, reference, "the reference to an archived report"));
  return {
    keep(entry, { signal } = {}) {
      const kept = queue.then(() => {
        const parsed = parseOptions(archiveEntry, entry, "what is to be archived");
        return keepReport(parsed, { root, archivedAt: clock.now(), signal });
      });
      // The next one starts whatever became of this one, whose failure is its caller's.
      queue = kept.catch(() => undefined);
      return kept;
    },
    find,
    async open(reference, fileName, { signal } = {}) {
      const report = await find(reference);
      const file = report?.manifest.files.find(({ name }) => name === fileName);
      if (report === undefined || file === undefined) {
        const { environment, report: name, runId } = reference;
        const path = `${environment}/…/${name}/${runId}/${fileName}`;
        throw new SpmError("file.not-found", `The archive holds no ${path}.`, { path });
      }
      return openFile(root, { path: `${report.folder}/${fileName}`, file }, signal);
    },
    verify: ({ signal } = {}) => verifyArchive(root, signal),
    close,
    [Symbol.asyncDispose]: close,
  };
}

async function findReport(root: string, reference: ArchiveReference): Promise<ArchivedReport | undefined> {
  for await (const place of walkArchive(root, reference)) {
    if (place.isPartial || place.runId !== reference.runId) continue;
    const content = await readArchiveFolder(root, place);
    if ("report" in content) return content.report;
    throw damaged(`${place.folder}/${content.file}`);
  }
  return undefined;
}

interface OpenedFile {
  /** Relative to the archive's root. */
  readonly path: string;
  readonly file: ArchivedFile;
}

async function openFile(
  root: string,
  opened: OpenedFile,
  signal: AbortSignal | undefined,
): Promise<ArchivedContent> {
  const { path, file } = opened;
  const found = await hashFile(join(root, path), signal);
  if (found?.sha256 !== file.sha256) throw damaged(path);
  return { file, bytes: readVerified(root, opened, signal) };
}

/** The bytes are hashed once more on their way out: the file may change between two looks. */
async function* readVerified(
  root: string,
  { path, file }: OpenedFile,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array, void, undefined> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(join(root, path))) {
    signal?.throwIfAborted();
    hash.update(chunk);
    yield chunk;
  }
  if (hash.digest("hex") !== file.sha256) throw damaged(path);
}

function damaged(path: string): SpmError<"archive.damaged"> {
  return new SpmError("archive.damaged", `In the archive, ${path} is not what was archived.`, {
    files: [path],
  });
}
