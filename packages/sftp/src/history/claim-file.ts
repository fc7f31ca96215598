import { randomUUID } from "node:crypto";
import { posix } from "node:path";
import { type Clock, type FileSite, parseOptions, SpmError, systemClock } from "@spm-ops/core";
import { z } from "zod";
import type { FileIdentity } from "../arrival/fetch-file.js";
import { CLAIM_ID, LONGEST_CLAIMED_BYTES, toClaimName } from "./claim-name.js";
import { type ClaimedFile, listClaims } from "./list-claims.js";
import { judgeSource } from "./look-at-move.js";
import { LOOKS_TO_BELIEVE, type MoveEnd } from "./move-decision.js";
import { attempt, createPatience } from "./patience.js";

/** A delivery that is to become ours before it is read. */
export interface Claim {
  /** The file as it arrived. */
  readonly source: FileIdentity;
  /**
   * Whose claim it is: the key of the step. 1 to 40 letters, digits and `-`; the same when calling again, another for
   * each delivery.
   */
  readonly id: string;
  /** Where claimed files lie; best on the source's volume. @defaultValue the folder `.claims` beside the source */
  readonly folder?: string | undefined;
}

export interface ClaimFileCall {
  /** @defaultValue the clock of this machine */
  readonly clock?: Clock | undefined;
  /** Makes each name unique: 1 to 40 letters, digits and `-`. @defaultValue random UUIDs */
  readonly createId?: (() => string) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Looks before the claim is given up as unsettled, whatever they show. */
const MOST_LOOKS = 60;

const claimOptions = z.strictObject({
  source: z.object({
    path: z
      .string()
      .startsWith("/")
      .refine((path) => Buffer.byteLength(posix.basename(path)) <= LONGEST_CLAIMED_BYTES, {
        error: `a name of more than ${LONGEST_CLAIMED_BYTES} bytes leaves no room for a claim`,
      }),
    sizeBytes: z.number().int().nonnegative(),
    modifiedAt: z.number(),
  }),
  id: z.string().regex(CLAIM_ID, "1 to 40 letters, digits and -"),
  folder: z.string().startsWith("/").optional(),
});

/**
 * Renames a delivery to a name that only we know, before it is read, so that nobody can replace it any more.
 *
 * What lies under the claim name is then fetched, validated and promoted from there. Each request to rename gets a
 * name of its own: one that a server executes late overwrites nothing, on any server, and what it moves is a claim as
 * well (`listClaims`). It looks before and after it acts and believes no answer; calling again with the same id finds
 * the claim. What was claimed is what lay there at that moment: compare its size and time, or take it as it is.
 *
 * @throws SpmError `file.changed` when other content lies under the name by now; nothing was claimed.
 * @throws SpmError `file.not-found` when nothing lies there, at several looks.
 * @throws SpmError `remote.unavailable` or `remote.unknown` when the site gave no answer for about half a minute.
 * @throws SpmError `config.invalid`
 */
export async function claimFile(
  site: FileSite,
  claim: Claim,
  { clock = systemClock, createId = randomUUID, signal }: ClaimFileCall = {},
): Promise<ClaimedFile> {
  const {
    source,
    id,
    folder = defaultFolder(claim),
  } = parseOptions(claimOptions, claim, "the claim of a file");
  const fileName = posix.basename(source.path);
  let foundBytes = 0;
  const look = async (): Promise<ClaimedFile | MoveEnd> => {
    const claimed = (await listClaims(site, folder, { signal })).filter((each) => each.id === id);
    const ours = claimed.find((each) => isSame(each, source)) ?? claimed[0];
    if (ours !== undefined) return ours;
    const found = await site.stat(source.path, { signal });
    foundBytes = found?.sizeBytes ?? 0;
    return judgeSource(found, source);
  };
  const patience = createPatience(clock, signal);
  let failure: SpmError | undefined;
  for (let looks = 1, puzzled = 0; looks <= MOST_LOOKS && !patience.isOver; looks += 1) {
    signal?.throwIfAborted();
    const seen = await attempt(look);
    failure = seen.failure;
    if (typeof seen.result === "object") return seen.result;
    puzzled = seen.result === "other" || seen.result === "absent" ? puzzled + 1 : 0;
    // A rename that was asked for earlier may be about to show.
    if (puzzled >= LOOKS_TO_BELIEVE) throw notThere(source, seen.result === "other" ? foundBytes : undefined);
    if (seen.result === "same") {
      const target = posix.join(folder, toClaimName({ id, fileName }, createId()));
      failure = (await attempt(() => rename(site, source.path, target, signal))).failure;
      if (failure === undefined) continue;
    }
    await patience.wait();
  }
  throw failure ?? unsettled(source, folder);
}

async function rename(site: FileSite, from: string, to: string, signal?: AbortSignal): Promise<void> {
  await site.makeFolder(posix.dirname(to), { signal });
  await site.rename(from, to, { signal });
}

function defaultFolder({ source }: Claim): string {
  return posix.join(posix.dirname(source.path), ".claims");
}

function isSame(one: FileIdentity, other: FileIdentity): boolean {
  return one.sizeBytes === other.sizeBytes && one.modifiedAt === other.modifiedAt;
}

function notThere({ path, sizeBytes }: FileIdentity, foundBytes?: number): SpmError {
  if (foundBytes === undefined)
    return new SpmError("file.not-found", `There is no ${path} to claim.`, { path });
  const message = `${path} was replaced before it could be claimed; nothing was done. Look anew.`;
  return new SpmError("file.changed", message, { path, expectedBytes: sizeBytes, gotBytes: foundBytes });
}

function unsettled({ path }: FileIdentity, folder: string): SpmError {
  const found = `the file as it arrived at ${path}, no claim in ${folder}`;
  return new SpmError("file.ambiguous", `${path} cannot be claimed: the site does not settle.`, {
    path,
    found,
  });
}
