import type { Clock } from "@spm-ops/core";
import { type ConditionalFaults, createSwitchboard, type Switchboard } from "../../simulator/faults.js";

/** How the next pipeline ends, whatever it does. `Cacel` is the vendor's own. */
export type ForcedEnd = "Failed" | "Cancel" | "Cacel" | "with errors";

/** Conditions of the tenant that stay until they are changed. */
export interface Conditions {
  /** Files stay in the drop box until somebody starts the jobs by hand. */
  waitsForJobs: boolean;
  /** The user sees no pipelines; lists of them are empty. */
  hidesPipelines: boolean;
  /** Long ids come as JSON numbers, without quotes. */
  bareIds: boolean;
  /** A cancel is answered with 400 and TCMP_60255, although it is carried out. */
  cancelQuirk: boolean;
  /** Ends that wait for the next pipelines. */
  ends: readonly ForcedEnd[];
}

/** Troubles that can be switched on while the simulator runs. */
export interface SapCommissionsFaults extends ConditionalFaults<Conditions> {
  /** Starts are refused with 500 and TCMP_09012, as an object is locked. */
  lockObjects(times?: number): void;
  /** Starts are refused with 500, and nobody knows whether they were carried out; they were not. */
  failStart(times?: number): void;
}

const USUAL: Conditions = {
  waitsForJobs: false,
  hidesPipelines: false,
  bareIds: false,
  cancelQuirk: false,
  ends: [],
};

const START = { method: "POST", path: /\/v2\/pipelines/, status: 500 } as const;

/** The switchboard of a simulated tenant, with the vendor's own faults. */
export function createTroubles(
  clock: Clock,
  expireTokens: () => void,
): { readonly faults: SapCommissionsFaults; readonly switchboard: Switchboard<Conditions> } {
  const switchboard = createSwitchboard({ clock, expireTokens, usual: USUAL });
  const { faults } = switchboard;
  const refuseStart = (times: number, pipelines: object) =>
    faults.respond({ ...START, times, json: JSON.stringify({ pipelines }) });
  return {
    switchboard,
    faults: {
      ...faults,
      lockObjects: (times = 1) =>
        refuseStart(times, { "0": "TCMP_09012:E: The system cannot obtain access to the object." }),
      failStart: (times = 1) => refuseStart(times, { _ERROR_: "Server did not respond" }),
    },
  };
}
