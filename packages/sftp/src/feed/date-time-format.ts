import { isZone } from "@spm-ops/core";
import { z } from "zod";

/** Where the parts of a moment stand in a cell, in characters from its start. */
export interface DateTimeOrder {
  readonly width: number;
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  /** -1 when the format has none. */
  readonly second: number;
  /** The fixed characters between the parts, by position. */
  readonly fixed: readonly { readonly at: number; readonly character: string }[];
  /** The place and the number of the digits of a fraction of a second. */
  readonly fraction: { readonly at: number; readonly digits: number };
}

const PARTS = ["yyyy", "MM", "dd", "HH", "mm"] as const;

/** Reads a format such as `dd.MM.yyyy HH:mm`; `undefined` unless each part occurs once among ASCII characters. */
export function toDateTimeOrder(format: string): DateTimeOrder | undefined {
  const [year = -1, month = -1, day = -1, hour = -1, minute = -1] = PARTS.map((part) => format.indexOf(part));
  const second = format.indexOf("ss");
  const fraction = /S{1,9}/.exec(format);
  const rest = [...PARTS, "ss", fraction?.[0] ?? ""].reduce(
    (left, part) => (part === "" ? left : left.replace(part, "\0".repeat(part.length))),
    format,
  );
  const isWhole = [year, month, day, hour, minute].every((at) => at >= 0);
  const isFractionOfSecond = fraction === null || (second >= 0 && fraction.index > second);
  if (!isWhole || !isFractionOfSecond || !/^[\0 -~]*$/.test(rest) || /[A-SU-Za-z0-9]/.test(rest))
    return undefined;
  const fixed = [...rest].flatMap((character, at) => (character === "\0" ? [] : [{ at, character }]));
  return {
    ...{ width: format.length, year, month, day, hour, minute, second, fixed },
    fraction: { at: fraction?.index ?? -1, digits: fraction?.[0].length ?? 0 },
  };
}

const moment = z.iso.datetime({ local: true, precision: 0 });

/** The strict reading of the rules of a column of moments. */
export const dateTimeShape = {
  format: z
    .string()
    .refine(
      (format) => toDateTimeOrder(format) !== undefined,
      "must hold yyyy, MM, dd, HH and mm once each, ss and S for a fraction if at all, around fixed characters",
    )
    .optional(),
  zone: z
    .string()
    .refine(
      (zone) => zone === "offset" || zone === "local" || isZone(zone),
      'must be "offset", "local" or an IANA zone such as "Europe/Zurich"',
    )
    .optional(),
  min: moment.optional(),
  max: moment.optional(),
};

interface MomentLimits {
  readonly zone?: string | undefined;
  readonly min?: string | undefined;
  readonly max?: string | undefined;
}

/** What is wrong with the limits of a column of moments. */
export function findMomentProblem({ zone = "local", min, max }: MomentLimits): string | undefined {
  const wantsZone = zone === "offset";
  const odd = [min, max].find((limit) => limit !== undefined && limit.endsWith("Z") !== wantsZone);
  if (odd !== undefined) {
    return wantsZone
      ? `"${odd}" needs a Z at its end, as values have offsets`
      : `"${odd}" has a Z, but values have no offset`;
  }
  return min !== undefined && max !== undefined && min > max
    ? "the lower limit is above the upper one"
    : undefined;
}
