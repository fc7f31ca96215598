import { posix } from "node:path";
import { type FileSite, isSpmError } from "@spm-ops/core";
import type { FileIdentity } from "../arrival/fetch-file.js";
import { type ParsedClaimName, parseClaimName } from "./claim-name.js";

/** A file under a claim name: ours alone, not yet in the history. Plain JSON. */
export interface ClaimedFile extends FileIdentity, ParsedClaimName {}

/**
 * The files of a folder that were claimed and not kept since, by their names alone; none where the folder is not.
 *
 * After a crash these are the deliveries that still have to be fetched, validated and promoted.
 */
export async function listClaims(
  site: FileSite,
  folder: string,
  { signal }: { readonly signal?: AbortSignal | undefined } = {},
): Promise<readonly ClaimedFile[]> {
  const claims: ClaimedFile[] = [];
  try {
    for await (const { kind, path, sizeBytes, modifiedAt } of site.list(folder, { signal })) {
      const parsed = kind === "file" ? parseClaimName(posix.basename(path)) : undefined;
      if (parsed !== undefined) claims.push({ ...parsed, path, sizeBytes, modifiedAt });
    }
  } catch (error) {
    if (!isSpmError(error, "file.not-found")) throw error;
  }
  return claims.sort((a, b) => a.modifiedAt - b.modifiedAt || (a.path < b.path ? -1 : 1));
}
