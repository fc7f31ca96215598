import type { Clock } from "@spm-ops/core";
import { type ConditionalFaults, createSwitchboard, type Switchboard } from "../../simulator/faults.js";

/** Conditions of the environment that stay until they are changed. */
export interface Conditions {
  /** Nothing is submitted: the id of the request is -1, with status 200. */
  refusesJobs: boolean;
  /** The user lost its rights to Import Management: 403. */
  hidesImports: boolean;
  /** The files of exports do not appear in the content server. */
  withholdsExports: boolean;
  /** States in which the next requests end, whatever they did. */
  ends: readonly string[];
}

/** Troubles that can be switched on while the simulator runs. */
export type OracleIcmFaults = ConditionalFaults<Conditions>;

const USUAL: Conditions = { refusesJobs: false, hidesImports: false, withholdsExports: false, ends: [] };

/** The switchboard of a simulated environment. */
export function createTroubles(clock: Clock, expireTokens: () => void): Switchboard<Conditions> {
  return createSwitchboard({ clock, expireTokens, usual: USUAL });
}
