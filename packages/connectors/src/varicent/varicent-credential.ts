import type { Clock, Redactor, SecretReader } from "@spm-ops/core";
import type { Credential, HttpClient } from "../http/http-client.js";
import { createSharedToken } from "../http/shared-token.js";
import type { VaricentAuthentication } from "./varicent-options.js";
import { loginReply } from "./varicent-replies.js";

/** A token lives six hours by the vendor's word, and nothing renews it. */
const LIFETIME_MS = 6 * 3_600_000;
const RENEW_BEFORE_MS = 5 * 60_000;

interface CredentialServices {
  readonly secrets: SecretReader;
  readonly redactor: Redactor;
  readonly clock: Clock;
  /** Of the API's host, without a credential. */
  readonly http: HttpClient;
}

/** The credential that goes with every call: the key as it is now, or the token of a login. */
export function createVaricentCredential(
  authentication: VaricentAuthentication,
  services: CredentialServices,
): Credential {
  if (authentication.kind === "login") return createLogin(authentication, services);
  const { apiKey } = authentication;
  return {
    authorization: async () => `Bearer ${await services.secrets(apiKey)}`,
    // The key is read anew each time, so that one that was replaced is found.
    forget: () => undefined,
  };
}

function createLogin(
  { email, password }: Extract<VaricentAuthentication, { kind: "login" }>,
  { secrets, redactor, clock, http }: CredentialServices,
): Credential {
  const issue = async () => {
    const body = new URLSearchParams({ email, password: await secrets(password) }).toString();
    const { token } = await http.json(
      {
        method: "POST",
        path: "services/login",
        intent: "repeatable-change",
        operation: "log in",
        headers: { "content-type": "application/x-www-form-urlencoded" },
        body,
      },
      loginReply,
    );
    redactor.addSecret(token);
    return { authorization: `Bearer ${token}`, lifeMs: LIFETIME_MS };
  };
  return createSharedToken({ issue, renewBeforeMs: RENEW_BEFORE_MS, clock });
}
