import type { Clock, Redactor, SecretReader } from "@spm-ops/core";
import { z } from "zod";
import type { Credential, HttpClient } from "../http/http-client.js";
import { createSharedToken } from "../http/shared-token.js";
import type { SapCommissionsAuthentication } from "./sap-commissions-options.js";

type Basic = Extract<SapCommissionsAuthentication, { kind: "basic" }>;
type Ias = Extract<SapCommissionsAuthentication, { kind: "ias" }>;

interface CredentialServices {
  readonly secrets: SecretReader;
  readonly redactor: Redactor;
}

/** A user and a password, read anew for each call so that one that was replaced is found. */
export function createBasicCredential(
  { user, password }: Basic,
  { secrets, redactor }: CredentialServices,
): Credential {
  return {
    authorization: async () => toBasic(`${user}:${await secrets(password)}`, redactor),
    forget: () => undefined,
  };
}

const tokenReply = z.object({
  access_token: z.string().min(1),
  expires_in: z.coerce.number().positive().optional(),
});

/** One token of the identity service for all calls; where the vendor tells no end, until it is refused. */
export function createIasCredential(
  { clientId, clientSecret }: Ias,
  services: CredentialServices & { readonly http: HttpClient; readonly clock: Clock },
): Credential {
  const { secrets, redactor, http, clock } = services;
  const issue = async () => {
    const authorization = toBasic(`${clientId}:${await secrets(clientSecret)}`, redactor);
    const { access_token, expires_in } = await http.json(
      {
        method: "POST",
        path: "oauth2/token",
        query: { grant_type: "client_credentials" },
        intent: "repeatable-change",
        operation: "log in",
        headers: { authorization, "content-type": "application/x-www-form-urlencoded" },
      },
      tokenReply,
    );
    redactor.addSecret(access_token);
    const lifeMs = expires_in === undefined ? undefined : expires_in * 1_000;
    return { authorization: `Bearer ${access_token}`, lifeMs };
  };
  return createSharedToken({ issue, clock });
}

function toBasic(pair: string, redactor: Redactor): string {
  redactor.addSecret(pair);
  return `Basic ${Buffer.from(pair, "utf8").toString("base64")}`;
}
