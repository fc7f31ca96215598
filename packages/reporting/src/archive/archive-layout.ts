import { join } from "node:path";
import { sha256 } from "@spm-ops/core";
import { listFolder, readText } from "./archive-disk.js";
import type { ArchiveReference } from "./archive-entry.js";
import { CHECKSUMS_NAME, MANIFEST_NAME, type Manifest, parseManifest, toChecksums } from "./manifest.js";

/** A folder of the archive that holds a report of a run, whatever is in it. */
export interface ArchiveFolder extends ArchiveReference {
  /** Relative to the archive's root, with `/`. */
  readonly folder: string;
}

/** An archived report whose manifest agrees with its own checksum. */
export interface ArchivedReport extends ArchiveFolder {
  readonly manifest: Manifest;
  /** Keep it elsewhere (the run log is a good place): it proves the whole chain up to here. */
  readonly manifestSha256: string;
}

/** What a folder turned out to be. */
export type FolderContent =
  | { readonly report: ArchivedReport }
  | { readonly damaged: string; readonly file: string };

const PARTIAL = /^\.(.+)\.partial$/;

/** Where a report goes, by the UTC month in which it is archived. */
export function toFolder({ environment, report, runId }: ArchiveReference, archivedAt: number): string {
  const [year = "", month = ""] = new Date(archivedAt).toISOString().split("-");
  return [environment, year, month, report, runId].join("/");
}

/** The folder beside it in which it is built. The same for every attempt, so that the next one finds what is left. */
export function toPartialFolder(folder: string): string {
  const names = folder.split("/");
  return [...names.slice(0, -1), `.${names.at(-1)}.partial`].join("/");
}

/** Every report folder, finished or not, oldest month first. */
export async function* walkArchive(
  root: string,
  { environment, report }: Partial<ArchiveReference> = {},
): AsyncGenerator<ArchiveFolder & { readonly isPartial: boolean }, void, undefined> {
  for (const each of environment === undefined ? await folderNames(root) : [environment]) {
    for (const year of await folderNames(join(root, each))) {
      for (const month of await folderNames(join(root, each, year))) {
        const path = join(root, each, year, month);
        for (const name of report === undefined ? await folderNames(path) : [report]) {
          for (const folderName of await folderNames(join(path, name))) {
            const partialOf = PARTIAL.exec(folderName)?.[1];
            yield {
              ...{ environment: each, report: name, runId: partialOf ?? folderName },
              folder: [each, year, month, name, folderName].join("/"),
              isPartial: partialOf !== undefined,
            };
          }
        }
      }
    }
  }
}

async function folderNames(path: string): Promise<readonly string[]> {
  return (await listFolder(path)).filter(({ isFolder }) => isFolder).map(({ name }) => name);
}

/** Reads the manifest of a folder and holds it against the checksums and the folder's own name. */
export async function readArchiveFolder(root: string, place: ArchiveFolder): Promise<FolderContent> {
  const { environment, report, runId, folder } = place;
  const text = await readText(join(root, folder, MANIFEST_NAME));
  if (text === undefined) return { damaged: "is missing", file: MANIFEST_NAME };
  const parsed = parseManifest(text);
  if ("issues" in parsed)
    return { damaged: `cannot be read: ${parsed.issues.join("; ")}`, file: MANIFEST_NAME };
  const { manifest } = parsed;
  const checksums = await readText(join(root, folder, CHECKSUMS_NAME));
  if (checksums === undefined) return { damaged: "is missing", file: CHECKSUMS_NAME };
  if (checksums !== toChecksums(manifest.files, text)) {
    return { damaged: `does not agree with ${MANIFEST_NAME}`, file: CHECKSUMS_NAME };
  }
  if (manifest.environment !== environment || manifest.report !== report || manifest.runId !== runId) {
    return { damaged: "is of another report", file: MANIFEST_NAME };
  }
  return { report: { environment, report, runId, folder, manifest, manifestSha256: sha256(text) } };
}
