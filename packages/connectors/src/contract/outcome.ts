import type { Volume } from "@spm-ops/core";

/**
 * How a job ended.
 *
 * - `succeeded`: all of it, as far as the vendor tells.
 * - `succeeded-with-rejects`: it went through, but some rows did not.
 * - `failed`: the vendor says that it did not work. What it did before may have stayed.
 * - `cancelled`: somebody stopped it. What it did before may have stayed.
 * - `refused-busy`: never begun, because the environment was busy until patience ended.
 * - `unknown`: it ended, or may have begun, and nobody can tell how.
 */
export type OutcomeState =
  | "succeeded"
  | "succeeded-with-rejects"
  | "failed"
  | "cancelled"
  | "refused-busy"
  | "unknown";

/** The end of a job, as plain JSON. Never read off an HTTP status. */
export interface Outcome {
  readonly state: OutcomeState;
  /** What the vendor counted. An absent count is unknown, which is not zero. */
  readonly volume: Volume;
  /** The vendor's own words for the state. */
  readonly rawStatus: string;
  /** What the vendor says about it, for people; may be empty. */
  readonly message: string;
  /** The parts of a process, in the vendor's order. Absent where there are none. */
  readonly parts?: readonly OutcomePart[] | undefined;
}

/** How one part of a process ended. Parts before a failed one keep their effect. */
export interface OutcomePart {
  /** The vendor's id of what the part ran. */
  readonly object: string;
  readonly state: OutcomeState;
  readonly volume: Volume;
  readonly message: string;
}

/** One look at a job. */
export type Poll =
  | {
      readonly state: "running";
      /** The vendor's own words; a word that nobody knows counts as running, never as an end. */
      readonly rawStatus: string;
      /** From 0 to 1, where the vendor tells. */
      readonly progress?: number | undefined;
    }
  | { readonly state: "finished"; readonly outcome: Outcome };

/** Why an outcome is not good enough to go on with, or nothing when it is. Rejected rows are good enough. */
export function toRefusal({ state, message, rawStatus }: Outcome): string | undefined {
  if (state === "succeeded" || state === "succeeded-with-rejects") return undefined;
  return `The job ended as ${state} (${rawStatus})${message === "" ? "" : `: ${message}`}`;
}
