import type { FileSite } from "@spm-ops/core";
import { type DeliveryMoment, describeMoment } from "./delivery-moment.js";
import { findInHistory, type HistoryEntry, type HistoryQuery } from "./find-in-history.js";
import { hashOnSite } from "./look-at-move.js";

/** Which delivery to explain, and what was written down of it. */
export interface DeliveryToExplain extends Pick<HistoryQuery, "folder" | "feed" | "name"> {
  /** Of its content, whole, in lower-case hexadecimal. */
  readonly sha256: string;
  /** What the log says of it, in any order: the outputs of the steps that handled it. @defaultValue none */
  readonly moments?: readonly DeliveryMoment[] | undefined;
}

/** The life of a delivery, as the log, the history and the site tell it. Plain JSON. */
export interface ExplainedDelivery {
  readonly feed: string;
  readonly sha256: string;
  /** What happened, in the order of time. */
  readonly moments: readonly DeliveryMoment[];
  /** Where the history holds its content, read and proved; the one received last first. */
  readonly keptAs: readonly HistoryEntry[];
  /** Files of the history that bear its digest in their names and hold other content. */
  readonly damaged: readonly HistoryEntry[];
  /** The next delivery of the same feed and period with other content. */
  readonly supersededBy?: HistoryEntry | undefined;
  /** The delivery of the same feed and period before it with other content. */
  readonly supersedes?: HistoryEntry | undefined;
  /** The same for people: one sentence each, with its time (UTC) where it has one. */
  readonly sentences: readonly string[];
}

/**
 * Tells the whole life of a delivery: when it came under which name and size, how it was validated, where it went, and
 * what came after it. It reads the history, each file of the delivery's digest once, and changes nothing.
 */
export async function explainDelivery(
  site: FileSite,
  { sha256, moments = [], ...query }: DeliveryToExplain,
  { signal }: { readonly signal?: AbortSignal | undefined } = {},
): Promise<ExplainedDelivery> {
  const entries = await findInHistory(site, query, { signal });
  const keptAs: HistoryEntry[] = [];
  const damaged: HistoryEntry[] = [];
  for (const entry of entries.filter(({ sha256Prefix }) => sha256.startsWith(sha256Prefix))) {
    const isIntact = (await hashOnSite(site, entry.path, signal)) === sha256;
    (isIntact ? keptAs : damaged).push(entry);
  }
  const life = {
    feed: query.feed,
    sha256,
    moments: moments.toSorted((a, b) => a.at - b.at),
    keptAs,
    damaged,
    ...findNeighbours(entries, keptAs, sha256),
  };
  return { ...life, sentences: describeLife(life) };
}

/** The deliveries of the same period just before and just after, those of the same content left out. */
function findNeighbours(
  entries: readonly HistoryEntry[],
  [latest]: readonly HistoryEntry[],
  sha256: string,
): Pick<ExplainedDelivery, "supersededBy" | "supersedes"> {
  if (latest === undefined) return {};
  const others = entries.filter(
    ({ period, sha256Prefix }) => period === latest.period && !sha256.startsWith(sha256Prefix),
  );
  return {
    supersededBy: others.findLast(({ receivedAt }) => receivedAt > latest.receivedAt),
    supersedes: others.find(({ receivedAt }) => receivedAt <= latest.receivedAt),
  };
}

function describeLife(life: Omit<ExplainedDelivery, "sentences">): readonly string[] {
  const { moments, keptAs, damaged, supersededBy, supersedes } = life;
  const told = moments.map((moment) => `${toTime(moment.at)}: ${describeMoment(moment)}`);
  if (moments.length === 0) told.push("The log was not asked, or says nothing of it.");
  told.push(
    keptAs.length === 0
      ? "The history does not hold it."
      : `The history holds it as ${keptAs.map(({ path }) => path).join(" and ")}; its bytes were read and are the same.`,
  );
  for (const { path } of damaged)
    told.push(`${path} bears its digest and holds other content: find out why.`);
  if (supersedes !== undefined) told.push(`It came after ${describeEntry(supersedes)}.`);
  if (supersededBy !== undefined) told.push(`It was superseded by ${describeEntry(supersededBy)}.`);
  return told;
}

function describeEntry({ path, receivedAt }: HistoryEntry): string {
  return `${path}, received at ${toTime(receivedAt)}`;
}

function toTime(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19).replace("T", " ")} UTC`;
}
