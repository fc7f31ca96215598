import type { Clock } from "@spm-ops/core";
import { type ConditionalFaults, createSwitchboard, type Switchboard } from "../../simulator/faults.js";
import { FIREWALL_PAGE } from "./reply.js";
import type { JobEnd } from "./state.js";

/** How a job ends that is told to end so. */
export interface ForcedEnd {
  readonly end: JobEnd;
  /** What its details tell. @defaultValue an error's message, unless it is a success */
  readonly details?: Readonly<Record<string, unknown>> | undefined;
}

/** Conditions of the organization that stay until they are changed. */
export interface Conditions {
  /** So many of the next changes are done, but answered with 502, as after the 30 s that an answer may take. */
  gatewayTimeouts: number;
  /** The details of uploads and jobs hold what they hold under other names, deeper. */
  nestedDetails: boolean;
  /** The verb that links for uploads are signed for. */
  uploadMethod: "PUT" | "POST";
  /** The token's user may see nothing any more: 403. */
  rightsGone: boolean;
  /** Links that were signed do not live any longer. */
  linksExpired: boolean;
  /** Uploads tell neither a link nor a job. */
  mutedUploads: boolean;
  /** Ends that wait for the next jobs. */
  ends: readonly ForcedEnd[];
}

/** Troubles that can be switched on while the simulator runs. */
export interface CaptivateiqFaults extends ConditionalFaults<Conditions> {
  /** The firewall blocks changes, with a page and 403. Nothing is done. */
  blockByFirewall(times?: number): void;
}

const USUAL: Conditions = {
  gatewayTimeouts: 0,
  nestedDetails: false,
  uploadMethod: "PUT",
  rightsGone: false,
  linksExpired: false,
  mutedUploads: false,
  ends: [],
};

/** The switchboard of a simulated organization, with the vendor's own faults. */
export function createTroubles(clock: Clock): {
  readonly faults: CaptivateiqFaults;
  readonly switchboard: Switchboard<Conditions>;
} {
  // Tokens of this vendor are no sessions: the one thing that ends them is a person, which is `rightsGone`.
  const expireTokens = () => switchboard.faults.setConditions({ rightsGone: true });
  const switchboard = createSwitchboard({ clock, expireTokens, usual: USUAL });
  const { faults } = switchboard;
  return {
    switchboard,
    faults: {
      ...faults,
      blockByFirewall: (times = 1) =>
        faults.respond({ method: "POST", path: /^\/ciq\//, times, status: 403, html: FIREWALL_PAGE }),
    },
  };
}
