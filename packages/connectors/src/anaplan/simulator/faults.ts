import type { Clock } from "@spm-ops/core";
import { type ConditionalFaults, createSwitchboard, type Switchboard } from "../../simulator/faults.js";

/** Conditions of the model that stay until they are changed. */
export interface Conditions {
  activeState: string;
  /** The user has no access: everything below the model is 404, lists of tasks are empty. */
  masked: boolean;
  ignoresCancel: boolean;
  dumpsExpired: boolean;
  /** The model is unloaded: everything below it hangs until it has been opened. */
  asleep: boolean;
  /** The user has the role that CloudWorks asks for. */
  integrationRole: boolean;
}

/** Troubles that can be switched on while the simulator runs. */
export interface AnaplanFaults extends ConditionalFaults<Conditions> {
  /** Starts of tasks are refused with 409. */
  busy(times?: number): void;
}

const USUAL: Conditions = {
  activeState: "UNLOCKED",
  masked: false,
  ignoresCancel: false,
  dumpsExpired: false,
  asleep: false,
  integrationRole: true,
};

/** The switchboard of a simulated tenant, with the vendor's own faults. */
export function createTroubles(
  clock: Clock,
  expireTokens: () => void,
): { readonly faults: AnaplanFaults; readonly switchboard: Switchboard<Conditions> } {
  const switchboard = createSwitchboard({ clock, expireTokens, usual: USUAL });
  const { faults } = switchboard;
  return {
    switchboard,
    faults: {
      ...faults,
      busy: (times = 1) => faults.respond({ method: "POST", path: /\/tasks$/, times, status: 409 }),
    },
  };
}
