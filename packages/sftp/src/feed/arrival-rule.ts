import { z } from "zod";
import { type ControlFormat, controlFormatSchema } from "./control-format.js";

/**
 * How much has to speak for a file of a feed before it counts as complete, beyond a name that is no temporary one and
 * two listings that show it unchanged.
 */
export interface ArrivalRule {
  /** It was seen unchanged for this long, by our clock. @defaultValue what the waiting call says */
  readonly settleMs?: number | undefined;
  /** It was last written this long ago, by the site's clock. @defaultValue 0, which asks for nothing */
  readonly quietMs?: number | undefined;
  /** A file whose presence says that this one is whole. */
  readonly trigger?: CompanionRule | undefined;
  /** A file whose content says what this one must be. */
  readonly control?: ControlRule | undefined;
}

/** A file that its sender puts beside another. */
export interface CompanionRule {
  /**
   * Its name: `{name}` stands for the whole name of the file, `{stem}` for its name without the last extension, as in
   * `{name}.complete` or `{stem}.ctl`. A name without either, such as `READY`, belongs to every file of the feed.
   */
  readonly fileName: string;
  /**
   * What it is worth when the site's time of it is before that of its file: nothing, since it may be left from the
   * delivery before; or as much as any, where the sender keeps the times of its own files. @defaultValue `"stale"`
   */
  readonly older?: "stale" | "valid" | undefined;
}

/** A control file. What it says of size is held against the file at once, the rest when it is fetched and validated. */
export interface ControlRule extends CompanionRule {
  readonly format: ControlFormat;
  /** Whether the file counts only when every file that the control file names is there. @defaultValue false */
  readonly together?: boolean | undefined;
}

const companionName = z
  .string()
  .min(1)
  .refine((name) => !/[/\\]/.test(name), "must be a name without folders")
  .refine(
    (name) => !/[{}]/.test(name.replace(/\{(name|stem)\}/g, "")),
    "knows no other token than {name} and {stem}",
  )
  .refine((name) => name !== "{name}", "is the name of the file itself");

const companion = { fileName: companionName, older: z.enum(["stale", "valid"]).default("stale") };

/** The strict reading of an arrival rule. */
export const arrivalRuleSchema = z.strictObject({
  settleMs: z.number().nonnegative().optional(),
  quietMs: z.number().nonnegative().default(0),
  trigger: z.strictObject(companion).optional(),
  control: z
    .strictObject({ ...companion, format: controlFormatSchema, together: z.boolean().default(false) })
    .optional(),
});

/** An arrival rule with every default filled in. */
export type ResolvedArrivalRule = z.output<typeof arrivalRuleSchema>;

/** The columns of which a control file tells the sum. */
export function controlSums(rule: ArrivalRule | undefined): readonly string[] {
  const format = rule?.control?.format;
  return format === undefined || format.kind === "sha256sum" ? [] : Object.keys(format.fields.sums ?? {});
}
