import type { Clock } from "@spm-ops/core";
import { createSwitchboard, type Faults, type Switchboard } from "../../simulator/faults.js";

/** Conditions of the model that stay until they are changed. */
export interface Conditions {
  activeState: string;
  /** The user has no access: everything below the model is 404, lists of tasks are empty. */
  masked: boolean;
  ignoresCancel: boolean;
  dumpsExpired: boolean;
}

/** Troubles that can be switched on while the simulator runs. A model that sleeps is one that hangs once. */
export interface AnaplanFaults extends Faults {
  /** Starts are refused with 409. */
  busy(times?: number): void;
  setConditions(conditions: Partial<Conditions>): void;
}

const USUAL: Conditions = {
  activeState: "UNLOCKED",
  masked: false,
  ignoresCancel: false,
  dumpsExpired: false,
};

/** The troubles of a simulated tenant. */
export interface AnaplanTroubles {
  readonly faults: AnaplanFaults;
  readonly conditions: Conditions;
  readonly switchboard: Switchboard;
}

/** Creates the troubles of a simulated tenant, all of them switched off. */
export function createTroubles(clock: Clock, expireTokens: () => void): AnaplanTroubles {
  const conditions: Conditions = { ...USUAL };
  const onClear = () => void Object.assign(conditions, USUAL);
  const switchboard = createSwitchboard({ clock, expireTokens, onClear });
  const { faults } = switchboard;
  return {
    conditions,
    switchboard,
    faults: {
      ...faults,
      busy: (times = 1) => faults.respond({ method: "POST", path: /\/tasks$/, times, status: 409 }),
      setConditions: (changed) => void Object.assign(conditions, changed),
    },
  };
}
