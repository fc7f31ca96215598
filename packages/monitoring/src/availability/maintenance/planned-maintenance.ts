import type { Actor } from "@spm-ops/core";
import type { PersonalAct } from "../../incident/incident.js";
import type { MaintenanceNotice, MaintenanceOnce, MaintenanceRule } from "../calendar/maintenance.js";

/** What was said of a window, with who said so and why. `announcedMs` is when the log kept it: nothing is said for before. */
export interface KeptNotice extends MaintenanceNotice {
  readonly by: Actor;
  readonly reason: string;
}

/** A window that was announced, with all that was said of it since. */
export interface PlannedWindow extends MaintenanceOnce {
  readonly id: string;
  readonly notices: readonly KeptNotice[];
}

/** Maintenance that was agreed on as a rule. */
export interface AgreedRule extends MaintenanceRule {
  readonly id: string;
  readonly announcedMs: number;
  readonly agreed: PersonalAct;
  readonly ended?: PersonalAct | undefined;
}

/** Maintenance as it was planned, in the form of which time is made: see `maintenanceTime`. */
export type PlannedMaintenance = PlannedWindow | AgreedRule;

/** All that was planned for an environment, in the order in which it was. */
export interface EnvironmentMaintenance {
  readonly environment: string;
  readonly planned: readonly PlannedMaintenance[];
}
