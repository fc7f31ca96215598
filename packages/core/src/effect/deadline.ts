import type { Clock } from "../clock.js";
import { SpmError } from "../spm-error.js";

/** How long work may take to stop once its signal has aborted, before it is left behind. */
const GRACE_MS = 10_000;

/** Why nothing waits any longer: nobody is told it, and a reason of its own each time would cost a stack trace. */
const SETTLED = "settled";

/**
 * Runs work that must end within a time. Its signal aborts when the time is over or the caller's signal does.
 *
 * Waits for the work to stop, so that what comes after does not run beside it; work that does not heed its signal is
 * left behind after 10 s. Work that ends well all the same has its result kept.
 *
 * @throws SpmError `step.timed-out`, or the caller's own reason.
 */
export async function withDeadline<Result>(
  work: (signal: AbortSignal) => Promise<Result>,
  name: string,
  { timeoutMs }: { readonly timeoutMs?: number | undefined },
  { clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal },
): Promise<Result> {
  const deadline = new AbortController();
  const settled = new AbortController();
  const both = timeoutMs === undefined ? signal : AbortSignal.any([signal, deadline.signal]);
  const timed = timeoutMs === undefined ? undefined : expire(timeoutMs);

  async function expire(afterMs: number): Promise<void> {
    if (!(await elapses(afterMs))) return;
    const message = `${name} took longer than ${afterMs} ms.`;
    deadline.abort(new SpmError("step.timed-out", message, { stepId: name, timeoutMs: afterMs }));
  }

  async function elapses(ms: number): Promise<boolean> {
    try {
      await clock.wait(ms, { signal: settled.signal });
      return !settled.signal.aborted;
    } catch {
      return false;
    }
  }

  let leave = (): void => undefined;
  const leftBehind = new Promise<never>((_, reject) => {
    leave = () => void elapses(GRACE_MS).then((isOver) => isOver && reject(both.reason));
  });
  both.addEventListener("abort", leave, { once: true });
  try {
    return await Promise.race([work(both), leftBehind]);
  } catch (error) {
    both.throwIfAborted();
    throw error;
  } finally {
    // The signal of a run lives longer than its steps.
    both.removeEventListener("abort", leave);
    settled.abort(SETTLED);
    await timed;
  }
}
