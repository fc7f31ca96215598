import { z } from "zod";
import { columnSchema } from "../feed/column-schema.js";
import { numberStyleShape } from "../feed/number-style.js";
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
    for (const [path, message] of findProblems(kit, adaptation)) {
      context.addIssue({ code: "custom", path: [...path], message });
    }
  });
}

type Problem = readonly [path: readonly (string | number)[], message: string];

function findProblems(kit: KitFeed, adaptation: ResolvedAdaptation): readonly Problem[] {
  const problems: Problem[] = [];
  const { columns, extraColumns, omit, currency } = adaptation;
  const isKnown = (name: string) => Object.hasOwn(kit.columns, name);
  const unknown = (name: string) => `the ${kit.name} of the kit have no column "${name}"`;
  for (const [at, name] of omit.entries()) {
    if (!isKnown(name)) problems.push([["omit", at], unknown(name)]);
    else if (kit.essential.includes(name)) problems.push([["omit", at], `${kit.name} need "${name}"`]);
  }
  for (const [name, special] of Object.entries(columns)) {
    const path = ["columns", name];
    if (!isKnown(name)) problems.push([path, `${unknown(name)}; an extra one goes into extraColumns`]);
    else if (omit.includes(name)) problems.push([path, `"${name}" is omitted`]);
    if (typeof special === "object" && "type" in special)
      problems.push([[...path, "type"], `"${name}" keeps its type; omit it and declare an extra column`]);
  }
  for (const name of Object.keys(extraColumns)) {
    if (isKnown(name)) problems.push([["extraColumns", name], `the kit has "${name}"; adapt it in columns`]);
  }
  problems.push(...checkOrder(kit, adaptation), ...checkReferences(kit, adaptation));
  const wantsCurrency = isKnown("currency") && omit.includes("currency");
  if (wantsCurrency && currency === undefined)
    problems.push([["currency"], "is needed where the column is omitted"]);
  if (!wantsCurrency && currency !== undefined)
    problems.push([["currency"], "says the same as the column; omit one of the two"]);
  return problems;
}

function checkOrder(kit: KitFeed, { order, omit, extraColumns }: ResolvedAdaptation): readonly Problem[] {
  if (order === undefined) return [];
  const wanted = [...Object.keys(kit.columns), ...Object.keys(extraColumns)].filter(
    (name) => !omit.includes(name),
  );
  return [
    ...wanted
      .filter((name) => !order.includes(name))
      .map((name): Problem => [["order"], `"${name}" has no place`]),
    ...order.flatMap((name, at): Problem[] => {
      if (!wanted.includes(name)) return [[["order", at], `there is no column "${name}"`]];
      return order.indexOf(name) < at ? [[["order", at], `"${name}" has a place already`]] : [];
    }),
  ];
}

function checkReferences(
  kit: KitFeed,
  { withoutReferencesTo, undatedReferencesTo }: ResolvedAdaptation,
): readonly Problem[] {
  const known = (kit.references ?? []).map(({ to }) => to);
  const check = (list: readonly string[], path: string) =>
    list.flatMap((to, at): Problem[] =>
      known.includes(to) ? [] : [[[path, at], `${kit.name} do not refer to "${to}"`]],
    );
  return [
    ...check(withoutReferencesTo, "withoutReferencesTo"),
    ...check(undatedReferencesTo, "undatedReferencesTo"),
  ];
}
