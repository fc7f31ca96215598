import { z } from "zod";
import type { Column } from "../../feed/column.js";
import { toDateOrder } from "../../feed/date-format.js";
import { toDateTimeOrder } from "../../feed/date-time-format.js";

const bound = z.union([z.string(), z.number()]).optional();

/** The part of a CSVW datatype that a feed can express. */
const datatypeSchema = z.union([
  z.string().transform((base) => ({ base })),
  z.strictObject({
    base: z.string().default("string"),
    format: z.string().optional(),
    length: z.int().optional(),
    minLength: z.int().optional(),
    maxLength: z.int().optional(),
    minimum: bound,
    maximum: bound,
    minInclusive: bound,
    maxInclusive: bound,
    minExclusive: bound,
    maxExclusive: bound,
  }),
]);

/** The part of a CSVW column that a feed can express. */
export const csvwColumnSchema = z.strictObject({
  name: z
    .string()
    .regex(/^[A-Za-z]\w*$/)
    .optional(),
  titles: z.union([z.string(), z.array(z.string()).min(1)]).optional(),
  required: z.boolean().optional(),
  datatype: datatypeSchema.default({ base: "string" }),
});

export type CsvwColumn = z.output<typeof csvwColumnSchema>;

interface Facets {
  readonly base: string;
  readonly format?: string | undefined;
  readonly length?: number | undefined;
  readonly minLength?: number | undefined;
  readonly maxLength?: number | undefined;
  readonly minimum?: string | number | undefined;
  readonly maximum?: string | number | undefined;
  readonly minInclusive?: string | number | undefined;
  readonly maxInclusive?: string | number | undefined;
  readonly minExclusive?: string | number | undefined;
  readonly maxExclusive?: string | number | undefined;
}

const INTEGERS: Readonly<Record<string, readonly [min: number | undefined, max: number | undefined]>> = {
  integer: [undefined, undefined],
  int: [-2_147_483_648, 2_147_483_647],
  short: [-32_768, 32_767],
  byte: [-128, 127],
  nonNegativeInteger: [0, undefined],
  positiveInteger: [1, undefined],
  nonPositiveInteger: [undefined, 0],
  negativeInteger: [undefined, -1],
  unsignedInt: [0, 4_294_967_295],
  unsignedShort: [0, 65_535],
  unsignedByte: [0, 255],
};

/** What a feed calls the type of a CSVW column; `undefined` when it has none like it. */
export function toFeedColumn({ required, datatype }: CsvwColumn): Column | undefined {
  const facets: Facets = datatype;
  const { base, format } = facets;
  const rules = { required };
  if (base === "string") return toTextColumn(facets, rules);
  if (facets.length !== undefined || facets.minLength !== undefined || facets.maxLength !== undefined)
    return undefined;
  if (base === "gYear" && format === undefined) return { type: "text", ...rules, pattern: "-?\\d{4}" };
  if (base === "boolean") return toBooleanColumn(format, rules);
  const limits = toLimits(facets);
  if (limits === undefined) return undefined;
  const integer = INTEGERS[base];
  if (integer !== undefined && format === undefined) {
    const [min, max] = [limits.min ?? integer[0], limits.max ?? integer[1]];
    return { type: "integer", ...rules, min: toNumber(min), max: toNumber(max) };
  }
  if (["decimal", "float", "double", "number"].includes(base) && format === undefined)
    return { type: "decimal", ...rules, scale: 18, min: toText(limits.min), max: toText(limits.max) };
  if (base === "date" && (format === undefined || toDateOrder(format) !== undefined))
    return { type: "date", ...rules, format, min: toText(limits.min), max: toText(limits.max) };
  return base === "dateTime" ? toDateTimeColumn(format, limits, rules) : undefined;
}

function toTextColumn(facets: Facets, rules: { required: boolean | undefined }): Column | undefined {
  const { format, length } = facets;
  // What CSVW only warns of, such as a pattern that is none, a feed refuses.
  if (hasLimits(facets) || (format !== undefined && !isPattern(format))) return undefined;
  const { minLength = length, maxLength = length } = facets;
  return { type: "text", ...rules, pattern: format, minLength, maxLength };
}

function isPattern(source: string): boolean {
  try {
    return new RegExp(source, "u").source !== "";
  } catch {
    return false;
  }
}

function toBooleanColumn(
  format: string | undefined,
  rules: { required: boolean | undefined },
): Column | undefined {
  const [yes, no, more] = format?.split("|") ?? [];
  if (format === undefined)
    return { type: "boolean", ...rules, trueValues: ["true", "1"], falseValues: ["false", "0"] };
  if (yes === undefined || no === undefined || more !== undefined) return undefined;
  return { type: "boolean", ...rules, trueValues: [yes], falseValues: [no] };
}

function toDateTimeColumn(
  format: string | undefined,
  { min, max }: { readonly min: unknown; readonly max: unknown },
  rules: { required: boolean | undefined },
): Column | undefined {
  if (min !== undefined || max !== undefined || format === undefined) return undefined;
  const zoned = format.endsWith("XXX");
  const local = zoned ? format.slice(0, -3) : format;
  if (toDateTimeOrder(local) === undefined) return undefined;
  return { type: "date-time", ...rules, format: local, zone: zoned ? "offset" : "local" };
}

function hasLimits({
  minimum,
  maximum,
  minInclusive,
  maxInclusive,
  minExclusive,
  maxExclusive,
}: Facets): boolean {
  return [minimum, maximum, minInclusive, maxInclusive, minExclusive, maxExclusive].some(
    (limit) => limit !== undefined,
  );
}

/** The limits that a feed has: those that belong to the range. Days have neighbours, fractions have none. */
function toLimits(facets: Facets) {
  const { base, minimum, minInclusive = minimum, maximum, maxInclusive = maximum } = facets;
  const { minExclusive, maxExclusive } = facets;
  const excludes = minExclusive !== undefined || maxExclusive !== undefined;
  if (excludes && base !== "date") return undefined;
  if (minExclusive !== undefined && minInclusive !== undefined) return undefined;
  if (maxExclusive !== undefined && maxInclusive !== undefined) return undefined;
  return {
    min: minExclusive === undefined ? minInclusive : toNeighbour(minExclusive, 1),
    max: maxExclusive === undefined ? maxInclusive : toNeighbour(maxExclusive, -1),
  };
}

function toNeighbour(day: string | number, days: number): string {
  return new Date(Date.parse(String(day)) + days * 86_400_000).toISOString().slice(0, 10);
}

function toText(limit: string | number | undefined): string | undefined {
  return limit?.toString();
}

function toNumber(limit: string | number | undefined): number | undefined {
  return limit === undefined ? undefined : Number(limit);
}
