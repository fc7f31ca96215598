import type { Clock } from "../clock.js";
import { toJsonValue } from "../json.js";
import type { NewAttachment } from "../log/attachment.js";
import { isRetryable, type RetryPolicy, retry } from "../retry.js";
import { isSpmError, SpmError } from "../spm-error.js";
import type { Volume } from "../volume.js";
import { collectAttachments } from "./collect-attachments.js";
import { withDeadline } from "./deadline.js";
import type { EffectContract, Found } from "./effect-contract.js";
import type { EffectEvent } from "./effect-events.js";
import type { EffectJournal } from "./effect-journal.js";
import { type EffectState, isSettled, type RecordedFailure } from "./effect-state.js";
import { haltsWorker, leavesDoubt, recordFailure } from "./failure-kind.js";

/** What an attempt at an effect is told. */
export interface EffectAttempt {
  readonly key: string;
  /** From 1. */
  readonly attempt: number;
  /** When the first attempt was intended, in milliseconds since 1970 by the log's clock. */
  readonly intendedAt: number;
  readonly signal: AbortSignal;
  /** States what was moved. Later calls replace the fields that they name. */
  volume(moved: Volume): void;
  /** Keeps bytes with the outcome of this attempt. @throws TypeError where there is no place for any. */
  attach(attachment: NewAttachment): Promise<void>;
}

/** Something to be done to the outside world, with its contract. */
export interface EffectWork {
  readonly contract: EffectContract;
  readonly retry?: RetryPolicy | undefined;
  readonly timeoutMs?: number | undefined;
  perform(attempt: EffectAttempt): Promise<unknown>;
  find?(attempt: EffectAttempt): Promise<Found<unknown>>;
  accept?(output: unknown, volume: Volume | undefined): string | undefined;
}

export interface EffectPerformance {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly onRetry?: ((failure: RecordedFailure, attempt: number) => void) | undefined;
  /** The intent of the first attempt was kept by the caller just now, and nothing has been done since. */
  readonly isIntended?: boolean | undefined;
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
  const left = performance.isIntended === true ? undefined : journal.state;
  if (left !== undefined && isSettled(left)) return left;
  const mayHaveHappened = left?.status === "in-doubt" || left?.status === "running";
  if (mayHaveHappened && work.contract === "once") {
    const reason = left.doubt ?? "The worker ended after its intent and before any outcome.";
    if (await lookForOutcome(work, journal, performance, reason)) return stateOf(journal);
  }
  const attempts = Math.max(1, (work.retry?.attempts ?? 1) - (left?.failedAttempts ?? 0));
  let isIntended = performance.isIntended === true;
  const attempt = async (number: number) => {
    if (!isIntended) await journal.append(toIntent(journal, work.contract));
    isIntended = false;
    await attemptOnce(work, journal, performance, number < attempts);
  };
  try {
    await retry(
      attempt,
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
  const { effectId } = journal;
  const attempt = stateOf(journal).attempts;
  let volume: Volume | undefined;
  const attachments = collectAttachments(journal);
  const begun = performance.clock.monotonic();
  const elapsed = () => Math.round((performance.clock.monotonic() - begun) * 1_000) / 1_000;
  const attemptWith = (signal: AbortSignal) =>
    work.perform({
      ...describeAttempt(journal, signal),
      volume: (moved) => {
        volume = { ...volume, ...moved };
      },
      attach: attachments.attach,
    });

  let outcome: EffectEvent;
  let failure: unknown;
  try {
    const output = toJsonValue((await withDeadline(attemptWith, effectId, work, performance)) ?? null);
    const refusal = work.accept?.(output, volume);
    outcome = {
      type: "effect.succeeded",
      data: { effectId, attempt, output, elapsedMs: elapsed(), volume, refusal, ...attachments.kept },
    };
  } catch (error) {
    performance.signal.throwIfAborted();
    // What cannot be attached may be about what has happened already.
    const hasDoubt = leavesDoubt(error) || attachments.isFailure(error);
    if (work.contract === "once" && hasDoubt) {
      if (await lookForOutcome(work, journal, performance, recordFailure(error).message)) return;
      failure = notHappened(effectId, error);
    } else {
      failure = error;
    }
    const willRetry = haltsWorker(failure) || (mayTryAgain && mayHelp(work, failure));
    const recorded = recordFailure(failure);
    outcome = {
      type: "effect.failed",
      data: {
        ...{ effectId, attempt, failure: recorded, elapsedMs: elapsed(), volume, willRetry },
        ...attachments.kept,
      },
    };
  }
  await journal.append(outcome);
  if (failure !== undefined) throw failure;
}

/** Whether another try can help. A lost answer is no obstacle for what may be done again. */
function mayHelp({ contract }: EffectWork, failure: unknown): boolean {
  return isRetryable(failure) || (contract !== "once" && isSpmError(failure, "remote.unknown"));
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
      const question: EffectAttempt = {
        ...describeAttempt(journal, signal),
        volume: () => undefined,
        // What a question finds is not an attempt's to keep.
        attach: () => Promise.resolve(),
      };
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
  const refusal = work.accept?.(output, undefined);
  await journal.append({
    type: "effect.succeeded",
    data: { effectId, attempt, output, refusal, found: true },
  });
  return true;
}

/** The intent of the next attempt at an effect. */
export function toIntent(
  { effectId, key, state }: Pick<EffectJournal, "effectId" | "key" | "state">,
  contract: EffectContract,
): EffectEvent {
  const attempt = (state?.attempts ?? 0) + 1;
  return { type: "effect.intended", data: { effectId, attempt, key, contract } };
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
