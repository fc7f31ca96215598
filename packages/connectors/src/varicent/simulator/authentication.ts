import { text } from "node:stream/consumers";
import type { Clock } from "@spm-ops/core";
import type { SimulatedRequest } from "../../simulator/host.js";
import type { Reply } from "../../simulator/reply.js";
import { createTokens } from "../../simulator/tokens.js";
import type { ModelDefinition } from "./definition.js";
import { refusal, success } from "./reply.js";

/** A token of a login lives six hours. */
const TOKEN_LIFE_MS = 6 * 3_600_000;

/** The logins of a model, and who is behind a key or a token. */
export function createAuthentication({ users, model }: ModelDefinition, clock: Clock) {
  const tokens = createTokens(clock, TOKEN_LIFE_MS);
  return {
    async logIn({ body, url }: SimulatedRequest): Promise<Reply> {
      const form = new URLSearchParams(await text(body));
      const known = users.find(
        ({ login }) => login?.email === form.get("email") && login.password === form.get("password"),
      );
      if (known === undefined) return refusal(401, url.pathname, "The email or the password is wrong.");
      return success({ token: tokens.give(known.userId) });
    },

    /** Who asks, of this model; the scheme and the names of headers may be in any case. */
    whoIs({ headers }: SimulatedRequest): string | undefined {
      if (headers["model"] !== model) return undefined;
      const [, value] = /^bearer (.+)$/i.exec(headers["authorization"] ?? "") ?? [];
      const keyOwner = users.find(({ apiKey }) => apiKey !== undefined && apiKey === value);
      return keyOwner?.userId ?? tokens.ownerOf(value);
    },
    expireTokens: tokens.removeAll,
  };
}
