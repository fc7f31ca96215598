import {
  parseOptions,
  type SecretReader,
  type SecretReference,
  SpmError,
  secretReference,
} from "@spm-ops/core";
import type { Key, PrivateKey } from "openpgp";
import { z } from "zod";

export type OpenPgp = typeof import("openpgp");

/** The keys with which files are decrypted and signatures are verified. */
export interface PgpKeysOptions {
  /** Where our private keys are, in armored form; several while one replaces another. @defaultValue none */
  readonly decryptionKeys?: readonly SecretReference[] | undefined;
  /** Where the passphrase of our private keys is. @defaultValue they have none */
  readonly passphrase?: SecretReference | undefined;
  /** The senders' public keys, in armored form. @defaultValue none */
  readonly verificationKeys?: readonly string[] | undefined;
  readonly secrets: SecretReader;
}

/** Keys that were read and are ready for use. */
export interface PgpKeys {
  readonly decryption: readonly PrivateKey[];
  readonly verification: readonly Key[];
}

const optionsSchema = z.strictObject({
  decryptionKeys: z.array(secretReference).default([]),
  passphrase: secretReference.optional(),
  verificationKeys: z.array(z.string().min(1)).default([]),
  secrets: z.custom<SecretReader>((value) => typeof value === "function", "must be a reader of secrets"),
});

/**
 * Loads the peer dependency.
 *
 * @throws SpmError `operation.unsupported` when it is not installed.
 */
export async function loadOpenPgp(): Promise<OpenPgp> {
  try {
    return await import("openpgp");
  } catch (error) {
    throw new SpmError(
      "operation.unsupported",
      "PGP needs the package openpgp 6 beside this one: npm install openpgp@6.",
      { operation: "pgp" },
      { cause: error },
    );
  }
}

/** Reads every key. @throws SpmError `config.invalid` with every one that cannot be used, and `secret.missing`. */
export async function readPgpKeys(openpgp: OpenPgp, options: PgpKeysOptions): Promise<PgpKeys> {
  const { decryptionKeys, verificationKeys, ...asked } = parseOptions(
    optionsSchema,
    options,
    "the keys of PGP",
  );
  const passphrase = asked.passphrase === undefined ? undefined : await asked.secrets(asked.passphrase);
  const issues: string[] = [];
  const decryption: PrivateKey[] = [];
  for (const [at, reference] of decryptionKeys.entries()) {
    const armoredKey = await asked.secrets(reference);
    try {
      const key = await openpgp.readPrivateKey({ armoredKey });
      decryption.push(
        key.isDecrypted() ? key : await openpgp.decryptKey({ privateKey: key, passphrase: passphrase ?? "" }),
      );
    } catch {
      issues.push(`decryptionKeys.${at}: is no private key that can be used with the passphrase`);
    }
  }
  const verification: Key[] = [];
  for (const [at, armoredKey] of verificationKeys.entries()) {
    try {
      verification.push(await openpgp.readKey({ armoredKey }));
    } catch {
      issues.push(`verificationKeys.${at}: is no public key`);
    }
  }
  if (issues.length === 0) return { decryption, verification };
  throw new SpmError(
    "config.invalid",
    `There is something wrong with the keys of PGP:\n  ${issues.join("\n  ")}`,
    {
      issues,
    },
  );
}
