import type { ScheduleDeclaration } from "../schedule/schedule-document.js";
import type { Slot } from "../schedule/slot.js";
import type { AnyProcedure, Procedure } from "./procedure.js";

/** A procedure that is due by a schedule, as a guide collects it. */
export interface ScheduledProcedure {
  readonly procedure: AnyProcedure;
  readonly schedule: ScheduleDeclaration;
  /** What the run for a slot is given. */
  input(slot: Slot): unknown;
}

/**
 * Declares that a procedure is due by a schedule.
 *
 * @param input gives what the run for a slot needs: a pure function of the slot, since it may be asked more than once.
 * @example
 * const report = defineProcedure({ id: "report", title: "Report", input: z.object({ businessDate: z.iso.date() }) });
 * const nightly = scheduleProcedure(report, { id: "nightly", rule: { cron: "0 22 * * *" }, zone: "America/New_York" }, (slot) => ({
 *   businessDate: slot.nominal.slice(0, 10),
 * }));
 */
export function scheduleProcedure<Input, Outputs>(
  procedure: Procedure<Input, Outputs>,
  schedule: ScheduleDeclaration,
  input: (slot: Slot) => NoInfer<Input>,
): ScheduledProcedure {
  return Object.freeze({ procedure, schedule, input });
}
