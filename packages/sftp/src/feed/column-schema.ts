import { z } from "zod";
import { toDateOrder } from "./date-format.js";
import { dateTimeShape, findMomentProblem } from "./date-time-format.js";
import { isAmbiguousStyle, numberStyleShape } from "./number-style.js";

const weight = z.enum(["error", "warning"]);
const decimalText = z
  .string()
  .regex(/^-?\d{1,30}(\.\d{1,18})?$/, 'must be decimal text with a point, such as "0.01"');
const scale = z.int().min(0).max(18);
const day = z.iso.date();

const rules = {
  required: z.boolean().optional(),
  requiredWhen: z.strictObject({ column: z.string(), in: z.array(z.string()).min(1) }).optional(),
  missing: weight.optional(),
  sensitive: z.boolean().optional(),
  aliases: z.array(z.string().min(1)).min(1).optional(),
};

const pattern = z.string().refine(isPattern, "is no regular expression");

const dateFormat = z
  .string()
  .refine(
    (format) => toDateOrder(format) !== undefined,
    "must hold yyyy, MM and dd once each, around fixed characters",
  );

const currency = z.union([
  z.string().regex(/^[A-Z]{3}$/, 'must be a code of ISO 4217, such as "USD"'),
  z.strictObject({ column: z.string() }),
]);

/** The strict reading of a column's declaration. What it says about other columns is the feed's to check. */
export const columnSchema = z
  .discriminatedUnion("type", [
    z.strictObject({
      type: z.literal("text"),
      ...rules,
      minLength: z.int().min(0).optional(),
      maxLength: z.int().min(1).optional(),
      pattern: pattern.optional(),
    }),
    z.strictObject({
      type: z.literal("integer"),
      ...rules,
      min: z.int().optional(),
      max: z.int().optional(),
    }),
    z.strictObject({
      type: z.literal("decimal"),
      ...rules,
      scale,
      ...numberStyleShape,
      min: decimalText.optional(),
      max: decimalText.optional(),
    }),
    z.strictObject({
      type: z.literal("money"),
      ...rules,
      currency,
      scale: scale.optional(),
      ...numberStyleShape,
      min: decimalText.optional(),
      max: decimalText.optional(),
    }),
    z.strictObject({
      type: z.literal("date"),
      ...rules,
      format: dateFormat.optional(),
      min: day.optional(),
      max: day.optional(),
    }),
    z.strictObject({ type: z.literal("date-time"), ...rules, ...dateTimeShape }),
    z.strictObject({
      type: z.literal("boolean"),
      ...rules,
      trueValues: z.array(z.string().min(1)).min(1).optional(),
      falseValues: z.array(z.string().min(1)).min(1).optional(),
    }),
    z.strictObject({
      type: z.literal("enumeration"),
      ...rules,
      values: z.array(z.string().min(1)).min(1),
      unknown: weight.optional(),
    }),
  ])
  .refine(
    (column) => !(column.required === true && column.requiredWhen !== undefined),
    "is required always and requiredWhen; say one of them",
  )
  .refine(
    (column) => !((column.type === "decimal" || column.type === "money") && isAmbiguousStyle(column)),
    "decimalMark and thousands are the same character",
  )
  .superRefine((column, context) => {
    const problem = column.type === "date-time" ? findMomentProblem(column) : undefined;
    if (problem !== undefined) context.addIssue({ code: "custom", message: problem });
  });

function isPattern(source: string): boolean {
  try {
    new RegExp(source, "u");
    return true;
  } catch {
    return false;
  }
}
