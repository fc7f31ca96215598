import { createSign, randomBytes } from "node:crypto";
import type { Redactor, SecretReader } from "@spm-ops/core";
import type { AnaplanAuthentication } from "./anaplan-options.js";

/** What is sent to log in. */
export interface AnaplanLogin {
  readonly authorization: string;
  readonly body?: string | undefined;
}

/** The vendor asks for at least a hundred random bytes, signed with SHA512withRSA. */
const CHALLENGE_BYTES = 128;

/** Makes a login from a password or from a certificate, with the secrets as they are now. */
export async function toLogin(
  authentication: AnaplanAuthentication,
  { secrets, redactor }: { readonly secrets: SecretReader; readonly redactor: Redactor },
): Promise<AnaplanLogin> {
  if (authentication.kind === "basic") {
    const pair = `${authentication.user}:${await secrets(authentication.password)}`;
    redactor.addSecret(pair);
    return { authorization: `Basic ${Buffer.from(pair, "utf8").toString("base64")}` };
  }
  const certificate = await secrets(authentication.certificate);
  const privateKey = await secrets(authentication.privateKey);
  const challenge = randomBytes(CHALLENGE_BYTES);
  const signature = createSign("sha512").update(challenge).sign(privateKey);
  return {
    authorization: `CACertificate ${Buffer.from(certificate, "utf8").toString("base64")}`,
    body: JSON.stringify({
      encodedData: challenge.toString("base64"),
      encodedSignedData: signature.toString("base64"),
    }),
  };
}
