import { createPrivateKey, createPublicKey, type KeyObject } from "node:crypto";
import type { SecretReader, SecretReference } from "../secret.js";
import { SpmError } from "../spm-error.js";
import { signNote, toPublicKeyText } from "./signed-note.js";

export interface CheckpointKeyOptions {
  /**
   * The name of the log that the key signs for, the same for ever: a host name with a path of the client's own is a
   * good one. It is the first line of every checkpoint. No white space, no `+`.
   */
  readonly name: string;
  /** An Ed25519 key. Keep it where the database account cannot read it. */
  readonly privateKey: KeyObject;
}

/** What signs the checkpoints of a log. The private key cannot be taken out of it. */
export interface CheckpointKey {
  readonly name: string;
  /** One line that whoever verifies needs: hand it out by another way than the log and its packs. */
  readonly publicKey: string;
  /** The text, which ends with a line break, with a signature line under it (C2SP signed-note). */
  sign(text: string): string;
}

/**
 * Makes what signs checkpoints out of an Ed25519 private key.
 *
 * @throws SpmError `config.invalid` for another kind of key, or a name that cannot stand in a signed note.
 * @example
 * const { privateKey } = generateKeyPairSync("ed25519");
 * const key = createCheckpointKey({ name: "example.test/operations", privateKey });
 */
export function createCheckpointKey({ name, privateKey }: CheckpointKeyOptions): CheckpointKey {
  const issues = [
    ...(/^[^\s+\p{Cc}]+$/u.test(name) ? [] : ["name: one word without white space and +"]),
    ...(privateKey.type === "private" && privateKey.asymmetricKeyType === "ed25519"
      ? []
      : ["privateKey: an Ed25519 private key"]),
  ];
  if (issues.length > 0) throw unusable(issues);
  const publicKey = toPublicKeyText(name, createPublicKey(privateKey));
  return Object.freeze({ name, publicKey, sign: (text: string) => signNote(text, name, privateKey) });
}

/**
 * Reads the private key of checkpoints from where it is kept, as PEM (PKCS #8): what
 * `openssl genpkey -algorithm ed25519` writes.
 *
 * @throws SpmError `secret.missing`, or `config.invalid` for what is no such key; never with the key in it.
 */
export async function readCheckpointKey(
  { name, privateKey }: { readonly name: string; readonly privateKey: SecretReference },
  readSecret: SecretReader,
): Promise<CheckpointKey> {
  return createCheckpointKey({ name, privateKey: parsePrivateKey(await readSecret(privateKey), privateKey) });
}

function parsePrivateKey(pem: string, reference: SecretReference): KeyObject {
  try {
    return createPrivateKey(pem);
  } catch (cause) {
    throw unusable([`privateKey: what ${reference} refers to is no private key in PEM`], cause);
  }
}

function unusable(issues: readonly string[], cause?: unknown): SpmError {
  return new SpmError(
    "config.invalid",
    `The key cannot sign checkpoints: ${issues.join("; ")}.`,
    { issues },
    { cause },
  );
}
