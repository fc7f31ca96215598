import { type JsonValue, sha256, toIssues } from "@spm-ops/core";
import { z } from "zod";

export const MANIFEST_NAME = "manifest.json";
export const CHECKSUMS_NAME = "SHA256SUMS";

const SCHEMA_VERSION = 1;

/** A file of an archived report. */
export interface ArchivedFile {
  readonly name: string;
  readonly mediaType: string;
  readonly sizeBytes: number;
  /** Lower-case hexadecimal. */
  readonly sha256: string;
  readonly rows?: number | undefined;
}

/** What stands in `manifest.json`: what was kept, of which run, and what was kept before it. */
export interface Manifest {
  readonly schemaVersion: typeof SCHEMA_VERSION;
  readonly environment: string;
  readonly report: string;
  readonly runId: string;
  readonly parameters: JsonValue;
  readonly period: string;
  /** When it was archived, in milliseconds since 1970. */
  readonly generatedAt: number;
  readonly files: readonly ArchivedFile[];
  /** Its number among the archived runs of this report, from 1. */
  readonly sequence: number;
  /** SHA-256 of the manifest before it in that order; `null` for the first. */
  readonly previous: string | null;
}

const digest = z.string().regex(/^[0-9a-f]{64}$/, "is no SHA-256 in lower-case hexadecimal");

const manifestSchema = z.strictObject({
  schemaVersion: z.literal(SCHEMA_VERSION),
  environment: z.string(),
  report: z.string(),
  runId: z.string(),
  parameters: z.json(),
  period: z.string(),
  generatedAt: z.number(),
  files: z.array(
    z.strictObject({
      name: z.string(),
      mediaType: z.string(),
      sizeBytes: z.number().int().nonnegative(),
      sha256: digest,
      rows: z.number().optional(),
    }),
  ),
  sequence: z.number().int().positive(),
  previous: digest.nullable(),
});

/** The text of `manifest.json`: the same manifest has the same bytes. */
export function toManifestText(manifest: Omit<Manifest, "schemaVersion">): string {
  return `${JSON.stringify({ schemaVersion: SCHEMA_VERSION, ...manifest }, undefined, 2)}\n`;
}

/** Reads `manifest.json`, or says what is wrong with it. */
export function parseManifest(
  text: string,
): { readonly manifest: Manifest } | { readonly issues: readonly string[] } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { issues: ["is no JSON"] };
  }
  const parsed = manifestSchema.safeParse(value);
  return parsed.success ? { manifest: parsed.data } : { issues: toIssues(parsed.error) };
}

/** The text of `SHA256SUMS`, the manifest included, as `sha256sum -c SHA256SUMS` checks it. */
export function toChecksums(files: readonly ArchivedFile[], manifestText: string): string {
  return [...files, { name: MANIFEST_NAME, sha256: sha256(manifestText) }]
    .map((file) => `${file.sha256}  ${file.name}\n`)
    .join("");
}
