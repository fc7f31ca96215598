import type { LineFaults } from "./site-line.js";

/** How the next drop ends, whatever it holds. */
export type ForcedEnd = "succeeded" | "failed";

/** Conditions of the vendor that stay until they are changed. */
export interface Conditions {
  /** Signals are not noticed. */
  ignoresSignals: boolean;
  /** The work is done, and nothing told about it. */
  silent: boolean;
  /** Results come half written first, and whole at the next look. */
  halfResults: boolean;
  /** Results tell the run key and the times of an earlier run. */
  staleResults: boolean;
  /** Ends that wait for the next drops. */
  ends: readonly ForcedEnd[];
}

/** Troubles that can be switched on while the simulator runs. */
export interface DropFolderFaults extends LineFaults {
  setConditions(changed: Partial<Conditions>): void;
}

/** Everything in order. */
export const USUAL: Conditions = {
  ignoresSignals: false,
  silent: false,
  halfResults: false,
  staleResults: false,
  ends: [],
};
