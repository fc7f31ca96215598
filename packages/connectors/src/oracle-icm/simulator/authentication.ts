import { text } from "node:stream/consumers";
import type { Clock } from "@spm-ops/core";
import type { SimulatedRequest } from "../../simulator/host.js";
import { jsonReply, type Reply } from "../../simulator/reply.js";
import { createTokens } from "../../simulator/tokens.js";
import type { EnvironmentDefinition } from "./definition.js";

/** The logins of an environment, and who is behind a header. The identity domain is one with it here. */
export function createAuthentication(
  { users, clients }: EnvironmentDefinition,
  { clock, tokenLifeMs }: { readonly clock: Clock; readonly tokenLifeMs: number },
) {
  const tokens = createTokens(clock, tokenLifeMs);
  return {
    async logIn({ body, headers }: SimulatedRequest): Promise<Reply> {
      const form = new URLSearchParams(await text(body));
      const [clientId, secret] = toPair(headers["authorization"]);
      const known = clients.find((each) => each.clientId === clientId && each.clientSecret === secret);
      if (form.get("grant_type") !== "client_credentials") return failure(400, "unsupported_grant_type");
      if (known === undefined) return failure(401, "invalid_client");
      if (form.get("scope") !== known.scope) return failure(400, "invalid_scope");
      const token = tokens.give(known.clientId);
      return jsonReply(200, { access_token: token, token_type: "Bearer", expires_in: tokenLifeMs / 1_000 });
    },

    whoIs({ headers }: SimulatedRequest): string | undefined {
      const { authorization } = headers;
      const [name, password] = toPair(authorization);
      const known = users.find((each) => each.user === name && each.password === password);
      return known?.user ?? tokens.ownerOf(/^Bearer (.+)$/i.exec(authorization ?? "")?.[1]);
    },
    expireTokens: tokens.removeAll,
  };
}

function toPair(authorization: string | undefined): readonly (string | undefined)[] {
  const basic = /^Basic (.+)$/i.exec(authorization ?? "")?.[1] ?? "";
  return /^([^:]*):(.*)$/s.exec(Buffer.from(basic, "base64").toString())?.slice(1) ?? [];
}

function failure(status: number, error: string): Reply {
  return jsonReply(status, { error, error_description: "The client could not be authenticated." });
}
