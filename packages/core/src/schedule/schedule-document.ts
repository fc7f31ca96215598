import { z } from "zod";
import type { BusinessCalendar } from "./business-calendar.js";
import { isFiscal } from "./calendar-period.js";
import { isZone } from "./clock-change.js";
import { periodOf, type ScheduleRule, scheduleRule } from "./schedule-rule.js";

const missedPolicy = z.union([
  z.enum(["none", "latest", "ask"]),
  z.strictObject({ all: z.int().min(1), withinMs: z.number().positive() }),
]);

/** A schedule on paper, each field on its own; what they have to do with one another is `scheduleDocument`. */
export const scheduleFields = z.strictObject({
  id: z
    .string()
    .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, "lower-case words joined by -, beginning with a letter"),
  title: z.string().min(1).optional(),
  rule: scheduleRule,
  zone: z.string().refine(isZone, "is no time zone that this runtime knows; write it as America/New_York"),
  calendar: z.string().optional(),
  roll: z.enum(["none", "next", "previous", "skip"]).default("none"),
  gap: z.enum(["next-valid", "same-offset", "skip"]).default("next-valid"),
  overlap: z.enum(["first", "second", "both"]).default("first"),
  missed: missedPolicy.default("latest"),
  overlappingRuns: z.enum(["skip", "queue-one", "queue-all", "allow"]).default("skip"),
  from: z.iso.date().optional(),
  until: z.iso.date().optional(),
});

/** A schedule as plain JSON, defaults included: what is printed and hashed. */
export type ScheduleDocument = Readonly<z.output<typeof scheduleFields>>;

/** What a schedule is declared with. */
export interface ScheduleDeclaration {
  /** Lower-case words joined by `-`; part of the id of every slot. */
  readonly id: string;
  readonly title?: string | undefined;
  readonly rule: ScheduleRule;
  /** IANA name of the zone in whose local time the rule speaks. */
  readonly zone: string;
  /** Id of the business calendar that knows working days and fiscal periods. */
  readonly calendar?: string | undefined;
  /**
   * What becomes of a day that is no working day: it stays, moves to the next or previous working day, or is skipped.
   *
   * @defaultValue `"none"`
   */
  readonly roll?: "none" | "next" | "previous" | "skip" | undefined;
  /**
   * What becomes of a local time that does not exist because clocks go forward: it moves to the moment at which they
   * do, as much later as they do, or is skipped. A time that would move onto another of the schedule is skipped.
   *
   * @defaultValue `"next-valid"`
   */
  readonly gap?: "next-valid" | "same-offset" | "skip" | undefined;
  /**
   * Which of the two instants is meant by a local time that comes twice because clocks go back.
   *
   * @defaultValue `"first"`
   */
  readonly overlap?: "first" | "second" | "both" | undefined;
  /**
   * What becomes of slots that passed while nobody looked: recorded only, the latest run, up to `all` of those not
   * older than `withinMs` run, or a person asked.
   *
   * @defaultValue `"latest"`
   */
  readonly missed?:
    | "none"
    | "latest"
    | "ask"
    | { readonly all: number; readonly withinMs: number }
    | undefined;
  /**
   * What becomes of a slot whose procedure still runs for an earlier one.
   *
   * @defaultValue `"skip"`
   */
  readonly overlappingRuns?: "skip" | "queue-one" | "queue-all" | "allow" | undefined;
  /** First date for which the rule holds, before any roll. */
  readonly from?: string | undefined;
  /** Last date for which the rule holds, before any roll. */
  readonly until?: string | undefined;
}

/** The schema of a declaration that may name one of these calendars. */
export function scheduleDocument(calendars: readonly BusinessCalendar[]) {
  const find = (id: string | undefined) => calendars.find((each) => each.id === id);
  return scheduleFields
    .refine(({ from, until }) => from === undefined || until === undefined || from <= until, {
      path: ["until"],
      message: "lies before `from`",
      when: areSound("from", "until"),
    })
    .refine(({ calendar }) => calendar === undefined || find(calendar) !== undefined, {
      path: ["calendar"],
      message: "names no calendar that is known here",
      when: areSound("calendar"),
    })
    .refine(({ calendar, rule }) => calendar !== undefined || !("workingDay" in rule), {
      path: ["calendar"],
      message: "is needed to count working days",
      when: areSound("calendar", "rule"),
    })
    .refine(({ calendar, roll }) => calendar !== undefined || roll === "none", {
      path: ["calendar"],
      message: "is needed to know the days to roll to",
      when: areSound("calendar", "roll"),
    })
    .refine(
      ({ calendar, rule }) => !isFiscal(periodOf(rule)) || find(calendar)?.document.fiscal !== undefined,
      {
        path: ["rule"],
        message: "needs a calendar that declares its fiscal year",
        when: areSound("calendar", "rule"),
      },
    );
}

/** Checks of several fields are made as soon as these are right, whatever else is wrong, so that all is told at once. */
function areSound(...names: readonly (keyof ScheduleDocument)[]) {
  return ({ issues }: z.core.ParsePayload) =>
    !issues.some(({ path: [name] = [] }) => names.some((each) => each === name));
}
