import { isSpmError } from "../spm-error.js";
import type { RecordedFailure } from "./effect-state.js";

/** Failures after which nobody knows whether the effect happened. */
const LEAVE_DOUBT = [
  "remote.unknown",
  "remote.malformed",
  "step.timed-out",
  "json.invalid",
  "file.ambiguous",
] as const;

/** Failures of the worker and of what it was given. They say nothing about the effect, which was not begun. */
const HALT_WORKER = [
  "storage.full",
  "secret.missing",
  "auth.rejected",
  "host-key.mismatch",
  "config.invalid",
] as const;

/** Whether an effect may have happened in spite of a failure. An error that nobody classified is no evidence that it has not. */
export function leavesDoubt(error: unknown): boolean {
  return !isSpmError(error) || isSpmError(error, ...LEAVE_DOUBT);
}

/** Whether a failure is to be mended where the worker runs, after which the effect can be tried again. */
export function haltsWorker(error: unknown): boolean {
  return isSpmError(error, ...HALT_WORKER);
}

/** What the log keeps of an error. */
export function recordFailure(error: unknown): RecordedFailure {
  if (isSpmError(error)) return { code: error.code, message: error.message };
  if (error instanceof Error) return { code: error.name, message: error.message };
  return { code: typeof error, message: String(error) };
}
