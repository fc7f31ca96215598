import { randomUUID } from "node:crypto";
import { dirname } from "node:path";
import { type Clock, type FileSite, systemClock } from "@spm-ops/core";
import { createFolderSite } from "../../simulator/folder-site.js";
import { openStorage } from "../../simulator/storage.js";
import { termsOf } from "../name-pattern.js";
import { parseVendor, type SimulatedDropVendor, type VendorDefinition } from "./definition.js";
import { type Conditions, type DropFolderFaults, USUAL } from "./faults.js";
import type { ToResult } from "./result-json.js";
import { listSignalledDrops, type SignalledDrop } from "./signalled-drops.js";
import { createSiteLine } from "./site-line.js";
import type { JobRecord, VendorStorage } from "./state.js";
import { tellEnd } from "./tell.js";
import { type Done, workOn } from "./work.js";

export interface DropFolderSimulatorOptions {
  readonly vendor: SimulatedDropVendor;
  /** The site on which the vendor works; it stays its owner's to close. @defaultValue a folder `site` of the storage */
  readonly site?: FileSite | undefined;
  /** How a result file looks. @defaultValue as the profile expects it */
  readonly toResult?: ToResult | undefined;
  /** How long the work on a drop takes. @defaultValue 50 */
  readonly workMs?: number | undefined;
  /** How often the vendor looks at the site, by real time. @defaultValue 1_000 */
  readonly lookMs?: number | undefined;
  /** A folder to remember in, so that a simulator started on it later goes on. @defaultValue forgotten when closed */
  readonly storage?: string | undefined;
  /** @defaultValue the clock of this machine */
  readonly clock?: Clock | undefined;
}

/** A drop that the vendor took. */
export interface LedgerEntry extends Pick<JobRecord, "load" | "takenAt" | "state"> {
  readonly files: readonly string[];
  readonly isTold: boolean;
}

/** A simulated vendor at work on a site. */
export interface DropFolderSimulator extends AsyncDisposable {
  /** The site as a client sees it: with the faults of the line, which any other way to the same files does not have. */
  readonly site: FileSite;
  readonly faults: DropFolderFaults;
  /** Looks at the site now, instead of at the next time. */
  look(): Promise<void>;
  /** Every drop that was ever taken here, oldest first; with `storage`, also before a restart. */
  ledger(): readonly LedgerEntry[];
  close(): Promise<void>;
}

/**
 * Starts a vendor that takes files from a site, works on them, and tells there what became of them, by the contract of a
 * profile. It is for tests and trials.
 *
 * What becomes of a drop is decided when it is taken, and when it is told follows from the clock; with `storage`, a
 * process that was killed and is started again on the same folder goes on with what it had taken.
 *
 * @throws SpmError `config.invalid` with all that is wrong with the vendor
 */
export async function startDropFolderSimulator(
  options: DropFolderSimulatorOptions,
): Promise<DropFolderSimulator> {
  const { clock = systemClock, workMs = 50, lookMs = 1_000, toResult } = options;
  const vendor = parseVendor(options.vendor);
  const storage: VendorStorage = openStorage(options.storage, { jobs: [] });
  const site = options.site ?? createFolderSite(dirname(storage.path("site", "file")));
  await makeFolders(site, vendor);
  const conditions: Conditions = { ...USUAL };
  const line = createSiteLine(site);
  const telling = { site, storage, vendor, conditions, toResult };
  let turn: Promise<void> = Promise.resolve();
  const look = () => {
    turn = turn.catch(() => undefined).then(() => lookOnce({ ...telling, clock, workMs }));
    return turn;
  };
  const ended = new AbortController();
  const watching = watch(look, lookMs, ended.signal);
  const close = async () => {
    ended.abort();
    await watching;
    await turn.catch(() => undefined);
    storage.close();
  };
  return {
    site: line.site,
    faults: {
      ...line.faults,
      setConditions: (changed) => void Object.assign(conditions, changed),
      clear() {
        line.faults.clear();
        Object.assign(conditions, USUAL);
      },
    },
    look,
    ledger: () =>
      storage.state.jobs.map(({ load, takenAt, state, files, told }) => {
        return { load, takenAt, state, files: files.map(({ path }) => path), isTold: told === "all" };
      }),
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** The folders that a client finds there: where drops go, and where they wait for their name. */
async function makeFolders(site: FileSite, { profile }: VendorDefinition): Promise<void> {
  const { inbound, signal } = profile;
  await site.makeFolder(inbound === "" ? "/" : inbound);
  const temporary = signal.kind === "rename" ? dirname(signal.temporary) : "";
  if (temporary.startsWith("/") && termsOf(temporary).length === 0) await site.makeFolder(temporary);
}

/** Looks until the end. A site that fails is looked at again: somebody may be moving its files. */
async function watch(look: () => Promise<void>, lookMs: number, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await look().catch(() => undefined);
    await systemClock.wait(lookMs, { signal }).catch(() => undefined);
  }
}

type Turn = Parameters<typeof tellEnd>[0] & { readonly clock: Clock; readonly workMs: number };

async function lookOnce(turn: Turn): Promise<void> {
  const { site, storage, vendor, conditions, clock } = turn;
  const drops = conditions.ignoresSignals ? [] : await listSignalledDrops(site, vendor);
  for (const drop of drops) if (!isKnown(storage, drop)) await takeDrop(turn, drop);
  for (const job of storage.state.jobs) {
    if (job.told === "all" || clock.now() < job.endAt) continue;
    job.told = await tellEnd(turn, job);
    storage.save();
  }
}

function isKnown({ state }: VendorStorage, { files }: SignalledDrop): boolean {
  return files.every(({ stat }) =>
    state.jobs.some((job) =>
      job.files.some(({ path, modifiedAt }) => path === stat.path && modifiedAt === stat.modifiedAt),
    ),
  );
}

async function takeDrop(turn: Turn, drop: SignalledDrop): Promise<void> {
  const { site, storage, vendor, conditions, clock, workMs } = turn;
  const [first] = drop.files;
  if (first === undefined) return;
  const id = randomUUID();
  const done = toEnd(await workOn({ site, storage, vendor }, drop, id), conditions);
  const takenAt = clock.now();
  storage.state.jobs.push({
    ...done,
    id,
    load: first.load,
    folder: drop.folder,
    files: drop.files.map(({ stat: { path, modifiedAt } }) => ({ path, modifiedAt })),
    terms: first.terms,
    takenAt,
    endAt: takenAt + workMs,
    told: "nothing",
  });
  storage.save();
  const { signal, verdict } = vendor.profile;
  if (signal.kind === "file" && signal.leaves === "never") return;
  for (const { stat } of verdict.kind === "moved" ? [] : drop.files) await site.remove(stat.path);
  if (drop.signal !== undefined) await site.remove(drop.signal.path);
}

/** The end that somebody has switched on for the next drop, else the drop's own. */
function toEnd(done: Done, conditions: Conditions): Done {
  const [state, ...ends] = conditions.ends;
  conditions.ends = ends;
  if (state === undefined) return done;
  return { ...done, state, message: state === "failed" ? "Somebody wanted it to fail." : "" };
}
