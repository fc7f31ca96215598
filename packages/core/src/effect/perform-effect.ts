import type { Clock } from "../clock.js";
import { toJsonValue } from "../json.js";
import { isRetryable, type RetryPolicy, retry } from "../retry.js";
import { SpmError } from "../spm-error.js";
import type { Volume } from "../volume.js";
import { withDeadline } from "./deadline.js";
import type { EffectContract, Found } from "./effect-contract.js";
import type { EffectEvent } from "./effect-events.js";
import { type EffectState, isSettled, type RecordedFailure } from "./effect-state.js";
import { haltsWorker, leavesDoubt, recordFailure } from "./failure-kind.js";

/** One effect's part of a stream: what the events say of it, and where the next one goes. */
export interface EffectJournal {
  readonly effectId: string;
  readonly key: string;
  readonly state: EffectState | undefined;
  append(event: EffectEvent): Promise<void>;
}

/** What an attempt at an effect is told. */
export interface EffectAttempt {
  readonly key: string;
  /** From 1. */
  readonly attempt: number;
  /** When the first attempt was intended, in milliseconds since 1970 by the log's clock. */
  readonly intendedAt: number;
  readonly signal: AbortSignal;
  volume(moved: Volume): void;
}

/** Something to be done to the outside world, with its contract. */
export interface EffectWork {
  readonly contract: EffectContract;
  readonly retry?: RetryPolicy | undefined;
  readonly timeoutMs?: number | undefined;
  perform(attempt: EffectAttempt): Promise<unknown>;
  find?(attempt: EffectAttempt): Promise<Found<unknown>>;
  accept?(output: unknown): string | undefined;
}

export interface EffectPerformance {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly onRetry?: ((failure: RecordedFailure, attempt: number) => void) | undefined;
}

/** How often a question to the outside world is asked before its silence counts as doubt. */
const LOOK: RetryPolicy = { attempts: 4, delayMs: 500, maxDelayMs: 5_000 };

/**
 * Performs an effect to its outcome: the one piece of code that does.
 *
 * Journal first: the intent is kept before anything is done, the outcome after. An intent without an outcome, left by a
 * crash or a lost answer, is performed again only if its contract allows; a `once` effect is looked for, and if that
 * cannot tell it stays in doubt. An abort leaves the journal as it is and rejects with the signal's reason. A failure
 * of this worker (a full disk, a credential that is refused) comes out as it is, and the effect waits to be tried again.
 *
 * @returns the settled state, or one that is in doubt.
 */
export async function performEffect(
  work: EffectWork,
  journal: EffectJournal,
  performance: EffectPerformance,
): Promise<EffectState> {
  const left = journal.state;
  if (left !== undefined && isSettled(left)) return left;
  const mayHaveHappened = left?.status === "in-doubt" || left?.status === "running";
  if (mayHaveHappened && work.contract === "once") {
    const reason = left.doubt ?? "The worker ended after its intent and before any outcome.";
    if (await lookForOutcome(work, journal, performance, reason)) return stateOf(journal);
  }
  const attempts = Math.max(1, (work.retry?.attempts ?? 1) - (left?.failedAttempts ?? 0));
  try {
    await retry(
      (number) => attemptOnce(work, journal, performance, number < attempts),
      { ...work.retry, attempts },
      {
        clock: performance.clock,
        signal: performance.signal,
        // The journal decides: where the outcome could not be kept, trying again would be acting without looking.
        retryIf: (error) => journal.state?.status === "retrying" && !haltsWorker(error),
        onRetry: (error) => performance.onRetry?.(recordFailure(error), stateOf(journal).attempts),
      },
    );
  } catch (error) {
    performance.signal.throwIfAborted();
    // A failure that settled the effect is an outcome, hence a value. One of the log or of this worker is neither.
    if (journal.state?.status !== "failed") throw error;
  }
  return stateOf(journal);
}

async function attemptOnce(
  work: EffectWork,
  journal: EffectJournal,
  performance: EffectPerformance,
  mayTryAgain: boolean,
): Promise<void> {
  const { effectId, key } = journal;
  const attempt = (journal.state?.attempts ?? 0) + 1;
  await journal.append({
    type: "effect.intended",
    data: { effectId, attempt, key, contract: work.contract },
  });

  let volume: Volume | undefined;
  const begun = performance.clock.monotonic();
  const elapsed = () => Math.round((performance.clock.monotonic() - begun) * 1_000) / 1_000;
  const attemptWith = (signal: AbortSignal) =>
    work.perform({
      ...describeAttempt(journal, signal),
      volume: (moved) => {
        volume = { ...volume, ...moved };
      },
    });

  let outcome: EffectEvent;
  let failure: unknown;
  try {
    const output = toJsonValue((await withDeadline(attemptWith, effectId, work, performance)) ?? null);
    const refusal = work.accept?.(output);
    outcome = {
      type: "effect.succeeded",
      data: { effectId, attempt, output, elapsedMs: elapsed(), volume, refusal },
    };
  } catch (error) {
    performance.signal.throwIfAborted();
    if (work.contract === "once" && leavesDoubt(error)) {
      if (await lookForOutcome(work, journal, performance, recordFailure(error).message)) return;
      failure = notHappened(effectId, error);
    } else {
      failure = error;
    }
    const willRetry = haltsWorker(failure) || (mayTryAgain && isRetryable(failure));
    const recorded = recordFailure(failure);
    outcome = {
      type: "effect.failed",
      data: { effectId, attempt, failure: recorded, elapsedMs: elapsed(), volume, willRetry },
    };
  }
  await journal.append(outcome);
  if (failure !== undefined) throw failure;
}

/** Asks whether the effect happened. Keeps the answer, and tells whether it settles the matter or leaves it in doubt. */
async function lookForOutcome(
  work: EffectWork,
  journal: EffectJournal,
  { clock, signal }: EffectPerformance,
  doubt: string,
): Promise<boolean> {
  const { effectId } = journal;
  const attempt = stateOf(journal).attempts;
  let found: Found<unknown> = { state: "unknown", reason: "There is no way to ask the other side." };
  if (work.find !== undefined) {
    try {
      const question = { ...describeAttempt(journal, signal), volume: () => undefined };
      found = await retry(async () => work.find?.(question) ?? found, LOOK, { clock, signal });
    } catch (error) {
      signal.throwIfAborted();
      found = { state: "unknown", reason: `Asking failed: ${recordFailure(error).message}` };
    }
  }
  if (found.state === "absent") return false;
  if (found.state === "unknown") {
    await journal.append({
      type: "effect.in-doubt",
      data: { effectId, attempt, reason: `${doubt} ${found.reason}` },
    });
    return true;
  }
  const output = toJsonValue(found.output ?? null);
  const refusal = work.accept?.(output);
  await journal.append({
    type: "effect.succeeded",
    data: { effectId, attempt, output, refusal, found: true },
  });
  return true;
}

function describeAttempt(journal: EffectJournal, signal: AbortSignal) {
  const { attempts, startedAt } = stateOf(journal);
  return { key: journal.key, attempt: attempts, intendedAt: startedAt, signal };
}

function stateOf({ state, effectId }: EffectJournal): EffectState {
  if (state === undefined) throw new TypeError(`${effectId} was never intended`);
  return state;
}

function notHappened(effectId: string, cause: unknown): SpmError {
  const why = recordFailure(cause).message;
  return new SpmError(
    "remote.unavailable",
    `${why} It was looked for and has not happened.`,
    { operation: effectId },
    { cause },
  );
}
