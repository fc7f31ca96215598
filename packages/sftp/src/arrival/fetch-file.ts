import { mkdir, open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { type FileSite, type FileStat, SpmError } from "@spm-ops/core";
import { createByteDigest } from "../site/byte-digest.js";
import { syncFolder } from "../site/local-change.js";
import { withLocalErrors } from "../site/local-errors.js";

/** A file on a site as it was when it was looked at. */
export type FileIdentity = Pick<FileStat, "path" | "sizeBytes" | "modifiedAt">;

/** A file on this machine, with the digest of the bytes as they came. Plain JSON. */
export interface FetchedFile {
  readonly path: string;
  readonly sizeBytes: number;
  /** Lower-case hexadecimal. */
  readonly sha256: string;
}

export interface FetchFileCall {
  readonly signal?: AbortSignal | undefined;
  /** Told after each piece, in bytes. */
  readonly onProgress?: ((progress: FetchProgress) => void) | undefined;
}

export interface FetchProgress {
  readonly receivedBytes: number;
  readonly totalBytes: number;
}

/**
 * Downloads a file, exactly as it was when it arrived, to a path of this machine.
 *
 * The bytes go to `<toPath>.part`, onto the disk, and get their name when all of them are there and the file on the
 * site still is what it was. Safe to repeat: a local file of that name is replaced, and by nothing less than a whole
 * one. Folders above it are made.
 *
 * @throws SpmError `file.changed` when the file is not, or no longer, the one that arrived.
 * @throws SpmError `file.not-found` when it is gone.
 * @throws SpmError `storage.full` when this machine has no room for it.
 */
export async function fetchFile(
  site: FileSite,
  arrival: FileIdentity,
  toPath: string,
  call: FetchFileCall = {},
): Promise<FetchedFile> {
  return fetchWhen(site, arrival, { toPath, accept: () => undefined }, call);
}

/** Where a download goes, and a last word on its digest, which throws to refuse it. */
export interface FetchTarget {
  readonly toPath: string;
  readonly accept: (sha256: string) => void;
}

/** Downloads as `fetchFile` does, and gives the file its name only when its digest is accepted. */
export async function fetchWhen(
  site: FileSite,
  identity: FileIdentity,
  { toPath, accept }: FetchTarget,
  call: FetchFileCall,
): Promise<FetchedFile> {
  const partPath = `${toPath}.part`;
  await withLocalErrors(toPath, () => mkdir(dirname(toPath), { recursive: true }));
  try {
    const sha256 = await download(site, identity, partPath, call);
    mustBeTheSame(identity, await site.stat(identity.path, call));
    accept(sha256);
    await withLocalErrors(toPath, async () => {
      await rename(partPath, toPath);
      await syncFolder(dirname(toPath));
    });
    return { path: toPath, sizeBytes: identity.sizeBytes, sha256 };
  } catch (error) {
    await rm(partPath, { force: true });
    throw error;
  }
}

async function download(
  site: FileSite,
  identity: FileIdentity,
  partPath: string,
  { signal, onProgress }: FetchFileCall,
): Promise<string> {
  const { stat, bytes } = await site.read(identity.path, { signal });
  mustBeTheSame(identity, stat);
  const file = await withLocalErrors(partPath, () => open(partPath, "w"));
  const digest = createByteDigest();
  try {
    let receivedBytes = 0;
    for await (const piece of bytes) {
      const hashing = digest.update(piece);
      await withLocalErrors(partPath, () => file.writeFile(piece));
      if (hashing !== undefined) await hashing;
      receivedBytes += piece.byteLength;
      onProgress?.({ receivedBytes, totalBytes: identity.sizeBytes });
    }
    await withLocalErrors(partPath, () => file.sync());
    return await digest.end();
  } finally {
    digest.discard();
    await file.close();
  }
}

function mustBeTheSame(expected: FileIdentity, found: FileIdentity | undefined): void {
  if (found?.sizeBytes === expected.sizeBytes && found.modifiedAt === expected.modifiedAt) return;
  const now = found === undefined ? "is gone" : `has ${found.sizeBytes} bytes of ${toTime(found.modifiedAt)}`;
  throw new SpmError(
    "file.changed",
    `${expected.path} is not what arrived: it had ${expected.sizeBytes} bytes of ${toTime(expected.modifiedAt)} and ${now}.`,
    { path: expected.path, expectedBytes: expected.sizeBytes, gotBytes: found?.sizeBytes ?? 0 },
  );
}

const toTime = (milliseconds: number) => new Date(milliseconds).toISOString();
