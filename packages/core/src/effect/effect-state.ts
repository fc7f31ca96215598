import type { JsonValue } from "../json.js";
import type { Attachment } from "../log/attachment.js";
import type { Volume } from "../volume.js";
import type { EffectEvent } from "./effect-events.js";

/**
 * Where an effect stands.
 *
 * `running`: intended, no outcome yet. `retrying`: waits to be tried again. `refused`: it happened, and its output was
 * not good enough. `in-doubt`: it may or may not have happened.
 */
export type EffectStatus = "running" | "retrying" | "succeeded" | "refused" | "failed" | "in-doubt";

/** What is kept of a failure: its code (or the class of an unclassified error) and its message, without secrets. */
export interface RecordedFailure {
  readonly code: string;
  readonly message: string;
}

/** An effect as its events tell it. Times are milliseconds since 1970 by the log's clock. */
export interface EffectState {
  readonly status: EffectStatus;
  /** Handed to the outside world; the same for every attempt. */
  readonly key: string;
  /** Attempts begun. */
  readonly attempts: number;
  /** Attempts that failed; one that was cut off by a crash is none. */
  readonly failedAttempts: number;
  /** When its first attempt was intended. */
  readonly startedAt: number;
  readonly finishedAt?: number | undefined;
  /** How long the attempt that settled it took, by a monotonic clock. Absent while it runs, and when it was found done. */
  readonly elapsedMs?: number | undefined;
  readonly output?: JsonValue | undefined;
  readonly volume?: Volume | undefined;
  /** What was kept with the attempts that have an outcome, the earliest first. */
  readonly attachments?: readonly Attachment[] | undefined;
  /** Why its output was not good enough. */
  readonly refusal?: string | undefined;
  readonly failure?: RecordedFailure | undefined;
  /** Why nobody knows whether it happened. */
  readonly doubt?: string | undefined;
  /** It was not performed by the attempt that settled it, but found to have happened. */
  readonly found?: boolean | undefined;
}

/** Whether nothing more will come of an effect by itself. */
export function isSettled({ status }: EffectState): boolean {
  return status === "succeeded" || status === "refused" || status === "failed";
}

/** The state of an effect after an event of it. Pure. */
export function foldEffect(state: EffectState | undefined, event: EffectEvent, at: number): EffectState {
  if (event.type === "effect.intended") {
    const { key, attempt } = event.data;
    const { failedAttempts = 0, startedAt = at, attachments } = state ?? {};
    const begun = { status: "running", key, attempts: attempt, failedAttempts, startedAt } as const;
    return attachments === undefined ? begun : { ...begun, attachments };
  }
  if (state === undefined) throw new TypeError(`${event.type} without an intent`);
  switch (event.type) {
    case "effect.succeeded": {
      const { output, elapsedMs, volume, refusal, found } = event.data;
      const status = refusal === undefined ? "succeeded" : "refused";
      const kept = { output, elapsedMs, volume, refusal, found, ...attached(state, event.data) };
      return { ...withoutDoubt(state), status, finishedAt: at, ...kept };
    }
    case "effect.failed": {
      const { failure, elapsedMs, volume, willRetry } = event.data;
      const failedAttempts = state.failedAttempts + 1;
      const failed = { ...withoutDoubt(state), failedAttempts, failure, ...attached(state, event.data) };
      if (willRetry) return { ...failed, status: "retrying" };
      return { ...failed, status: "failed", finishedAt: at, elapsedMs, volume };
    }
    case "effect.in-doubt":
      return { ...state, status: "in-doubt", doubt: event.data.reason };
    case "effect.resolved":
      if (event.data.as === "absent") return { ...withoutDoubt(state), status: "retrying" };
      return {
        ...withoutDoubt(state),
        status: "succeeded",
        finishedAt: at,
        output: event.data.output,
        found: true,
      };
  }
}

function attached(
  { attachments: before = [] }: EffectState,
  { attachments = [] }: { readonly attachments?: readonly Attachment[] | undefined },
): Pick<EffectState, "attachments"> {
  const all = [...before, ...attachments];
  return all.length === 0 ? {} : { attachments: all };
}

function withoutDoubt({ doubt: _, ...state }: EffectState): EffectState {
  return state;
}
