import { z } from "zod";
import { columnSchema } from "../feed/column-schema.js";
import { numberStyleShape } from "../feed/number-style.js";
import { adaptColumns } from "./adapt-columns.js";
import { findProblems } from "./adaptation-problems.js";
import type { KitFeed } from "./kit-feed.js";

/** The strict reading of how a client's files differ; what it says of a feed's columns is checked beside it. */
const adaptationSchema = z.strictObject({
  name: z.string().optional(),
  title: z.string().optional(),
  fileName: z.string().optional(),
  columns: z
    .record(z.string(), z.union([z.string().min(1), z.looseObject({})], "must be a name or what is special"))
    .default({}),
  extraColumns: z.record(z.string().min(1), columnSchema).default({}),
  omit: z.array(z.string()).default([]),
  order: z.array(z.string()).optional(),
  withoutReferencesTo: z.array(z.string()).default([]),
  undatedReferencesTo: z.array(z.string()).default([]),
  dateFormat: z.string().optional(),
  numbers: z.strictObject(numberStyleShape).default({}),
  currency: z.string().optional(),
});

export type ResolvedAdaptation = z.output<typeof adaptationSchema>;

/** The strict reading of an adaptation of one feed, with every place in which it cannot be. */
export function createAdaptationSchema(kit: KitFeed) {
  return adaptationSchema.superRefine((adaptation, context) => {
    const ofColumns = adaptColumns(kit, adaptation).problems;
    for (const { path, message } of [...findProblems(kit, adaptation), ...ofColumns]) {
      context.addIssue({ code: "custom", path: [...path], message });
    }
  });
}
