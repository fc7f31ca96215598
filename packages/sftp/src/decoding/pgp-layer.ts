import { createReadStream } from "node:fs";
import { open, readFile } from "node:fs/promises";
import { isSpmError } from "@spm-ops/core";
import type { DecodingStep } from "../feed/decoding-rule.js";
import type { LayerSource, OpenLayer } from "./layer.js";
import { loadOpenPgp, type OpenPgp, type PgpKeys, type PgpKeysOptions, readPgpKeys } from "./pgp-keys.js";
import { holdSignatures, judgeSignatures } from "./pgp-signature.js";
import { undecodable } from "./undecodable.js";
import { openWebStream } from "./web-stream.js";

/** What a layer of PGP is declared to be, and where its detached signature lies. */
export type PgpWish = Omit<Extract<DecodingStep, { readonly kind: "pgp" }>, "kind"> & {
  readonly signaturePath?: string | undefined;
};

/** Takes off layers of PGP with its keys. */
export interface PgpReader {
  /** Begins to decrypt and to verify; what comes out is to be trusted only after `finish`. */
  open(source: LayerSource, wish: PgpWish): Promise<OpenLayer>;
}

/**
 * Creates the reader of OpenPGP messages (RFC 9580 and 4880, binary or armored), streaming, with the package openpgp.
 *
 * Messages without protection of their integrity are refused. A detached signature is one of the file as it came,
 * which may then have 512 MiB at most and is held in memory.
 *
 * @throws SpmError `operation.unsupported` when the package openpgp is not installed.
 * @throws SpmError `config.invalid` for keys that cannot be used, `secret.missing` for those that are not there.
 */
export async function createPgpReader(options: PgpKeysOptions): Promise<PgpReader> {
  const openpgp = await loadOpenPgp();
  const keys = await readPgpKeys(openpgp, options);
  return {
    async open(source, wish) {
      try {
        return await openLayer(openpgp, keys, source, wish);
      } catch (error) {
        throw toUndecodable(error, source.name);
      }
    },
  };
}

/** The package has no way to verify a detached signature of a stream to its end without holding it. */
const MOST_DETACHED_BYTES = 536_870_912;

async function openLayer(
  openpgp: OpenPgp,
  keys: PgpKeys,
  source: LayerSource,
  wish: PgpWish,
): Promise<OpenLayer> {
  const verificationKeys = wish.signed === "no" ? [] : [...keys.verification];
  const date = latestSigning(source);
  const config = {
    // What comes out early goes to a file that gets no name before everything has been verified.
    allowUnauthenticatedStream: true,
    maxDecompressedMessageSize: source.limits.maxBytes,
  };
  const signer = wish.signed === "detached" ? await verifyDetached(openpgp, keys, source, wish) : {};
  if (!wish.encrypted && wish.signed === "detached") {
    return {
      bytes: createReadStream(source.path, { signal: source.signal }),
      finish: async () => ({ kind: "pgp", ...signer }),
    };
  }
  const message = await readMessage(openpgp, source, config);
  if (wish.encrypted) mustBeForUs(message.getEncryptionKeyIDs(), keys, source.name);
  const { data, signatures } = wish.encrypted
    ? await openpgp.decrypt({
        message,
        decryptionKeys: [...keys.decryption],
        verificationKeys,
        format: "binary",
        date,
        config,
      })
    : await openpgp.verify({ message, verificationKeys, format: "binary", date, config });
  const pending = holdSignatures(signatures);
  return {
    bytes: readData(data, source),
    async finish() {
      if (wish.signed !== "inline") return { kind: "pgp", ...signer };
      return { kind: "pgp", ...(await judgeSignatures(pending, keys.verification, source)) };
    },
  };
}

