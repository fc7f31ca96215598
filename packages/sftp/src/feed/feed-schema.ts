import { z } from "zod";
import { ADVISORY_CODES } from "../validation/finding/finding-codes.js";
import { arrivalRuleSchema } from "./arrival-rule.js";
import { checkColumnRelations } from "./column-relations.js";
import { columnSchema } from "./column-schema.js";
import { checkComparison } from "./comparison-relations.js";
import { comparisonSchema } from "./comparison-rule.js";
import { decodingSchema } from "./decoding-rule.js";
import { dialectSchema } from "./dialect-schema.js";
import { FEED_ENCODINGS } from "./feed-encoding.js";
import { preambleSchema } from "./feed-preamble.js";
import { findTemplateProblem } from "./file-name.js";
import { checkPeriod, periodSchema } from "./period-rule.js";
import { checkReferences, referencesSchema } from "./reference-rule.js";
import { rowRulesSchema } from "./row-rule.js";
import { checkRowRules } from "./row-rule-relations.js";
import { checkShares, sharesSchema } from "./share-rule.js";
import { checkStructure, hierarchySchema, intervalsSchema } from "./structure-rule.js";

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
    encoding: z.enum(FEED_ENCODINGS).default("utf-8"),
    dialect: dialectSchema.prefault({}),
    preamble: preambleSchema.optional(),
    header: z.enum(["exact", "any-order", "none"]).default("exact"),
    headerCase: z.enum(["exact", "ignore"]).default("exact"),
    columns: z
      .record(z.string().min(1), columnSchema)
      .refine((columns) => Object.keys(columns).length > 0, "a feed needs at least one column"),
    keys: z.array(z.array(z.string()).min(1)).default([]),
    references: referencesSchema,
    totals: z.array(z.string()).optional(),
    trailer: trailerSchema.optional(),
    acceptance: z
      .strictObject({
        rejectedRatio: z.number().min(0).max(1).default(0),
        minRecords: z.int().min(0).default(1),
      })
      .prefault({}),
    rules: rowRulesSchema,
    intervals: intervalsSchema.optional(),
    hierarchy: hierarchySchema.optional(),
    shares: sharesSchema,
    period: periodSchema.optional(),
    comparison: comparisonSchema.optional(),
    arrival: arrivalRuleSchema.optional(),
    decoding: decodingSchema.optional(),
    advisories: z
      .partialRecord(z.enum(ADVISORY_CODES), z.enum(["error", "warning", "info", "off"]))
      .default({}),
  })
  .superRefine((feed, context) => {
    const problems = [
      ...checkColumnRelations(feed),
      ...checkReferences(feed),
      ...checkRowRules(feed),
      ...checkStructure(feed),
      ...checkShares(feed),
      ...checkPeriod(feed),
      ...checkComparison(feed),
    ];
    for (const { path, message } of problems) {
      context.addIssue({ code: "custom", path: [...path], message });
    }
  });
