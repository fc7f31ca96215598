import { z } from "zod";
import { ADVISORY_CODES } from "../validation/finding/finding-codes.js";
import { arrivalRuleSchema } from "./arrival-rule.js";
import { checkColumnRelations } from "./column-relations.js";
import { columnSchema } from "./column-schema.js";
import { decodingSchema } from "./decoding-rule.js";
import { findTemplateProblem } from "./file-name.js";

const asciiCharacter = z.string().regex(/^[\t\x20-\x7e]$/, "must be one ASCII character");

const dialectSchema = z
  .strictObject({
    delimiter: asciiCharacter.default(","),
    quote: z.union([asciiCharacter, z.literal("none")]).default('"'),
    lineEnding: z.enum(["lf", "crlf", "any"]).default("any"),
    finalNewline: z.enum(["required", "expected"]).default("expected"),
    maxRecordBytes: z.int().min(1_024).max(67_108_864).default(1_048_576),
    maxRecordLines: z.int().min(1).default(200),
  })
  .refine((dialect) => dialect.delimiter !== dialect.quote, "delimiter and quote are the same character");

const trailerSchema = z.strictObject({
  mark: z.string().min(1),
  count: z.int().min(2).optional(),
  sums: z.record(z.string(), z.int().min(2)).default({}),
});

const fileNameSchema = z
  .string()
  .min(1)
  .superRefine((template, context) => {
    const problem = findTemplateProblem(template);
    if (problem !== undefined) context.addIssue({ code: "custom", message: problem });
  });

/** The strict reading of a feed's declaration, with every default filled in. */
export const feedSchema = z
  .strictObject({
    name: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, "must be lower-case letters, digits and dashes"),
    title: z.string().min(1),
    fileName: fileNameSchema,
    encoding: z.enum(["utf-8", "windows-1252"]).default("utf-8"),
    dialect: dialectSchema.prefault({}),
    header: z.enum(["exact", "any-order", "none"]).default("exact"),
    columns: z
      .record(z.string().min(1), columnSchema)
      .refine((columns) => Object.keys(columns).length > 0, "a feed needs at least one column"),
    keys: z.array(z.array(z.string()).min(1)).default([]),
    references: z
      .array(
        z.strictObject({
          column: z.string(),
          to: z.string().min(1),
          severity: z.enum(["error", "warning"]).default("error"),
        }),
      )
      .default([]),
    totals: z.array(z.string()).optional(),
    trailer: trailerSchema.optional(),
    acceptance: z
      .strictObject({
        rejectedRatio: z.number().min(0).max(1).default(0),
        minRecords: z.int().min(0).default(1),
      })
      .prefault({}),
    arrival: arrivalRuleSchema.optional(),
    decoding: decodingSchema.optional(),
    advisories: z
      .partialRecord(z.enum(ADVISORY_CODES), z.enum(["error", "warning", "info", "off"]))
      .default({}),
  })
  .superRefine((feed, context) => {
    for (const { path, message } of checkColumnRelations(feed)) {
      context.addIssue({ code: "custom", path: [...path], message });
    }
  });
