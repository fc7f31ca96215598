import { posix } from "node:path";
import { type FileSite, type FileStat, isSpmError } from "@spm-ops/core";
import { defineHistoryName, type HistoryName } from "./history-name.js";
import type { ParsedHistoryName } from "./history-pattern.js";

/** One delivery in the history. Plain JSON. */
export interface HistoryEntry extends ParsedHistoryName {
  readonly feed: string;
  readonly path: string;
  readonly sizeBytes: number;
  /** Milliseconds since 1970, by the site's clock. */
  readonly modifiedAt: number;
}

/** Which deliveries to look for. */
export interface HistoryQuery {
  /** The history's folder on the site. */
  readonly folder: string;
  readonly feed: string;
  /** Only what was delivered for this period, as the name spells it. @defaultValue all */
  readonly period?: string | undefined;
  /** Only what was received before, in milliseconds since 1970: to step back from a bad delivery. @defaultValue all */
  readonly receivedBefore?: number | undefined;
  /** How the deliveries were named. @defaultValue `defineHistoryName()` */
  readonly name?: HistoryName | undefined;
}

export interface HistoryCall {
  readonly signal?: AbortSignal | undefined;
}

/**
 * The deliveries of a feed that the history holds, the one received last first; none where nothing was kept yet.
 *
 * It goes by names alone and lists only the folders in which a name of the feed can lie. Files that the template did
 * not name are left out.
 */
export async function findInHistory(
  site: FileSite,
  { folder, feed, period, receivedBefore, name = defineHistoryName() }: HistoryQuery,
  { signal }: HistoryCall = {},
): Promise<readonly HistoryEntry[]> {
  const entries: HistoryEntry[] = [];
  for await (const file of walk(site, folder, name.levels(feed), signal)) {
    const parsed = name.parse(posix.relative(folder, file.path), feed);
    if (parsed === undefined) continue;
    if (period !== undefined && parsed.period !== period) continue;
    if (receivedBefore !== undefined && parsed.receivedAt >= receivedBefore) continue;
    entries.push({
      ...parsed,
      feed,
      path: file.path,
      sizeBytes: file.sizeBytes,
      modifiedAt: file.modifiedAt,
    });
  }
  return entries.sort(
    (a, b) => b.receivedAt - a.receivedAt || b.candidate - a.candidate || (a.path < b.path ? -1 : 1),
  );
}

/** The files that fit the levels of a name, folder by folder. */
async function* walk(
  site: FileSite,
  folder: string,
  [level, ...deeper]: readonly RegExp[],
  signal?: AbortSignal,
): AsyncGenerator<FileStat> {
  const wanted = deeper.length === 0 ? "file" : "folder";
  for (const entry of await listIfThere(site, folder, signal)) {
    if (entry.kind !== wanted || level?.test(posix.basename(entry.path)) !== true) continue;
    if (wanted === "file") yield entry;
    else yield* walk(site, entry.path, deeper, signal);
  }
}

async function listIfThere(
  site: FileSite,
  folder: string,
  signal?: AbortSignal,
): Promise<readonly FileStat[]> {
  const entries: FileStat[] = [];
  try {
    for await (const entry of site.list(folder, { signal })) entries.push(entry);
  } catch (error) {
    if (!isSpmError(error, "file.not-found")) throw error;
  }
  return entries;
}
