import { createHash } from "node:crypto";

/** The fingerprint of a host key as OpenSSH prints it. */
export function toFingerprint(hostKey: Uint8Array): string {
  return `SHA256:${createHash("sha256").update(hostKey).digest("base64").replace(/=+$/, "")}`;
}
