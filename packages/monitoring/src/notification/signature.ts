import { createHmac, timingSafeEqual } from "node:crypto";

/** The header that a signed webhook bears. */
export const SIGNATURE_HEADER = "spm-signature";

/** How old, or how early, a signature may be. */
const TOLERANCE_MS = 5 * 60_000;

/**
 * The signature of a body: `t=<seconds since 1970>,v1=<hex>`, where `v1` is the HMAC-SHA256 of `<seconds>.<body>` under
 * the secret that both sides share.
 */
export function signBody(body: string, secret: string, atMs: number): string {
  const seconds = Math.floor(atMs / 1_000);
  return `t=${seconds},v1=${digestOf(body, secret, seconds).toString("hex")}`;
}

/**
 * Whether a body was signed with the secret, not more than five minutes ago. For those who receive webhooks; the body is
 * the text as it came, not parsed and written anew.
 */
export function isSignatureOf(
  signature: string,
  { body, secret }: { readonly body: string; readonly secret: string },
  nowMs: number,
): boolean {
  const { seconds, digest } =
    /^t=(?<seconds>\d{1,12}),v1=(?<digest>[0-9a-f]{64})$/.exec(signature)?.groups ?? {};
  if (seconds === undefined || digest === undefined) return false;
  if (Math.abs(nowMs - Number(seconds) * 1_000) > TOLERANCE_MS) return false;
  return timingSafeEqual(Buffer.from(digest, "hex"), digestOf(body, secret, Number(seconds)));
}

function digestOf(body: string, secret: string, seconds: number): Buffer {
  return createHmac("sha256", secret).update(`${seconds}.${body}`).digest();
}
