import type { Clock } from "@spm-ops/core";
import { type ConditionalFaults, createSwitchboard, type Switchboard } from "../../simulator/faults.js";

/** Conditions of the application that stay until they are changed. */
export interface Conditions {
  /** Lists come empty. */
  rightsGone: boolean;
  /** The application says that it is closed. */
  closed: boolean;
  /** How the next runs end, whatever they do; the words may be ones that no client knows. */
  ends: readonly string[];
}

/** Troubles that can be switched on while the simulator runs. */
export interface HttpProfileFaults extends ConditionalFaults<Conditions> {
  /** Starts are refused with 409. */
  busy(times?: number): void;
}

/** The switchboard of a simulated application, with its own faults. */
export function createTroubles(
  clock: Clock,
  expireTokens: () => void,
): { readonly faults: HttpProfileFaults; readonly switchboard: Switchboard<Conditions> } {
  const usual: Conditions = { rightsGone: false, closed: false, ends: [] };
  const switchboard = createSwitchboard({ clock, expireTokens, usual });
  const { faults } = switchboard;
  const busy = (times = 1) => faults.respond({ method: "POST", path: /\/runs$/, times, status: 409 });
  return { switchboard, faults: { ...faults, busy } };
}
