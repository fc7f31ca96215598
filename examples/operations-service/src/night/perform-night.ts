import { isSpmError, type RunLog, type Runner, type RunState, systemClock } from "@spm-ops/core";
import { nightInput } from "../client/night-parts.js";
import type { EmbeddedParts } from "../embedded/embedded-parts.js";
import type { Night } from "./night.js";
import { writeNightPage } from "./night-page.js";
import { openService, type ServiceOptions } from "./open-service.js";

export interface NightOptions extends ServiceOptions {
  readonly signal: AbortSignal;
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
  const night = { run, guide, progress, earlierRuns, folders };
  options.onBegin(night);

  const ended = await perform(runner, run, embedded, options);
  const { page, headline, remarks } = await writeNightPage(runLog, { ...night, run: ended });
  return { run: ended, headline, remarks, page };
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
