import { isSpmError, type Log, type RunLog, type Runner, type RunState, systemClock } from "@spm-ops/core";
import type { Incident, Incidents, RunMonitorFailure, Symptom } from "@spm-ops/monitoring";
import { nightInput } from "../client/night-parts.js";
import type { EmbeddedParts } from "../embedded/embedded-parts.js";
import { paceOf } from "../embedded/pace.js";
import { createServiceWatch, type ServiceWatch } from "../watch/service-watch.js";
import type { Night } from "./night.js";
import { writeNightPage } from "./night-page.js";
import { openService, type ServiceOptions } from "./open-service.js";

export interface NightOptions extends ServiceOptions {
  readonly signal: AbortSignal;
  /** Told once the run is known and before it moves. */
  readonly onBegin: (night: Night) => void;
  /** Told when another worker's claim has to end first. */
  readonly onHeld: (untilMs: number) => void;
  /** Told of what the watch says of the night. @defaultValue nobody is told */
  readonly onSymptom?: ((symptom: Symptom) => void) | undefined;
  /** Told of what is wrong with the watch itself. @defaultValue nobody is told */
  readonly onWatchFailure?: ((failure: RunMonitorFailure) => void) | undefined;
}

/** How a night ended, and where to look. */
export interface NightResult {
  readonly run: RunState;
  readonly headline: string;
  readonly remarks: readonly string[];
  readonly page: string;
  /** Incidents that are not closed. */
  readonly incidents: readonly Incident[];
}

/**
 * Performs one night, or goes on with the one that an earlier process has left.
 *
 * A night that has ended is not performed again; its page is written anew.
 */
export async function performNight(options: NightOptions): Promise<NightResult> {
  await using service = await openService(options);
  const { runner, runLog, guide, progress, folders, embedded } = service;
  const { runId, businessDate } = service.night;
  const actor = { kind: "service", id: "operations-service" } as const;
  const run = await runner.request({ procedureId: "nightly-load", runId, input: { businessDate }, actor });
  const earlierRuns = await readEarlierRuns(runLog, run);
  const watch = watchOver(service.log, options);
  const judgements = () => watch.judgementsOf(runId);
  const night = { run, guide, progress, earlierRuns, folders, judgements };
  options.onBegin(night);

  const ended = await watch.during(() => perform(runner, run, embedded, options));
  await watch.look();
  const { page, headline, remarks } = await writeNightPage(runLog, { ...night, run: ended });
  return { run: ended, headline, remarks, page, incidents: await readOpen(watch.incidents) };
}

/** Looks several times while the quickest step of interest is under way. */
function watchOver(log: Log, { pace = paceOf(), onSymptom, onWatchFailure }: NightOptions): ServiceWatch {
  return createServiceWatch({
    ...{ log, everyMs: 2 * pace.pollMs },
    onSymptom: (symptom) => onSymptom?.(symptom),
    onFailure: (failure) => onWatchFailure?.(failure),
  });
}

async function readOpen(incidents: Incidents): Promise<readonly Incident[]> {
  const open: Incident[] = [];
  for await (const incident of incidents.list({ state: ["open", "acknowledged", "muted"] }))
    open.push(incident);
  return open;
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
