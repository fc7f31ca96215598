import {
  createRedactor,
  createRunLog,
  createRunner,
  createRunProgress,
  type Guide,
  isSpmError,
  openSqliteLog,
  type RunLog,
  type Runner,
  type RunState,
  renderGuide,
  systemClock,
} from "@spm-ops/core";
import { createGuide } from "../client/guide.js";
import { nightInput, nightRunId } from "../client/night-parts.js";
import { makeUpEarlierNights } from "../embedded/earlier-nights.js";
import { type EmbeddedParts, startEmbeddedParts } from "../embedded/embedded-parts.js";
import { type Folders, layOutFolders } from "../embedded/folders.js";
import { type Pace, paceOf } from "../embedded/pace.js";
import { prepareService } from "../embedded/prepare-service.js";
import { measureUsualNight } from "../embedded/usual-night.js";
import { isThere, writeWhole } from "../embedded/write-whole.js";
import type { Night } from "./night.js";
import { writeNightPage } from "./night-page.js";

export interface NightOptions {
  /** The folder in which everything of the service lies. */
  readonly into: string;
  readonly businessDate: string;
  /** A folder of real files; without it the customer's system sends files that were made up. */
  readonly dataFolder?: string | undefined;
  /** How fast the world around the service is. @defaultValue one that a person can follow */
  readonly pace?: Pace | undefined;
  readonly signal: AbortSignal;
  /** Told when the world around the service stands, before anything happens in it. */
  readonly onEmbedded?: ((embedded: EmbeddedParts) => void) | undefined;
  /** Told once the run is known and before it moves. */
  readonly onBegin: (night: Night) => void;
  /** Told when another worker's claim has to end first. */
  readonly onHeld: (untilMs: number) => void;
}

/** How a night ended, and where to look. */
export interface NightResult {
  readonly run: RunState;
  readonly headline: string;
  readonly remarks: readonly string[];
  readonly page: string;
}

/** How long the claim of a worker that was killed keeps its run from the next one. */
const LEASE_MS = 4_000;

/**
 * Performs one night, or goes on with the one that an earlier process has left.
 *
 * A night that has ended is not performed again; its page is written anew.
 */
export async function performNight(options: NightOptions): Promise<NightResult> {
  const folders = layOutFolders(options.into);
  const businessDate = await chooseNight(folders, options.businessDate);
  await prepareService(folders, { ...options, businessDate });
  const { pace = paceOf() } = options;
  const redactor = createRedactor();
  await using embedded = await startEmbeddedParts(folders, { clock: systemClock, redactor, pace });
  options.onEmbedded?.(embedded);
  const guide = createGuide(embedded.parts);
  await keepGuide(folders, guide);
  if (!(await isThere(folders.runLog))) {
    const usual = await measureUsualNight(folders, { ...options, businessDate });
    await makeUpEarlierNights(folders.runLog, {
      guide,
      procedure: guide.procedure("nightly-load"),
      businessDate,
      usual,
      pace,
    });
  }

  await using log = await openSqliteLog({ path: folders.runLog });
  const runLog = createRunLog(log);
  const progress = createRunProgress();
  const runner = createRunner({
    log,
    guides: [guide],
    worker: `operations-service ${process.pid}`,
    redactor,
    progress,
    leaseMs: LEASE_MS,
  });
  const runId = nightRunId(businessDate);
  const actor = { kind: "service", id: "operations-service" } as const;
  const run = await runner.request({ procedureId: "nightly-load", runId, input: { businessDate }, actor });
  const earlierRuns = await readEarlierRuns(runLog, run);
  const night = { run, guide, progress, earlierRuns, folders };
  options.onBegin(night);

  const ended = await perform(runner, run, embedded, options);
  const { page, headline, remarks } = await writeNightPage(runLog, { ...night, run: ended });
  return { run: ended, headline, remarks, page };
}

/** A night that was left unfinished comes before a new one. */
async function chooseNight(folders: Folders, businessDate: string): Promise<string> {
  if (!(await isThere(folders.runLog))) return businessDate;
  await using log = await openSqliteLog({ path: folders.runLog });
  for await (const run of createRunLog(log).list({
    status: ["requested", "running", "in-doubt"],
    limit: 1,
  })) {
    return nightInput.parse(run.input).businessDate;
  }
  return businessDate;
}

async function keepGuide(folders: Folders, guide: Guide): Promise<void> {
  await writeWhole(`${folders.root}/operations-guide.md`, renderGuide(guide.document, guide));
}

async function readEarlierRuns(runLog: RunLog, run: RunState): Promise<readonly RunState[]> {
  const runs: RunState[] = [];
  for await (const each of runLog.list({ procedureId: run.procedureId, first: "newest", limit: 60 })) {
    if (each.runId !== run.runId) runs.push(each);
  }
  return runs;
}

/** Moves the run while the customer's system sends its files. The first of the two to fail ends the other. */
async function perform(
  runner: Runner,
  { runId, input }: RunState,
  embedded: EmbeddedParts,
  { signal, onHeld }: Pick<NightOptions, "signal" | "onHeld">,
): Promise<RunState> {
  const over = new AbortController();
  const both = AbortSignal.any([signal, over.signal]);
  const { businessDate } = nightInput.parse(input);
  const sending = embedded.send(businessDate, both).catch((error: unknown) => {
    if (!both.aborted) over.abort(error);
  });
  try {
    return await advanceWhenFree(runner, runId, { signal: both, onHeld });
  } finally {
    over.abort();
    await sending;
  }
}

/** A process that was killed cannot give its claim back: it ends by itself, after a few seconds. */
async function advanceWhenFree(
  runner: Runner,
  runId: string,
  { signal, onHeld }: Pick<NightOptions, "signal" | "onHeld">,
): Promise<RunState> {
  for (;;) {
    try {
      return await runner.advance(runId, { signal });
    } catch (error) {
      if (!isSpmError(error, "claim.held")) throw error;
      onHeld(error.details.untilMs);
      await systemClock.wait(Math.max(50, error.details.untilMs - systemClock.now()), { signal });
    }
  }
}
