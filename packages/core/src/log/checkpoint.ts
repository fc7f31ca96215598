import { canonicalJson } from "../json.js";
import type { CheckpointKey } from "./checkpoint-key.js";
import type { StreamId } from "./event.js";
import type { ChainHead } from "./hash-chain.js";
import { hashLeaf } from "./merkle-tree.js";
import { openNote, parsePublicKeyText } from "./signed-note.js";

/** A log in three lines: whose, how many heads of streams it had sealed, and the root of the tree over them. */
export interface Checkpoint {
  readonly origin: string;
  readonly size: number;
  /** Lower-case hexadecimal. */
  readonly root: string;
}

/** The head of a stream as a checkpoint seals it: one leaf of the tree. */
export interface SealedHead extends ChainHead, StreamId {}

/** The hash of the leaf that stands for a head: over the canonical JSON of kind, id, number and hash. */
export function hashSealedHead({ kind, id, seq, hash }: SealedHead): string {
  return hashLeaf(canonicalJson({ kind, id, seq, hash }));
}

/** Writes and signs a checkpoint: the three lines of C2SP tlog-checkpoint, and the signature of C2SP signed-note. */
export function signCheckpoint(tree: Omit<Checkpoint, "origin">, key: CheckpointKey): string {
  const root = Buffer.from(tree.root, "hex").toString("base64");
  return key.sign(`${key.name}\n${tree.size}\n${root}\n`);
}

/**
 * Reads a signed checkpoint, or says why it proves nothing.
 *
 * @param publicKey is the line that {@link CheckpointKey} shows; it must not come from where the note comes from.
 */
export function verifyCheckpoint(
  note: string,
  publicKey: string,
): { readonly checkpoint: Checkpoint } | { readonly problem: string } {
  const key = parsePublicKeyText(publicKey);
  if (key === undefined) return { problem: "the public key is not the line that a checkpoint key shows" };
  const text = openNote(note, key);
  if (text === undefined) return { problem: `it is not signed by ${key.name} with this key` };
  const checkpoint = parseCheckpoint(text);
  if (checkpoint === undefined) return { problem: "what is signed is no checkpoint" };
  if (checkpoint.origin !== key.name) return { problem: `it is of another log, ${checkpoint.origin}` };
  return { checkpoint };
}

/** Reads the text of a checkpoint without looking at signatures; `undefined` when it is none. */
export function parseCheckpoint(text: string): Checkpoint | undefined {
  const [, origin, size, encoded] = /^([^\n]+)\n(0|[1-9]\d{0,14})\n([A-Za-z0-9+/]{43}=)\n/.exec(text) ?? [];
  if (origin === undefined || size === undefined || encoded === undefined) return undefined;
  return { origin, size: Number(size), root: Buffer.from(encoded, "base64").toString("hex") };
}
