import { createVerify, randomUUID, X509Certificate } from "node:crypto";
import { text } from "node:stream/consumers";
import type { Clock } from "@spm-ops/core";
import type { SimulatedRequest } from "../../simulator/host.js";
import { jsonReply, type Reply } from "../../simulator/reply.js";
import { createTokens } from "../../simulator/tokens.js";
import type { ClientDefinition } from "./definition.js";

export interface AuthenticationOptions {
  readonly clients: readonly ClientDefinition[];
  readonly clock: Clock;
  readonly tokenLifeMs: number;
  /** Where the org lives, as a login tells it. */
  readonly instanceUrl: () => string;
}

const ORG_ID = "00D000000000001AAA";
const USER_ID = "005000000000001AAA";
const JWT = "urn:ietf:params:oauth:grant-type:jwt-bearer";

/** The login of an org, and who is behind a token. */
export function createAuthentication({ clients, clock, tokenLifeMs, instanceUrl }: AuthenticationOptions) {
  const tokens = createTokens(clock, tokenLifeMs);

  const isKnown = (form: URLSearchParams): boolean => {
    if (form.get("grant_type") === JWT) return isAsserted(form.get("assertion") ?? "", clients, clock.now());
    return clients.some(
      (client) =>
        "clientSecret" in client &&
        client.clientId === form.get("client_id") &&
        client.clientSecret === form.get("client_secret"),
    );
  };

  return {
    async logIn({ body, headers }: SimulatedRequest): Promise<Reply> {
      const form = new URLSearchParams(await text(body));
      const basic = /^Basic (.+)$/.exec(headers["authorization"] ?? "")?.[1];
      const [id, secret] = Buffer.from(basic ?? "", "base64")
        .toString()
        .split(":");
      // Clients may send the pair in a header as well.
      if (id && secret) form.set("client_id", id);
      if (id && secret) form.set("client_secret", secret);
      const grant = form.get("grant_type") ?? "";
      if (grant !== "client_credentials" && grant !== JWT) {
        return failure("unsupported_grant_type", "grant type not supported");
      }
      if (!isKnown(form)) return failure("invalid_grant", "authentication failure");
      const access = `${ORG_ID}!${tokens.give(USER_ID)}`;
      // There is no time at which it ends: that is a matter of the org's session settings.
      return jsonReply(200, {
        ...{ access_token: access, signature: randomUUID(), scope: "api" },
        ...{ instance_url: instanceUrl(), id: `${instanceUrl()}/id/${ORG_ID}/${USER_ID}` },
        ...{ token_type: "Bearer", issued_at: String(clock.now()) },
      });
    },

    /** Who asks the API. */
    whoIs(authorization: string | undefined): string | undefined {
      return tokens.ownerOf(/^(?:Bearer|OAuth) [^!]+!(.+)$/.exec(authorization ?? "")?.[1]);
    },
    expireTokens: tokens.removeAll,
  };
}

function failure(error: string, description: string): Reply {
  return jsonReply(400, { error, error_description: description });
}

function isAsserted(assertion: string, clients: readonly ClientDefinition[], now: number): boolean {
  const [head = "", claims = "", signature = ""] = assertion.split(".");
  const { iss, sub, exp, aud } = toClaims(claims);
  if (typeof exp !== "number" || exp * 1_000 < now || typeof aud !== "string") return false;
  const client = clients.find((each) => "certificate" in each && each.clientId === iss && each.user === sub);
  if (client === undefined || !("certificate" in client)) return false;
  const verify = createVerify("sha256").update(`${head}.${claims}`);
  return verify.verify(new X509Certificate(client.certificate).publicKey, signature, "base64url");
}

function toClaims(part: string): Readonly<Record<string, unknown>> {
  try {
    return { ...JSON.parse(Buffer.from(part, "base64url").toString()) };
  } catch {
    return {};
  }
}
