import { z } from "zod";

const asciiCharacter = z.string().regex(/^[\t\x20-\x7e]$/, "must be one ASCII character");

const paddingCharacter = z
  .string()
  .regex(/^[\x20-\x2f\x3a-\x40\x5b-\x60\x7b-\x7e]$/, "must be one ASCII character, no letter and no digit");

const width = z.int().min(1).max(65_536);

const fixedWidthSchema = z.strictObject({
  columns: z.record(
    z.string(),
    z.strictObject({
      width,
      align: z.enum(["left", "right"]).default("left"),
      padding: paddingCharacter.default(" "),
    }),
  ),
  lineWidth: z.enum(["exact", "trimmed", "padded"]).default("exact"),
  trailer: z.array(width).min(1).optional(),
});

/** The strict reading of a dialect, with every default filled in. Which columns there are is the feed's to check. */
export const dialectSchema = z
  .strictObject({
    delimiter: asciiCharacter.optional(),
    quote: z.union([asciiCharacter, z.literal("none")]).optional(),
    escape: asciiCharacter.optional(),
    fixedWidth: fixedWidthSchema.optional(),
    lineEnding: z.enum(["lf", "crlf", "any"]).default("any"),
    finalNewline: z.enum(["required", "expected"]).default("expected"),
    maxRecordBytes: z.int().min(1_024).max(67_108_864).default(1_048_576),
    maxRecordLines: z.int().min(1).default(200),
  })
  .superRefine((dialect, context) => {
    for (const message of listContradictions(dialect)) context.addIssue({ code: "custom", message });
  })
  .transform(({ delimiter = ",", quote, ...rest }) => ({
    ...rest,
    delimiter,
    quote: quote ?? (rest.fixedWidth === undefined ? '"' : "none"),
  }));

interface SpecialCharacters {
  readonly delimiter?: string | undefined;
  readonly quote?: string | undefined;
  readonly escape?: string | undefined;
  readonly fixedWidth?: unknown;
}

function listContradictions(dialect: SpecialCharacters): readonly string[] {
  if (dialect.fixedWidth !== undefined) {
    return (["delimiter", "quote", "escape"] as const)
      .filter((name) => dialect[name] !== undefined)
      .map((name) => `${name} means nothing where cells have a fixed width`);
  }
  const { delimiter = ",", quote = '"', escape: escaping } = dialect;
  const problems: string[] = [];
  if (delimiter === quote) problems.push("delimiter and quote are the same character");
  if (escaping === undefined) return problems;
  if (quote === "none") problems.push("escape is of no use without quotes");
  if (escaping === quote)
    problems.push("escape and quote are the same character; doubled quotes are read anyway");
  if (escaping === delimiter) problems.push("delimiter and escape are the same character");
  return problems;
}
