import { createHmac } from "node:crypto";
import type { Clock, Redactor, SecretReader } from "@spm-ops/core";
import { z } from "zod";
import type { Credential, HttpClient } from "../http/http-client.js";
import type { HttpRequest } from "../http/http-request.js";
import { createSharedToken } from "../http/shared-token.js";
import type { AuthenticationRules } from "./profile-authentication.js";

/** What proves who asks: a credential, or headers made for each request. */
export interface ProfileAccess {
  readonly credential?: Credential | undefined;
  /** The headers of one request, by its body. */
  sign(body: HttpRequest["body"]): Promise<Readonly<Record<string, string>>>;
  close(): Promise<void>;
}

interface AccessServices {
  readonly secrets: SecretReader;
  readonly redactor: Redactor;
  readonly clock: Clock;
  /** Opens a client without a credential, for the host of the tokens. */
  readonly openLogin: (baseUrl: string) => HttpClient;
}

const nothing = { sign: async () => ({}), close: async () => undefined };

/** Creates what goes with every call. Secrets are read anew each time, so that one that was replaced is found. */
export function createProfileAccess(
  authentication: AuthenticationRules,
  services: AccessServices,
): ProfileAccess {
  const { secrets, redactor, clock } = services;
  switch (authentication.kind) {
    case "basic": {
      const { user, password } = authentication;
      const authorization = async () => toBasic(user, await secrets(password), redactor);
      return { ...nothing, credential: { authorization, forget: () => undefined } };
    }
    case "bearer": {
      const { scheme, token } = authentication;
      const authorization = async () => `${scheme} ${await secrets(token)}`;
      return { ...nothing, credential: { authorization, forget: () => undefined } };
    }
    case "header": {
      const { name, value } = authentication;
      return { ...nothing, sign: async () => ({ [name]: await secrets(value) }) };
    }
    case "signature": {
      const { name, secret } = authentication;
      const sign = async (body: HttpRequest["body"]) => {
        const seconds = Math.floor(clock.now() / 1_000);
        return { [name]: `t=${seconds},v1=${await toSignature(await secrets(secret), seconds, body)}` };
      };
      return { ...nothing, sign };
    }
    case "client-credentials":
      return createClientCredentials(authentication, services);
  }
}

/** A body that is made as it is sent is made once more for its signature, so that none is held in memory. */
async function toSignature(secret: string, seconds: number, body: HttpRequest["body"] = ""): Promise<string> {
  const digest = createHmac("sha256", secret).update(`${seconds}.`);
  if (typeof body !== "function") return digest.update(body).digest("hex");
  for await (const piece of body()) digest.update(piece);
  return digest.digest("hex");
}

const tokenReply = z.object({
  access_token: z.string().min(1),
  expires_in: z.coerce.number().positive().optional(),
});

function createClientCredentials(
  authentication: Extract<AuthenticationRules, { readonly kind: "client-credentials" }>,
  { secrets, redactor, clock, openLogin }: AccessServices,
): ProfileAccess {
  const { tokenAddress, clientId, clientSecret, clientIn, fields } = authentication;
  const { origin, href } = new URL(tokenAddress);
  const http = openLogin(origin);
  const issue = async () => {
    const secret = await secrets(clientSecret);
    const inBody = clientIn === "body" ? { client_id: clientId, client_secret: secret } : {};
    const form = new URLSearchParams({ grant_type: "client_credentials", ...inBody, ...fields });
    const { access_token, expires_in } = await http.json(
      {
        method: "POST",
        path: href,
        intent: "repeatable-change",
        operation: "log in",
        headers: {
          "content-type": "application/x-www-form-urlencoded",
          ...(clientIn === "header" && { authorization: toBasic(clientId, secret, redactor) }),
        },
        body: form.toString(),
      },
      tokenReply,
    );
    redactor.addSecret(access_token);
    const lifeMs = expires_in === undefined ? undefined : expires_in * 1_000;
    return { authorization: `Bearer ${access_token}`, lifeMs };
  };
  return { ...nothing, credential: createSharedToken({ issue, clock }), close: http.close };
}

function toBasic(user: string, password: string, redactor: Redactor): string {
  const pair = `${user}:${password}`;
  redactor.addSecret(pair);
  return `Basic ${Buffer.from(pair, "utf8").toString("base64")}`;
}
