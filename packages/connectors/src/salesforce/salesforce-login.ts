import { createSign } from "node:crypto";
import type { Clock, SecretReader } from "@spm-ops/core";
import type { SalesforceSettings } from "./salesforce-options.js";

/** The vendor takes an assertion that ends within minutes. */
const ASSERTION_LIFE_S = 180;

/** Makes the form that asks for a token, with the secrets as they are now. */
export async function toLoginForm(
  authentication: SalesforceSettings["authentication"],
  { secrets, clock }: { readonly secrets: SecretReader; readonly clock: Clock },
): Promise<string> {
  const { clientId } = authentication;
  if (authentication.kind === "client-credentials") {
    const secret = await secrets(authentication.clientSecret);
    return toForm({ grant_type: "client_credentials", client_id: clientId, client_secret: secret });
  }
  const { user, audience } = authentication;
  const expiresAt = Math.floor(clock.now() / 1_000) + ASSERTION_LIFE_S;
  const claims = { iss: clientId, sub: user, aud: audience, exp: expiresAt };
  const content = `${toPart({ alg: "RS256" })}.${toPart(claims)}`;
  const privateKey = await secrets(authentication.privateKey);
  const signature = createSign("sha256").update(content).sign(privateKey, "base64url");
  return toForm({
    grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer",
    assertion: `${content}.${signature}`,
  });
}

function toForm(fields: Readonly<Record<string, string>>): string {
  return new URLSearchParams(fields).toString();
}

function toPart(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}
