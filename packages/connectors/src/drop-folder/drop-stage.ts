import { createHash } from "node:crypto";
import { isSpmError, retry, SpmError } from "@spm-ops/core";
import { assertLoadable } from "../contract/assert-loadable.js";
import { readPromised } from "../contract/promised-bytes.js";
import { createRecordCounter, type RecordCounter } from "../contract/record-counter.js";
import type { ConnectorCall, Staged } from "../contract/spm-connector.js";
import type { StageableFile } from "../contract/stageable-file.js";
import { type Drop, type DropKey, RUN_KEY, toDrop, toDropPath, toReference } from "./drop.js";
import type { LoadObject } from "./drop-objects.js";
import { tellsRows } from "./drop-profile.js";
import { toSignalPath } from "./drop-signal.js";
import type { DropSite } from "./drop-site.js";

/**
 * Puts a file as a new drop, of which the vendor takes no notice until the signal. Nothing is overwritten.
 *
 * After a lost answer the site is looked at before anything is put again: the same bytes under the name count as put.
 *
 * @throws SpmError `file.exists` when the name is taken, or the folder of the drop was signalled already
 * @throws SpmError `file.refused` when the file is empty, or larger than the vendor takes
 */
export async function stageDrop(
  drops: DropSite,
  { load, file }: { readonly load: LoadObject; readonly file: StageableFile },
  { signal }: ConnectorCall,
): Promise<Staged> {
  const { settings, clock } = drops;
  assertFits(settings.profile.largestBytes, file);
  const key: DropKey = { at: clock.now(), run: createKey(drops), aheadMs: 0 };
  const drop = toDrop(settings.profile, load.target, key);
  const put = await retry((attempt) => putOnce(drops, { drop, file, attempt }, { signal }), settings.retry, {
    clock,
    signal,
    retryIf: (error) => isSpmError(error, "remote.unavailable", "remote.throttled", "remote.unknown"),
  });
  const reference = toReference({ ...key, ...put });
  const { name, sizeBytes, sha256 } = file;
  return { load: load.id, name, sizeBytes, sha256, chunks: 1, reference };
}

function assertFits(largestBytes: number | undefined, file: StageableFile): void {
  const isTooLarge = largestBytes !== undefined && file.sizeBytes > largestBytes;
  assertLoadable(
    file,
    isTooLarge ? [`has ${file.sizeBytes} bytes, and the vendor takes ${largestBytes}`] : [],
  );
}

function createKey({ createRunKey }: DropSite): string {
  const run = createRunKey();
  if (RUN_KEY.test(run)) return run;
  throw new RangeError(`A run key is made of up to 40 letters, digits and hyphens; "${run}" is not.`);
}

interface Putting {
  readonly drop: Drop;
  readonly file: StageableFile;
  readonly attempt: number;
}

/** What was learned by putting it. */
type Put = Pick<DropKey, "aheadMs" | "rows">;

async function putOnce(drops: DropSite, putting: Putting, call: ConnectorCall): Promise<Put> {
  const { site, settings, clock } = drops;
  const { drop, file, attempt } = putting;
  const { profile } = settings;
  const path = toStagedPath(drop, profile.signal);
  await assertUnsignalled(drops, drop, call);
  if (profile.folder !== undefined) await site.makeFolder(drop.folder, call);
  const counter = tellsRows(profile) ? createRecordCounter() : undefined;
  const isThere = attempt > 1 && (await site.stat(path, call)) !== undefined;
  if (isThere) await assertSame(drops, { path, file, counter }, call);
  else await site.write(path, counted(readPromised(file), counter), call);
  const lies = await site.stat(path, call);
  if (lies?.sizeBytes !== file.sizeBytes) {
    throw new SpmError("file.ambiguous", `${path} was put, but does not lie there as it was put.`, {
      path,
      found: lies === undefined ? "nothing" : `${lies.sizeBytes} bytes`,
    });
  }
  return { aheadMs: Math.round(lies.modifiedAt - clock.now()), rows: counter?.rows() };
}

/** Where a data file lies until the signal. */
function toStagedPath(drop: Drop, signal: DropSite["settings"]["profile"]["signal"]): string {
  return signal.kind === "rename" ? toDropPath(drop, signal.temporary) : drop.file;
}

/** A name that is taken would be found out by the signal only, and what comes after a signal would be too late. */
async function assertUnsignalled(
  { site, settings }: DropSite,
  drop: Drop,
  call: ConnectorCall,
): Promise<void> {
  const path = toSignalPath(drop, settings.profile.signal);
  if ((await site.stat(path, call)) === undefined) return;
  throw new SpmError("file.exists", `${path} is there already; nothing was put or overwritten.`, { path });
}

interface Comparison {
  readonly path: string;
  readonly file: StageableFile;
  readonly counter: RecordCounter | undefined;
}

async function assertSame(
  { site }: DropSite,
  { path, file, counter }: Comparison,
  call: ConnectorCall,
): Promise<void> {
  const digest = createHash("sha256");
  const { bytes } = await site.read(path, call);
  for await (const piece of counted(bytes, counter)) digest.update(piece);
  if (digest.digest("hex") === file.sha256) return;
  throw new SpmError("file.exists", `${path} is taken by another file; nothing was overwritten.`, { path });
}

async function* counted(
  bytes: AsyncIterable<Uint8Array>,
  counter: RecordCounter | undefined,
): AsyncGenerator<Uint8Array> {
  for await (const piece of bytes) {
    counter?.take(piece);
    yield piece;
  }
}
