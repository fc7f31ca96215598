import type { Key, KeyID, Signature } from "openpgp";
import type { LayerFacts, LayerSource } from "./layer.js";
import { type UndecodableReason, undecodable } from "./undecodable.js";

/** A signature whose verification is under way. */
export interface PendingSignature {
  readonly keyID: KeyID;
  readonly verified: Promise<true>;
  readonly signature: Promise<Signature>;
}

/** Lets signatures fail without anybody waiting for them yet: who gives up on the bytes never asks. */
export function holdSignatures(signatures: readonly PendingSignature[]): readonly PendingSignature[] {
  for (const { verified, signature } of signatures) {
    verified.catch(() => undefined);
    signature.catch(() => undefined);
  }
  return signatures;
}

type SignerFacts = Pick<LayerFacts, "signedBy" | "signedAt">;
type Verdict =
  | SignerFacts
  | { readonly reason: UndecodableReason; readonly what: string; readonly cause?: unknown };

/**
 * Who signed, once all that was signed has been read. One good signature of a known key is enough, and a bad one of a
 * known key is too much.
 *
 * @throws SpmError `file.undecodable` when nobody known vouches for the file.
 */
export async function judgeSignatures(
  signatures: readonly PendingSignature[],
  keys: readonly Key[],
  { name, receivedAt }: Pick<LayerSource, "name" | "receivedAt">,
): Promise<SignerFacts> {
  const verdicts: Verdict[] = [];
  for (const signature of signatures) verdicts.push(await judge(signature, keys, new Date(receivedAt)));
  const find = (...reasons: readonly UndecodableReason[]) =>
    verdicts.find((verdict) => "reason" in verdict && reasons.includes(verdict.reason));
  const good = verdicts.find((verdict) => !("reason" in verdict));
  const decisive = find("bad-signature") ?? good ?? find("key-expired") ?? find("unknown-signer");
  if (decisive === undefined) throw undecodable(name, "unsigned", "it is not signed");
  if (!("reason" in decisive)) return decisive;
  throw undecodable(name, decisive.reason, decisive.what, { cause: decisive.cause });
}

async function judge(
  { keyID, verified, signature }: PendingSignature,
  keys: readonly Key[],
  receivedAt: Date,
): Promise<Verdict> {
  const id = keyID.toHex();
  const key = keys.find((each) => each.getKeys(keyID).length > 0);
  if (key === undefined) {
    return { reason: "unknown-signer", what: `it is signed by the key ${id}, which is not declared` };
  }
  try {
    await verified;
    const created = (await signature).packets[0]?.created;
    await key.getSigningKey(keyID, receivedAt);
    return { signedBy: key.getFingerprint(), signedAt: created?.getTime() };
  } catch (cause) {
    if (cause instanceof Error && /expired|revoked|valid signing key/i.test(cause.message)) {
      const what = `the key ${id} or its signature had expired or was revoked when the file came`;
      return { reason: "key-expired", what, cause };
    }
    return {
      reason: "bad-signature",
      what: `the signature of the key ${id} does not fit its content`,
      cause,
    };
  }
}
