import type { FileSite, FileStat } from "@spm-ops/core";
import { findInHistory, type HistoryEntry } from "./find-in-history.js";
import type { HistoryName } from "./history-name.js";
import { hashOnSite } from "./look-at-move.js";

/** A delivery of the history as a rebuilt index knows it. Plain JSON. */
export interface IndexedDelivery extends HistoryEntry {
  /** The whole digest, where the content was read. */
  readonly sha256?: string | undefined;
  /** Whether the content is what the name says; `undefined` where it was not read. */
  readonly isIntact?: boolean | undefined;
}

/** What is to be read again after the local knowledge was lost. */
export interface RebuildQuery {
  /** The history's folder on the site. */
  readonly folder: string;
  /** The names of the feeds. */
  readonly feeds: readonly string[];
  /** @defaultValue `defineHistoryName()` */
  readonly name?: HistoryName | undefined;
}

export interface RebuildCall {
  /** Reads every delivery and holds it against its name. @defaultValue false */
  readonly readContent?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Learns from the site alone what the history holds: lists it and reads the names, which tell feed, period, time and
 * digest. One delivery after the other, feed by feed, the one received last first.
 *
 * The site is not changed. With `readContent` each file is read once, and one whose bytes are not what its name says
 * is told by `isIntact: false`.
 */
export async function* rebuildIndex(
  site: FileSite,
  { folder, feeds, name }: RebuildQuery,
  { readContent = false, signal }: RebuildCall = {},
): AsyncGenerator<IndexedDelivery, void> {
  for (const feed of feeds) {
    for (const entry of await findInHistory(site, { folder, feed, name }, { signal })) {
      if (!readContent) {
        yield entry;
        continue;
      }
      const sha256 = await hashOnSite(site, entry.path, signal);
      yield { ...entry, sha256, isIntact: sha256.startsWith(entry.sha256Prefix) };
    }
  }
}

/** A file whose bytes the history holds already. */
export interface KnownContent {
  readonly path: string;
  readonly sha256: string;
  /** Where the history holds them, proved byte by byte; the one received last first. */
  readonly keptAs: readonly string[];
}

/**
 * Says which files, such as those of an inbox, are deliveries that the history holds already, by their content.
 *
 * Only files of a size that the history knows are read; a copy in the history is read as well before it counts, since
 * eight digits of a digest are no proof. Nothing is changed.
 */
export async function findKnownContent(
  site: FileSite,
  files: Iterable<FileStat>,
  index: readonly IndexedDelivery[],
  { signal }: Pick<RebuildCall, "signal"> = {},
): Promise<readonly KnownContent[]> {
  const known: KnownContent[] = [];
  for (const { kind, path, sizeBytes } of files) {
    const sameSize = index.filter((entry) => entry.sizeBytes === sizeBytes && entry.path !== path);
    if (kind !== "file" || sameSize.length === 0) continue;
    const sha256 = await hashOnSite(site, path, signal);
    const keptAs: string[] = [];
    for (const entry of sameSize) {
      if (!sha256.startsWith(entry.sha256Prefix)) continue;
      if ((entry.sha256 ?? (await hashOnSite(site, entry.path, signal))) === sha256) keptAs.push(entry.path);
    }
    if (keptAs.length > 0) known.push({ path, sha256, keptAs });
  }
  return known;
}
