import type { JsonValue } from "@spm-ops/core";
import { z } from "zod";
import { CHECKSUMS_NAME, MANIFEST_NAME } from "./manifest.js";

/** Which archived report: one of one run in one environment. Each part is the name of a folder. */
export interface ArchiveReference {
  readonly environment: string;
  readonly report: string;
  readonly runId: string;
}

/** What is to be archived of a run. */
export interface ArchiveEntry extends ArchiveReference {
  /** With what the report was made. @defaultValue null */
  readonly parameters?: JsonValue | undefined;
  /** The period that it is about, for example `2026-01` or `2026-01-05`. */
  readonly period: string;
  readonly files: readonly ArchiveSource[];
}

/** A file to be archived. Its content is read once. */
export interface ArchiveSource {
  readonly name: string;
  /** For example `text/csv`. */
  readonly mediaType: string;
  readonly rows?: number | undefined;
  readonly content: string | Uint8Array | AsyncIterable<Uint8Array>;
}

const folderName = z
  .string()
  .regex(
    /^[A-Za-z0-9][\w.-]{0,199}$/,
    "has letters, digits and . _ - only, and begins with a letter or digit",
  );

// Control characters and backslashes would be written differently by tools that check the sums.
const fileName = z
  .string()
  .max(200)
  .regex(/^[^./\\\p{Cc}][^/\\\p{Cc}]*$/u, "is a plain file name that does not begin with a point")
  .refine((name) => ![MANIFEST_NAME, CHECKSUMS_NAME].includes(name), "is the archive's own");

const isBytes = (value: unknown) =>
  typeof value === "string" ||
  value instanceof Uint8Array ||
  (typeof value === "object" && value !== null && Symbol.asyncIterator in value);

export const archiveReference = z.strictObject({
  environment: folderName,
  report: folderName,
  runId: folderName,
});

export const archiveEntry = archiveReference.extend({
  parameters: z.json().optional(),
  period: z.string().min(1),
  files: z
    .array(
      z.strictObject({
        name: fileName,
        mediaType: z.string().min(1),
        rows: z.number().int().nonnegative().optional(),
        content: z.custom<ArchiveSource["content"]>(isBytes, "is text, bytes or an async iterable of bytes"),
      }),
    )
    .min(1)
    .refine(
      (files) => new Set(files.map(({ name }) => name.toLowerCase())).size === files.length,
      "have names that differ by more than upper and lower case",
    ),
});
