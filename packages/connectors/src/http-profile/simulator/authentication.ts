import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import type { Clock } from "@spm-ops/core";
import type { SimulatedRequest } from "../../simulator/host.js";
import { jsonReply, type Reply } from "../../simulator/reply.js";
import { createTokens } from "../../simulator/tokens.js";
import type { ApplicationDefinition } from "./definition.js";

const TOKEN_LIFE_MS = 600_000;

/** The ways in: a token for the client's id and secret, these themselves, or the key. */
export function createAuthentication({ client, apiKey }: ApplicationDefinition, clock: Clock) {
  const tokens = createTokens(clock, TOKEN_LIFE_MS);
  const basic = `Basic ${Buffer.from(`${client.id}:${client.secret}`).toString("base64")}`;
  return {
    async giveToken({ headers, body }: SimulatedRequest): Promise<Reply> {
      const form = new URLSearchParams(await text(Readable.from(body)));
      const isInBody = form.get("client_id") === client.id && form.get("client_secret") === client.secret;
      if (
        form.get("grant_type") !== "client_credentials" ||
        !(isInBody || headers["authorization"] === basic)
      ) {
        return jsonReply(400, { error: "invalid_client", error_description: "The client is not known." });
      }
      const access_token = tokens.give(client.id);
      return jsonReply(200, { access_token, token_type: "Bearer", expires_in: TOKEN_LIFE_MS / 1_000 });
    },

    isKnown({ headers }: SimulatedRequest): boolean {
      const authorization = headers["authorization"] ?? "";
      const [, token] = /^Bearer (.+)$/.exec(authorization) ?? [];
      if (tokens.ownerOf(token) !== undefined || authorization === basic) return true;
      return apiKey !== undefined && (headers["x-api-key"] === apiKey || token === apiKey);
    },
    expireTokens: tokens.removeAll,
  };
}
