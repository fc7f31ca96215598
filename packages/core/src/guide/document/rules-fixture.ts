import { z } from "zod";
import { defineBusinessCalendar } from "../../schedule/business-calendar.js";
import type { ScheduleDeclaration } from "../../schedule/schedule-document.js";
import { isSpmError } from "../../spm-error.js";
import { defineGuide, type GuideDeclaration } from "../guide.js";
import type { AnyProcedure, ManualStep, Step } from "../procedure.js";
import type { ScheduledProcedure } from "../scheduled-procedure.js";

export const text = { title: "A step", instructions: ["Do it by hand."] };
export const run = () => 1;
export const due = { workingDays: 1, at: "12:00", zone: "UTC", calendar: "us" };
export const lost = { ...due, calendar: "uk" };
const anything = z.object({});

export const count: Step = { kind: "automated", id: "count", ...text, effect: "repeatable", run };
export const manual = (more: Partial<ManualStep> = {}): ManualStep => ({
  ...{ kind: "manual", id: "approve", ...text, role: "analyst", form: z.object({ total: z.string() }) },
  ...more,
});
export const step = (more: object): Step => ({ ...count, ...more });
export const calling = (procedure: AnyProcedure): Step => ({
  ...{ kind: "calling", id: `call-${procedure.id}`, ...text, procedure },
  input: () => ({}),
});
export const withSteps = (id: string, ...steps: readonly Step[]): AnyProcedure => ({
  ...{ id, title: "A procedure", input: anything, steps, failureSteps: [] },
});
export const close = withSteps("close", count);

export const declared: GuideDeclaration = {
  title: "Operations Guide",
  client: "Example",
  contacts: [
    { role: "analyst", reach: "a@example.test" },
    { role: "lead", reach: "by telephone", people: 1 },
    { role: "controller", reach: "by telephone", people: 2 },
  ],
  controls: [{ id: "C-1", title: "Only what is approved is paid" }],
  calendars: [defineBusinessCalendar({ id: "us", title: "US holidays" })],
  procedures: [close],
};
export const guideOf = (...procedures: readonly AnyProcedure[]) => ({ ...declared, procedures });
export const guideWith = (...steps: readonly Step[]) => guideOf(withSteps("close", ...steps));
export const scheduled = (
  procedure: AnyProcedure,
  more: Partial<ScheduleDeclaration> = {},
): ScheduledProcedure => ({
  procedure,
  schedule: { id: "nightly", rule: { cron: "0 22 * * *" }, zone: "UTC", ...more },
  input: () => ({}),
});
/** A procedure that calls itself by the way of others: what cannot be written with values that never change. */
export function circleOf(...ids: readonly string[]): readonly AnyProcedure[] {
  const circle = ids.map((id) => ({ ...withSteps(id), steps: [] as Step[] }));
  for (const [index, procedure] of circle.entries()) {
    procedure.steps.push(calling(circle[(index + 1) % circle.length] ?? procedure));
  }
  return circle;
}

export function issuesOf(declaration: GuideDeclaration): readonly string[] {
  try {
    defineGuide(declaration);
  } catch (error) {
    if (isSpmError(error, "config.invalid")) return error.details.issues;
    throw error;
  }
  return [];
}
