import type { Clock } from "@spm-ops/core";
import { type ConditionalFaults, createSwitchboard, type Switchboard } from "../../simulator/faults.js";
import type { InvocationStatus } from "./state.js";

/** Conditions of the business that stay until they are changed. */
export interface Conditions {
  /** The credential with which pipelines work in Incent; the login is another one. */
  incentCredential: "valid" | "missing" | "expired";
  /** So many invocations more find their pipeline running already. */
  busyPipelines: number;
  /** An upload that validation errors keep back passes, with nothing uploaded. */
  silentUpload: boolean;
  /** A command that cannot be carried out is refused with this status, not with a row. */
  badCommandStatus: number | undefined;
  /** Ends that wait for the next invocations, whatever they do. */
  ends: readonly InvocationStatus[];
}

/** Troubles that can be switched on while the simulator runs. */
export interface XactlyFaults extends ConditionalFaults<Conditions> {
  /** The next invocations find their pipeline running already. */
  busy(times?: number): void;
}

const USUAL: Conditions = {
  incentCredential: "valid",
  busyPipelines: 0,
  silentUpload: false,
  badCommandStatus: undefined,
  ends: [],
};

/** The switchboard of a simulated business, with the vendor's own faults. */
export function createTroubles(
  clock: Clock,
  expireTokens: () => void,
): { readonly faults: XactlyFaults; readonly switchboard: Switchboard<Conditions> } {
  const switchboard = createSwitchboard({ clock, expireTokens, usual: USUAL });
  const { faults } = switchboard;
  return {
    switchboard,
    faults: { ...faults, busy: (times = 1) => faults.setConditions({ busyPipelines: times }) },
  };
}
