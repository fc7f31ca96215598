import type { Clock, Redactor, SecretReader } from "@spm-ops/core";
import type { Credential, HttpClient } from "../http/http-client.js";
import { untilAborted } from "../http/until-aborted.js";
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
  if (authentication.kind === "login") return createSession(authentication, services);
  const { apiKey } = authentication;
  return {
    authorization: async () => `Bearer ${await services.secrets(apiKey)}`,
    // The key is read anew each time, so that one that was replaced is found.
    forget: () => undefined,
  };
}

/** One token for all calls. Callers that come at once share one login; an abort ends the wait of its own caller only. */
function createSession(
  { email, password }: Extract<VaricentAuthentication, { kind: "login" }>,
  { secrets, redactor, clock, http }: CredentialServices,
): Credential {
  let token: { readonly authorization: string; readonly endsAt: number } | undefined;
  let renewal: Promise<NonNullable<typeof token>> | undefined;

  const logIn = async () => {
    const body = new URLSearchParams({ email, password: await secrets(password) }).toString();
    const { token: value } = await http.json(
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
    redactor.addSecret(value);
    return { authorization: `Bearer ${value}`, endsAt: clock.monotonic() + LIFETIME_MS };
  };

  return {
    async authorization({ signal }) {
      if (token === undefined || clock.monotonic() >= token.endsAt - RENEW_BEFORE_MS) {
        renewal ??= logIn().finally(() => {
          renewal = undefined;
        });
        token = await untilAborted(renewal, signal);
      }
      return token.authorization;
    },
    forget(authorization) {
      if (token?.authorization === authorization) token = undefined;
    },
  };
}
