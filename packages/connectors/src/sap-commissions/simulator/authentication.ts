import { text } from "node:stream/consumers";
import type { Clock } from "@spm-ops/core";
import type { SimulatedRequest } from "../../simulator/host.js";
import { jsonReply, type Reply, unrouted } from "../../simulator/reply.js";
import { createTokens } from "../../simulator/tokens.js";
import type { TenantDefinition } from "./definition.js";

/** The logins of a tenant, and who is behind a password or a token. */
export function createAuthentication(
  { users, clients }: TenantDefinition,
  { clock, tokenLifeMs }: { readonly clock: Clock; readonly tokenLifeMs: number },
) {
  const tokens = createTokens(clock, tokenLifeMs);
  return {
    /** The host of the identity service. */
    async handle({ method, url, headers, body }: SimulatedRequest): Promise<Reply> {
      if (`${method} ${url.pathname}` !== "POST /oauth2/token") return unrouted();
      const form = new URLSearchParams(await text(body));
      const grant = url.searchParams.get("grant_type") ?? form.get("grant_type");
      if (grant !== "client_credentials") return jsonReply(400, { error: "unsupported_grant_type" });
      const [id, secret] = readPair(headers["authorization"]);
      const client = clients.find(({ clientId, clientSecret }) => clientId === id && clientSecret === secret);
      if (client === undefined) return jsonReply(401, { error: "invalid_client" });
      return jsonReply(200, {
        access_token: tokens.give(client.clientId),
        token_type: "Bearer",
        expires_in: Math.floor(tokenLifeMs / 1_000),
      });
    },

    /** Who asks: a user of the classic generation, or a client of the cloud. */
    whoIs({ headers }: SimulatedRequest, isCloud: boolean): string | undefined {
      const { authorization } = headers;
      if (isCloud) return tokens.ownerOf(/^bearer (.+)$/i.exec(authorization ?? "")?.[1]);
      const [id, secret] = readPair(authorization);
      return users.find(({ userId, password }) => userId === id && password === secret)?.userId;
    },
    expireTokens: tokens.removeAll,
  };
}

/** The two halves of Basic credentials; only the first colon parts them. */
function readPair(authorization: string | undefined): readonly [id: string, secret: string] {
  const [, encoded = ""] = /^basic (.+)$/i.exec(authorization ?? "") ?? [];
  const pair = Buffer.from(encoded, "base64").toString("utf8");
  const colon = pair.indexOf(":");
  return [pair.slice(0, Math.max(0, colon)), pair.slice(colon + 1)];
}
