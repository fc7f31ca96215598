import { createHash } from "node:crypto";
import { type FileSite, isSpmError, SpmError } from "@spm-ops/core";
import type { ArchiveReference } from "../archive/archive-entry.js";
import type { Archive } from "../archive/open-archive.js";

/** What is delivered, and where to. */
export interface SiteDelivery {
  readonly archive: Pick<Archive, "find" | "open">;
  readonly reference: ArchiveReference;
  readonly site: FileSite;
  /** A folder of the site; made when it is not there. */
  readonly folder: string;
  /** Which of the archived files, by name. @defaultValue all of them */
  readonly fileNames?: readonly string[] | undefined;
}

/** Proof that a file lies at its target with the bytes that were archived. */
export interface DeliveryReceipt {
  /** The site's name and the path on it. */
  readonly site: string;
  readonly path: string;
  readonly sizeBytes: number;
  readonly sha256: string;
  /** `already-there`: an earlier attempt had delivered it; it was read again and compared. */
  readonly outcome: "delivered" | "already-there";
}

/**
 * Delivers files of an archived report to a folder of a site, and never overwrites.
 *
 * What is sent is read from the archive and verified on the way. Safe to call again after any crash or lost answer:
 * a file that lies there with the same bytes counts as delivered.
 *
 * @returns a receipt for each file, in the order of the manifest.
 * @throws SpmError `file.not-found` when the report or one of the files was not archived; `file.exists` when the
 *   target holds other content; `archive.damaged`; `file.digest-mismatch` when the site wrote other bytes; and what
 *   the site throws, `remote.unknown` among it.
 */
export async function deliverToSite(
  { archive, reference, site, folder, fileNames }: SiteDelivery,
  { signal }: { readonly signal?: AbortSignal | undefined } = {},
): Promise<readonly DeliveryReceipt[]> {
  const archived = await archive.find(reference);
  const files = archived?.manifest.files.filter(({ name }) => fileNames?.includes(name) ?? true) ?? [];
  const missing = fileNames?.find((wanted) => !files.some(({ name }) => name === wanted));
  if (archived === undefined || missing !== undefined) {
    const path = [reference.report, reference.runId, ...(missing === undefined ? [] : [missing])].join("/");
    throw new SpmError("file.not-found", `The archive holds no ${path}, so nothing was delivered.`, { path });
  }
  await site.makeFolder(folder, { signal });
  const receipts: DeliveryReceipt[] = [];
  for (const { name, sizeBytes, sha256 } of files) {
    const path = `${folder === "/" ? "" : folder.replace(/\/$/, "")}/${name}`;
    const target = { site, path, sizeBytes, sha256, signal };
    const outcome = (await isThere(target))
      ? "already-there"
      : await send(target, (await archive.open(reference, name, { signal })).bytes);
    receipts.push({ site: site.name, path, sizeBytes, sha256, outcome });
  }
  return receipts;
}

interface Target {
  readonly site: FileSite;
  readonly path: string;
  readonly sizeBytes: number;
  readonly sha256: string;
  readonly signal: AbortSignal | undefined;
}

async function send(target: Target, bytes: AsyncIterable<Uint8Array>): Promise<DeliveryReceipt["outcome"]> {
  const { site, path, sha256, signal } = target;
  try {
    const written = await site.write(path, bytes, { signal });
    if (written.sha256 === sha256) return "delivered";
    const details = { path, expected: sha256, got: written.sha256 };
    throw new SpmError(
      "file.digest-mismatch",
      `${path} on ${site.name} was not written as it was archived.`,
      details,
    );
  } catch (error) {
    // Somebody was faster; whether that was us (an attempt that was given up) the bytes tell.
    if (isSpmError(error, "file.exists") && (await isThere(target))) return "already-there";
    throw error;
  }
}

/** Whether the target holds the file already, by its size and by its bytes, read again. */
async function isThere({ site, path, sizeBytes, sha256, signal }: Target): Promise<boolean> {
  const stat = await site.stat(path, { signal });
  if (stat === undefined) return false;
  if (stat.kind === "file" && stat.sizeBytes === sizeBytes) {
    const hash = createHash("sha256");
    for await (const chunk of (await site.read(path, { signal })).bytes) hash.update(chunk);
    if (hash.digest("hex") === sha256) return true;
  }
  throw new SpmError(
    "file.exists",
    `${path} on ${site.name} is there with other content; nothing was overwritten.`,
    { path },
  );
}
