import { z } from "zod";
import type { FeedDeclaration } from "../../feed/feed-declaration.js";
import { csvwColumnSchema, toFeedColumn } from "./csvw-column.js";

const annotations = {
  "@context": z
    .union([
      z.literal("http://www.w3.org/ns/csvw"),
      z.tuple([z.string(), z.strictObject({ "@language": z.literal("en") })]),
    ])
    .optional(),
  "@type": z.literal("Table").optional(),
  "rdfs:label": z.string().optional(),
  "rdfs:comment": z.string().optional(),
  "dc:title": z.string().optional(),
};

const namesSchema = z.union([z.string().transform((name) => [name]), z.array(z.string()).min(1)]);

/** The part of a CSVW table that a feed can express; everything else makes it one that is not claimed. */
const tableSchema = z.strictObject({
  ...annotations,
  url: z.string(),
  dialect: z
    .strictObject({
      delimiter: z.string().length(1).optional(),
      encoding: z.enum(["utf-8", "UTF-8"]).optional(),
      header: z.boolean().optional(),
    })
    .default({}),
  tableSchema: z.strictObject({
    columns: z.array(csvwColumnSchema).min(1),
    primaryKey: namesSchema.optional(),
  }),
});

/** A table of CSVW metadata as a feed; `undefined` when a feed cannot say the same. */
export function toCsvwFeed(
  metadata: unknown,
): { readonly file: string; readonly feed: FeedDeclaration } | undefined {
  const parsed = tableSchema.safeParse(metadata);
  if (!parsed.success) return undefined;
  const { url, dialect, tableSchema: schema } = parsed.data;
  const names = new Map<string, string>();
  const columns: Record<string, FeedDeclaration["columns"][string]> = {};
  for (const csvwColumn of schema.columns) {
    const column = toFeedColumn(csvwColumn);
    const { name, titles = name } = csvwColumn;
    const [title, ...aliases] = typeof titles === "string" ? [titles] : (titles ?? []);
    if (column === undefined || title === undefined || Object.hasOwn(columns, title)) return undefined;
    if (name !== undefined && names.has(name)) return undefined;
    if (name !== undefined) names.set(name, title);
    columns[title] = { ...column, aliases: aliases.length > 0 ? aliases : undefined };
  }
  const key = schema.primaryKey?.map((name) => names.get(name) ?? name);
  const feed: FeedDeclaration = {
    name: "csvw",
    title: "A table of the tests of CSVW",
    fileName: url,
    header: dialect.header === false ? "none" : "exact",
    dialect: { delimiter: dialect.delimiter },
    columns,
    keys: key === undefined ? [] : [key],
    acceptance: { minRecords: 0 },
  };
  return { file: url, feed };
}
