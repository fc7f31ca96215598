import type { Clock } from "@spm-ops/core";
import { type ConditionalFaults, createSwitchboard, type Switchboard } from "../../simulator/faults.js";

/** How the next run ends, whatever it does. */
export type ForcedEnd = "Failed" | "Cancelled" | "with errors";

/** Conditions of the model that stay until they are changed. */
export interface Conditions {
  /** Somebody's global action runs: starts are refused with 409. */
  globalAction: boolean;
  /** Files that the server does not hold completely; an import of one fails. */
  incompleteFiles: readonly string[];
  /** The scheduler goes on telling the results of the runs before. */
  staleResults: boolean;
  /** No activity that has ended is shown any more. */
  forgetsActivities: boolean;
  /** `GET liveactivities/{id}` is not known to this server. */
  knowsListsOnly: boolean;
  /** Ends that wait for the next runs. */
  ends: readonly ForcedEnd[];
}

/** Troubles that can be switched on while the simulator runs. */
export interface VaricentFaults extends ConditionalFaults<Conditions> {
  /** Starts are refused with 409, although no global action was shown. */
  busy(times?: number): void;
  /** Starts are refused with 503, because another process has locked a table. */
  lockTable(times?: number): void;
}

const USUAL: Conditions = {
  globalAction: false,
  incompleteFiles: [],
  staleResults: false,
  forgetsActivities: false,
  knowsListsOnly: false,
  ends: [],
};

const START = { method: "POST", path: /\/rpc\// } as const;

/** The switchboard of a simulated tenant, with the vendor's own faults. */
export function createTroubles(
  clock: Clock,
  expireTokens: () => void,
): { readonly faults: VaricentFaults; readonly switchboard: Switchboard<Conditions> } {
  const switchboard = createSwitchboard({ clock, expireTokens, usual: USUAL });
  const { faults } = switchboard;
  return {
    switchboard,
    faults: {
      ...faults,
      busy: (times = 1) => faults.respond({ ...START, times, status: 409 }),
      lockTable: (times = 1) => faults.respond({ ...START, times, status: 503 }),
    },
  };
}
