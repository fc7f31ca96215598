import { type Clock, isSpmError, type RetryPolicy, retry, systemClock } from "@spm-ops/core";
import type { Outcome } from "./outcome.js";
import type { ConnectorCall, Handle, SpmConnector, Staged, StartRequest } from "./spm-connector.js";
import type { StageableFile } from "./stageable-file.js";
import { type PollingPolicy, waitForOutcome } from "./wait-for-outcome.js";

/** One load, from the file to its outcome. */
export interface LoadRun<Kept> {
  /** By id or name. */
  readonly load: string;
  readonly file: StageableFile;
  /** Keeps the rows that were not taken, and says where. @defaultValue they stay at the vendor */
  readonly keepRejects?: ((name: string, bytes: AsyncIterable<Uint8Array>) => Promise<Kept>) | undefined;
}

export interface LoadPolicy {
  /** How to be patient with a busy or throttled environment. @defaultValue ten tries, 5 s apart and doubling up to 60 s */
  readonly busy?: RetryPolicy | undefined;
  readonly polling?: PollingPolicy | undefined;
}

export interface LoadCall extends ConnectorCall {
  /** @defaultValue the clock of this machine */
  readonly clock?: Clock | undefined;
}

export interface LoadResult<Kept> {
  readonly staged: Staged;
  readonly outcome: Outcome;
  /** Absent when nothing was started, or nobody knows. */
  readonly handle?: Handle | undefined;
  /** What `keepRejects` returned, file by file. */
  readonly rejects: readonly Kept[];
}

/**
 * Stages a file, starts its load once, waits for the end and keeps the rejects: for use without a guide.
 *
 * A start without an answer is looked for; one that cannot be found out about ends as `unknown`, and one that the
 * environment kept refusing as `refused-busy`. Without a guide nothing survives a crash of this process.
 */
export async function runLoad<Kept = never>(
  connector: SpmConnector,
  { load, file, keepRejects }: LoadRun<Kept>,
  { busy = { attempts: 10, delayMs: 5_000 }, polling }: LoadPolicy = {},
  { clock = systemClock, signal }: LoadCall = {},
): Promise<LoadResult<Kept>> {
  const staged = await connector.stage(load, file, { signal });
  const started = await startOnce(connector, { kind: "load", object: load, staged }, busy, { clock, signal });
  if ("state" in started) return { staged, outcome: started, rejects: [] };
  const outcome = await waitForOutcome(connector, started, polling, { clock, signal });
  const rejects: Kept[] = [];
  if (keepRejects !== undefined && outcome.state === "succeeded-with-rejects") {
    for await (const { name, bytes } of connector.rejects(started, { signal })) {
      rejects.push(await keepRejects(name, bytes));
    }
  }
  return { staged, outcome, handle: started, rejects };
}

async function startOnce(
  connector: SpmConnector,
  request: StartRequest,
  busy: RetryPolicy,
  { clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal | undefined },
): Promise<Handle | Outcome> {
  const since = clock.now();
  try {
    return await retry(() => connector.start(request, { signal }), busy, { clock, signal });
  } catch (error) {
    if (isSpmError(error, "remote.busy", "remote.throttled"))
      return notStarted("refused-busy", error.message);
    if (!isSpmError(error, "remote.unknown") || !connector.capabilities.find) throw error;
    const found = await connector.find({ request, since }, { signal });
    if (found.state === "happened") return found.output;
    // Absent is a safe answer, but a second start would still be ours to decide; a person or a guide decides better.
    return notStarted(
      found.state === "absent" ? "failed" : "unknown",
      found.state === "absent" ? error.message : found.reason,
    );
  }
}

function notStarted(state: "refused-busy" | "failed" | "unknown", message: string): Outcome {
  return { state, volume: {}, rawStatus: "not started", message };
}
