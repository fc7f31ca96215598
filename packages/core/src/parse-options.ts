import type { z } from "zod";
import { SpmError } from "./spm-error.js";

/**
 * Checks what a user declared, strictly: every problem at once, each with its path, as SpmError `config.invalid`.
 *
 * @param what names the thing in the message, for example `the Anaplan connector's options`.
 */
export function parseOptions<Schema extends z.ZodType>(
  schema: Schema,
  options: unknown,
  what: string,
): z.output<Schema> {
  const parsed = schema.safeParse(options);
  if (parsed.success) return parsed.data;
  const issues = toIssues(parsed.error);
  throw new SpmError("config.invalid", `There is something wrong with ${what}:\n  ${issues.join("\n  ")}`, {
    issues,
  });
}

/** Each problem of a zod check as one line, `path: what is wrong`. */
export function toIssues(error: z.ZodError): readonly string[] {
  return error.issues.map((issue) => {
    const path = issue.path.map(String).join(".");
    return path === "" ? issue.message : `${path}: ${issue.message}`;
  });
}