/** Verifies the file as it lies there against a signature beside it. The file is held in memory. */
async function verifyDetached(
  openpgp: OpenPgp,
  keys: PgpKeys,
  source: LayerSource,
  { signaturePath = "" }: PgpWish,
) {
  if (source.sizeBytes > MOST_DETACHED_BYTES) {
    throw undecodable(
      source.name,
      "unsupported",
      "a detached signature is verified for up to 512 MiB; have it signed within the message",
    );
  }
  const bytes = await readFile(signaturePath);
  const signature = isArmored(bytes)
    ? await openpgp.readSignature({ armoredSignature: bytes.toString("latin1") })
    : await openpgp.readSignature({ binarySignature: new Uint8Array(bytes) });
  const binary = new Uint8Array(await readFile(source.path, { signal: source.signal }));
  const { signatures } = await openpgp.verify({
    message: await openpgp.createMessage({ binary }),
    signature,
    verificationKeys: [...keys.verification],
    format: "binary",
    date: latestSigning(source),
  });
  return judgeSignatures(holdSignatures(signatures), keys.verification, source);
}

/** A sender's clock may be so far ahead of ours. */
const CLOCK_TOLERANCE_MS = 600_000;

const latestSigning = ({ receivedAt }: LayerSource) => new Date(receivedAt + CLOCK_TOLERANCE_MS);

async function readMessage(openpgp: OpenPgp, source: LayerSource, config: object) {
  const file = await open(source.path, "r");
  const { buffer } = await file.read(Buffer.alloc(64), 0, 64, 0).finally(() => file.close());
  if (buffer.includes("-----BEGIN PGP SIGNED MESSAGE")) {
    throw undecodable(
      source.name,
      "unsupported",
      "it is a cleartext message; have it signed in the usual form",
    );
  }
  return isArmored(buffer)
    ? openpgp.readMessage({ armoredMessage: openWebStream(source.path, "latin1"), config })
    : openpgp.readMessage({ binaryMessage: openWebStream(source.path), config });
}

const isArmored = (bytes: Buffer) => bytes.subarray(0, 64).includes("-----BEGIN PGP ");

/** What stands in place of a key's id when the sender does not tell for whom a message is. */
const HIDDEN_RECIPIENT = "0".repeat(16);

function mustBeForUs(
  recipients: readonly { toHex(): string }[],
  { decryption }: PgpKeys,
  name: string,
): void {
  if (recipients.length === 0) throw undecodable(name, "unsupported", "it is not encrypted to a key");
  const ours = new Set(decryption.flatMap((key) => key.getKeyIDs().map((id) => id.toHex())));
  if (recipients.some((id) => id.toHex() === HIDDEN_RECIPIENT || ours.has(id.toHex()))) return;
  const ids = recipients.map((id) => id.toHex()).join(", ");
  throw undecodable(name, "wrong-key", `it is encrypted to the key ${ids}, which is none of ours`);
}

async function* readData(
  data: AsyncIterable<Uint8Array>,
  { name, signal }: LayerSource,
): AsyncGenerator<Uint8Array> {
  try {
    for await (const piece of data) {
      signal?.throwIfAborted();
      yield piece;
    }
  } catch (error) {
    throw signal?.aborted === true ? signal.reason : toUndecodable(error, name);
  }
}

/** What openpgp says has no codes; its words tell what failed, and whatever it is, the file is refused. */
function toUndecodable(error: unknown, name: string): unknown {
  if (isSpmError(error) || !(error instanceof Error) || "syscall" in error) return error;
  const { message } = error;
  const cause = { cause: error };
  if (/decompressed message size/i.test(message))
    return undecodable(name, "too-large", "it unpacks to too much", cause);
  if (/session key decryption failed/i.test(message)) {
    return undecodable(name, "wrong-key", "none of our keys opens it", cause);
  }
  if (/unexpected end|prematurely|ended/i.test(message)) {
    return undecodable(name, "truncated", "it ends early", cause);
  }
  return undecodable(name, "corrupt", `it is no sound PGP message (${message})`, cause);
}
