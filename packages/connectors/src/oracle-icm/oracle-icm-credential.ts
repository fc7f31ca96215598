import type { Clock, Redactor, SecretReader } from "@spm-ops/core";
import type { Credential, HttpClient } from "../http/http-client.js";
import { createSharedToken } from "../http/shared-token.js";
import type { OracleIcmAuthentication } from "./oracle-icm-options.js";
import { tokenReply } from "./oracle-icm-replies.js";

interface CredentialServices {
  readonly secrets: SecretReader;
  readonly redactor: Redactor;
  readonly clock: Clock;
  /** Opens a client without a credential, for the identity domain. */
  readonly openHttp: (baseUrl: string) => HttpClient;
}

/** A credential, and what it opened to get its tokens. */
export interface OracleIcmCredential extends Credential {
  close(): Promise<void>;
}

/** Creates the credential that goes with every call: the password as it is now, or a token. */
export function createOracleIcmCredential(
  authentication: OracleIcmAuthentication,
  services: CredentialServices,
): OracleIcmCredential {
  if (authentication.kind === "client-credentials") return createLogin(authentication, services);
  const { user, password } = authentication;
  return {
    authorization: async () => toBasic(user, await services.secrets(password)),
    // The password is read anew each time, so that one that was replaced is found.
    forget: () => undefined,
    close: async () => undefined,
  };
}

function createLogin(
  authentication: Extract<OracleIcmAuthentication, { kind: "client-credentials" }>,
  { secrets, redactor, clock, openHttp }: CredentialServices,
): OracleIcmCredential {
  const { tokenAddress, clientId, clientSecret, scope } = authentication;
  const { origin, pathname } = new URL(tokenAddress);
  const http = openHttp(origin);
  const issue = async () => {
    const { access_token, expires_in } = await http.json(
      {
        method: "POST",
        path: pathname,
        intent: "repeatable-change",
        operation: "log in",
        headers: {
          authorization: toBasic(clientId, await secrets(clientSecret)),
          "content-type": "application/x-www-form-urlencoded",
        },
        body: new URLSearchParams({ grant_type: "client_credentials", scope }).toString(),
      },
      tokenReply,
    );
    redactor.addSecret(access_token);
    return { authorization: `Bearer ${access_token}`, lifeMs: expires_in * 1_000 };
  };
  return { ...createSharedToken({ issue, clock }), close: http.close };
}

function toBasic(user: string, password: string): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`;
}
