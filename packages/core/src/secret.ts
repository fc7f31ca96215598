import { readFile } from "node:fs/promises";
import { z } from "zod";
import type { Redactor } from "./redact.js";
import { SpmError } from "./spm-error.js";

/** Where a secret is kept: `env:NAME` or `file:/absolute/path`. The reference may be logged, the value never. */
export const secretReference = z
  .string()
  .regex(
    /^(env:[A-Za-z_][A-Za-z0-9_]*|file:\/.+)$/,
    "a secret is referred to as env:NAME or file:/absolute/path",
  );

export type SecretReference = z.infer<typeof secretReference>;

/** Reads the value behind a reference, at the time of use and never earlier. */
export type SecretReader = (reference: SecretReference) => Promise<string>;

export interface SecretReaderOptions {
  /** The variables that `env:` refers to; entry points pass `process.env`. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Told each value that is read, so that it is blanked wherever it turns up. */
  readonly redactor: Redactor;
}

/**
 * Creates the reader of secrets of a process.
 *
 * The reader throws SpmError `secret.missing`, which names the reference, when nothing (or an empty text) is there.
 * A file's last line break is not part of the secret.
 */
export function createSecretReader({ environment, redactor }: SecretReaderOptions): SecretReader {
  return async (reference) => {
    const [scheme, ...rest] = secretReference.parse(reference).split(":");
    const name = rest.join(":");
    const value = scheme === "env" ? environment[name] : await readSecretFile(name, reference);
    if (value === undefined || value === "") {
      throw new SpmError(
        "secret.missing",
        scheme === "env"
          ? `The environment variable ${name} is not set; ${reference} refers to it.`
          : `The file behind ${reference} is empty.`,
        { reference },
      );
    }
    redactor.addSecret(value);
    return value;
  };
}

async function readSecretFile(path: string, reference: string): Promise<string> {
  try {
    return (await readFile(path, "utf8")).replace(/\r?\n$/, "");
  } catch (cause) {
    throw new SpmError(
      "secret.missing",
      `The file behind ${reference} cannot be read.`,
      { reference },
      { cause },
    );
  }
}
