import type { Redactor, SecretReader } from "@spm-ops/core";
import type { Credential, HttpClient } from "../http/http-client.js";
import { createSharedToken } from "../http/shared-token.js";
import type { XactlyAuthentication } from "./xactly-options.js";
import { loginReply } from "./xactly-replies.js";

interface CredentialServices {
  readonly secrets: SecretReader;
  readonly redactor: Redactor;
  /** Of the gateway, without a credential. */
  readonly http: HttpClient;
}

/** One token for all calls, until it is refused: how long it lives is not documented. */
export function createXactlyCredential(
  { user, password, clientId, consumer }: XactlyAuthentication,
  { secrets, redactor, http }: CredentialServices,
): Credential {
  const issue = async () => {
    const { access_token: token } = await http.json(
      {
        method: "POST",
        path: "oauth2/token",
        query: { client_id: clientId, consumer, api: "connect" },
        intent: "repeatable-change",
        operation: "log in",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ username: user, password: await secrets(password) }),
      },
      loginReply,
    );
    redactor.addSecret(token);
    return { authorization: `Bearer ${token}` };
  };
  return createSharedToken({ issue });
}
