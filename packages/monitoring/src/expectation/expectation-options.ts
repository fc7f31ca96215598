import type { BusinessCalendar } from "@spm-ops/core";
import { z } from "zod";
import type { ClosingPeriod } from "./effect/day-effects.js";
import type { OwnEffect } from "./effect/effect-scheme.js";
import type { FigureName } from "./figure.js";

/** What a client knows about a figure before any run has been seen, and what it may never be. */
export interface DeclaredFigure extends FigureName {
  /** What a usual run has. It is believed to within a factor of about 1.65, and gives way to what is seen. */
  readonly typical?: number | undefined;
  /** Below it a run is too low, whatever is usual. */
  readonly least?: number | undefined;
  /** Above it a run is too high, whatever is usual. */
  readonly most?: number | undefined;
  /** Nothing at all is as good as anything else; otherwise it is told where there was always something. */
  readonly mayBeEmpty?: boolean | undefined;
}

/** How often a normal run may be called odd. */
export type FalseAlarmPromise =
  /** The chance on each side. */
  | { readonly perSide: number }
  /** For the environment as a whole, over all its figures. */
  | { readonly alertsAWeek: number };

/** What the expectations of one environment rest on. Checked strictly. */
export interface ExpectationOptions {
  /** Working days, holidays and fiscal periods. @defaultValue Monday to Friday without holidays */
  readonly calendar?: BusinessCalendar | undefined;
  /** At the end of which period the work piles up. @defaultValue "month" */
  readonly closing?: ClosingPeriod | undefined;
  /** @defaultValue `{ perSide: 0.0025 }`, one normal run in 400 on each side */
  readonly falseAlarms?: FalseAlarmPromise | undefined;
  /** A run that differs from the typical one by less than this factor is never odd. @defaultValue 1.1 */
  readonly leastFactor?: number | undefined;
  /** Nor is a duration or lateness that differs from the typical one by less than this. @defaultValue 1_000 */
  readonly leastDifferenceMs?: number | undefined;
  /** Effects of the client's own. @defaultValue none */
  readonly own?: readonly OwnEffect[] | undefined;
  /** @defaultValue none */
  readonly declared?: readonly DeclaredFigure[] | undefined;
}

const amount = z.number().nonnegative();

const declaredFigure = z
  .strictObject({
    subject: z.string().min(1),
    measure: z.string().min(1),
    typical: amount.optional(),
    least: amount.optional(),
    most: amount.optional(),
    mayBeEmpty: z.boolean().optional(),
  })
  .superRefine(({ least = 0, most = Number.POSITIVE_INFINITY, typical = least }, { addIssue }) => {
    const refuse = (field: string, message: string) => addIssue({ code: "custom", path: [field], message });
    if (least > most) refuse("least", `${least} is more than the most, ${most}`);
    else if (typical < least || typical > most) refuse("typical", `${typical} lies outside least and most`);
  });

export const expectationOptions = z.strictObject({
  calendar: z
    .custom<BusinessCalendar>(
      (value) => typeof value === "object" && value !== null && "nthWorkingDay" in value,
      "is what defineBusinessCalendar returns",
    )
    .optional(),
  closing: z.enum(["month", "fiscal-period"]).default("month"),
  falseAlarms: z
    .union([
      z.strictObject({ perSide: z.number().gt(0).lt(0.5) }),
      z.strictObject({ alertsAWeek: z.number().positive() }),
    ])
    .default({ perSide: 0.0025 }),
  leastFactor: z.number().min(1).default(1.1),
  leastDifferenceMs: z.number().nonnegative().default(1_000),
  own: z
    .array(
      z.strictObject({
        title: z.string().min(1),
        amountOn: z.custom<OwnEffect["amountOn"]>((value) => typeof value === "function", "is a function"),
      }),
    )
    .default([]),
  declared: z
    .array(declaredFigure)
    .superRefine((figures, { addIssue }) => {
      figures.forEach(({ subject, measure }, at) => {
        const first = figures.findIndex((other) => other.subject === subject && other.measure === measure);
        if (first < at)
          addIssue({ code: "custom", path: [at], message: `is declared twice, also as number ${first}` });
      });
    })
    .default([]),
});

/** The options with their defaults in place. */
export type ExpectationSettings = z.output<typeof expectationOptions>;
