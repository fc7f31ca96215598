import { z } from "zod";
import { actorSchema } from "../actor.js";
import { sha256 } from "../digest.js";
import type { CheckpointKey } from "../log/checkpoint-key.js";
import { openNote, parsePublicKeyText } from "../log/signed-note.js";
import { toIssues } from "../parse-options.js";

export const MANIFEST = "manifest.json";
export const MANIFEST_NOTE = "manifest.note";
export const CHECKPOINT_NOTE = "checkpoint.note";
export const PAGE = "index.html";

/** What is signed of a manifest begins with this line, which no checkpoint does. */
const NOTE_TITLE = "SPM Ops evidence manifest";

const digest = z.string().regex(/^[0-9a-f]{64}$/, "is no SHA-256 in lower-case hexadecimal");
const path = z.string().regex(/^[\w.-]+(\/[\w.-]+)*$/, "is no path of a pack");

const evidenceStream = z.strictObject({
  kind: z.string(),
  id: z.string(),
  /** The last event in the pack, and its hash: what the checkpoint seals. */
  seq: z.int().positive(),
  hash: digest,
  events: path,
  proof: path,
  /** Of a guide: the document of which its id is the digest. */
  document: path.optional(),
});

const manifestSchema = z
  .strictObject({
    schemaVersion: z.literal(1),
    exportedAt: z.number(),
    exportedBy: actorSchema,
    selection: z.union([
      z.strictObject({ runIds: z.array(z.string()) }),
      z.strictObject({ period: z.strictObject({ from: z.number(), to: z.number() }) }),
    ]),
    streams: z.array(evidenceStream),
    files: z.array(z.strictObject({ path, sizeBytes: z.int().nonnegative(), sha256: digest })),
  })
  .refine(
    ({ streams, files }) => {
      const listed = new Set(files.map((file) => file.path));
      return streams.every(({ events, proof, document = events }) =>
        [events, proof, document].every((file) => listed.has(file)),
      );
    },
    { path: ["streams"], message: "name files that are not listed" },
  );

export type EvidenceManifest = Readonly<z.infer<typeof manifestSchema>>;
export type EvidenceStream = Readonly<z.infer<typeof evidenceStream>>;

/** Which runs a pack is about; a period is of the times of their requests, its end not included, in milliseconds since 1970. */
export type EvidenceSelection =
  | { readonly runIds: readonly string[] }
  | { readonly period: { readonly from: number; readonly to: number } };

/** The text of a manifest, and the note that signs it. */
export function signManifest(manifest: EvidenceManifest, key: CheckpointKey) {
  const text = `${JSON.stringify(manifest, undefined, 2)}\n`;
  return { text, note: key.sign(`${NOTE_TITLE}\n${sha256(text)}\n`) };
}

/** Reads a manifest that a key has signed, or says which of the two files is not what was written. */
export function openManifest(
  text: string,
  note: string,
  publicKey: string,
): { readonly manifest: EvidenceManifest } | { readonly file: string; readonly problem: string } {
  const key = parsePublicKeyText(publicKey);
  const signed = key === undefined ? undefined : openNote(note, key);
  // The title, the digest, an empty line, one signature, and what follows the last line break.
  const [title, signedDigest, ...rest] = note.split("\n");
  if (signed === undefined || title !== NOTE_TITLE || rest.length !== 3)
    return {
      file: MANIFEST_NOTE,
      problem: "is not signed with this key: it was changed, or the key is another",
    };
  if (signedDigest !== sha256(text))
    return { file: MANIFEST, problem: "is not the manifest that was signed" };
  const parsed = manifestSchema.safeParse(parseJson(text));
  if (parsed.success) return { manifest: parsed.data };
  return { file: MANIFEST, problem: `cannot be read: ${toIssues(parsed.error).join("; ")}` };
}

/** A text as JSON; `undefined` when it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
