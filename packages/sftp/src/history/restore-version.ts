import { type FileSite, parseOptions, SpmError } from "@spm-ops/core";
import { z } from "zod";
import type { FetchedFile, FetchFileCall } from "../arrival/fetch-file.js";
import { findInHistory, type HistoryEntry, type HistoryQuery } from "./find-in-history.js";
import { restoreFromHistory } from "./restore-from-history.js";

/** Which of the deliveries that the history holds, the one received last first. */
export type HistoryVersion =
  /** The delivery that is this many before the newest: 0 for the newest, 1 for the previous one. */
  | { readonly stepsBack: number }
  /** What was the newest at a moment, in milliseconds since 1970. */
  | { readonly asOf: number }
  /** The one with this content, by its whole SHA-256 in lower-case hexadecimal. */
  | { readonly sha256: string };

/** A delivery that was brought back, and where it came from. Plain JSON. */
export interface RestoredVersion {
  readonly entry: HistoryEntry;
  readonly file: FetchedFile;
}

const historyVersion = z.union([
  z.strictObject({ stepsBack: z.number().int().min(0) }),
  z.strictObject({ asOf: z.number() }),
  z.strictObject({ sha256: z.string().regex(/^[0-9a-f]{64}$/, "64 lower-case hexadecimal digits") }),
]);

/**
 * Loads yesterday's file again: finds a version of a feed in the history, downloads it to a path of this machine, and
 * proves its content by the digest in its name and, where one was asked for, by the whole of it.
 *
 * @throws SpmError `file.not-found` when the history holds no such version.
 * @throws SpmError `file.digest-mismatch` when its content is not what its name says; nothing was taken.
 * @throws SpmError `config.invalid`
 * @example
 * const { file } = await restoreVersion(site, { folder: "/history", feed: "orders" }, { stepsBack: 1 }, { toPath: "/var/lib/spm/orders.csv" });
 */
export async function restoreVersion(
  site: FileSite,
  query: HistoryQuery,
  version: HistoryVersion,
  { toPath, ...call }: FetchFileCall & { readonly toPath: string },
): Promise<RestoredVersion> {
  const wanted = parseOptions(historyVersion, version, "the version to restore");
  const entries = await findInHistory(site, query, { signal: call.signal });
  const entry = chooseVersion(entries, wanted);
  if (entry === undefined) {
    const { feed, folder, period = "any period" } = query;
    throw new SpmError(
      "file.not-found",
      `${folder} holds ${entries.length} deliveries of ${feed} for ${period}, and not ${describeVersion(wanted)}.`,
      { path: folder },
    );
  }
  const sha256 = "sha256" in wanted ? wanted.sha256 : undefined;
  return { entry, file: await restoreFromHistory(site, entry, toPath, { ...call, sha256 }) };
}

/** The version among the entries of `findInHistory`, or nothing. */
function chooseVersion(entries: readonly HistoryEntry[], version: HistoryVersion): HistoryEntry | undefined {
  if ("stepsBack" in version) return entries[version.stepsBack];
  if ("asOf" in version) return entries.find(({ receivedAt }) => receivedAt <= version.asOf);
  return entries.find(({ sha256Prefix }) => version.sha256.startsWith(sha256Prefix));
}

function describeVersion(version: HistoryVersion): string {
  if ("stepsBack" in version) return `one that is ${version.stepsBack} before the newest`;
  if ("asOf" in version) return `one received by ${new Date(version.asOf).toISOString()}`;
  return `one with the content ${version.sha256}`;
}
