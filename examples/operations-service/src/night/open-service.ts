import {
  createRedactor,
  createRunLog,
  createRunner,
  createRunProgress,
  type Guide,
  type Log,
  openSqliteLog,
  type RunLog,
  type Runner,
  type RunProgress,
  renderGuide,
  systemClock,
} from "@spm-ops/core";
import { createGuide } from "../client/guide.js";
import { makeUpEarlierNights } from "../embedded/earlier-nights.js";
import { type EmbeddedParts, startEmbeddedParts } from "../embedded/embedded-parts.js";
import { type Folders, layOutFolders } from "../embedded/folders.js";
import { type Pace, paceOf } from "../embedded/pace.js";
import { prepareService } from "../embedded/prepare-service.js";
import { measureUsualNight } from "../embedded/usual-night.js";
import { isThere, writeWhole } from "../embedded/write-whole.js";
import { chooseNight, type NightChoice } from "./choose-night.js";

export interface ServiceOptions {
  /** The folder in which everything of the service lies. */
  readonly into: string;
  readonly businessDate: string;
  /** A folder of real files; without it the customer's system sends files that were made up. */
  readonly dataFolder?: string | undefined;
  /** How fast the world around the service is. @defaultValue one that a person can follow */
  readonly pace?: Pace | undefined;
  /** Told when the world around the service stands, before anything happens in it. */
  readonly onEmbedded?: ((embedded: EmbeddedParts) => void) | undefined;
}

/** The service with the world around it, ready for one night. */
export interface Service extends AsyncDisposable {
  readonly folders: Folders;
  readonly embedded: EmbeddedParts;
  readonly guide: Guide;
  readonly log: Log;
  readonly runLog: RunLog;
  readonly runner: Runner;
  readonly progress: RunProgress;
  readonly night: NightChoice;
}

/** How long the claim of a worker that was killed keeps its run from the next one. */
const LEASE_MS = 4_000;

/** Sets up what is not there yet, starts the world around the service, and opens its log. */
export async function openService(options: ServiceOptions): Promise<Service> {
  const folders = layOutFolders(options.into);
  const night = await chooseNight(folders, options.businessDate);
  const preparation = { ...options, businessDate: night.businessDate };
  await prepareService(folders, preparation);
  const { pace = paceOf() } = options;
  const redactor = createRedactor();
  const embedded = await startEmbeddedParts(folders, { clock: systemClock, redactor, pace });
  try {
    options.onEmbedded?.(embedded);
    const guide = createGuide(embedded.parts);
    await keepGuide(folders, guide);
    if (!(await isThere(folders.runLog))) {
      const usual = await measureUsualNight(folders, preparation);
      const procedure = guide.procedure("nightly-load");
      const { businessDate } = night;
      await makeUpEarlierNights(folders.runLog, { guide, procedure, businessDate, usual, pace });
    }
    const log = await openSqliteLog({ path: folders.runLog });
    const progress = createRunProgress();
    const worker = `operations-service ${process.pid}`;
    const runner = createRunner({ log, guides: [guide], worker, redactor, progress, leaseMs: LEASE_MS });
    const close = async () => {
      await log.close();
      await embedded[Symbol.asyncDispose]();
    };
    const runLog = createRunLog(log);
    return { folders, embedded, guide, log, runLog, runner, progress, night, [Symbol.asyncDispose]: close };
  } catch (error) {
    await embedded[Symbol.asyncDispose]();
    throw error;
  }
}

async function keepGuide({ root }: Folders, { document, hash }: Guide): Promise<void> {
  await writeWhole(`${root}/operations-guide.md`, renderGuide(document, { hash }));
  await writeWhole(`${root}/operations-guide.html`, renderGuide(document, { hash, format: "html" }));
}
