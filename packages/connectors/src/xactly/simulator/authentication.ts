import { text } from "node:stream/consumers";
import type { Clock } from "@spm-ops/core";
import { z } from "zod";
import type { SimulatedRequest } from "../../simulator/host.js";
import { jsonReply, type Reply } from "../../simulator/reply.js";
import { createTokens } from "../../simulator/tokens.js";
import type { BusinessDefinition } from "./definition.js";
import { refusal } from "./reply.js";

const loginBody = z.object({ username: z.string(), password: z.string() });

/** Seconds since its last use that a session lives. */
const TIME_TO_LIVE = 1_800;

interface Session {
  readonly id: string;
  readonly token: string;
}

/** The logins of a business, and its sessions: one for each token. */
export function createAuthentication(
  { user, password, clientId, consumer }: BusinessDefinition,
  { clock, createId }: { readonly clock: Clock; readonly createId: () => string },
) {
  const tokens = createTokens(clock, TIME_TO_LIVE * 1_000);
  const sessions: Session[] = [];
  const live = () => sessions.filter(({ token }) => tokens.ownerOf(token) !== undefined);
  return {
    async logIn({ body, url: { searchParams } }: SimulatedRequest): Promise<Reply> {
      const given = loginBody.safeParse(toJson(await text(body))).data;
      const isKnown =
        searchParams.get("client_id") === clientId &&
        searchParams.get("consumer") === consumer &&
        searchParams.get("api") === "connect" &&
        given?.username === user &&
        given.password === password;
      if (!isKnown) return refusal(401, "The login is not known.");
      const token = tokens.give(user);
      sessions.push({ id: createId(), token });
      return jsonReply(200, { access_token: token });
    },

    /** Who asks; the session lives its whole time anew. */
    whoIs({ headers }: SimulatedRequest): string | undefined {
      const [, token = ""] = /^bearer (.+)$/i.exec(headers["authorization"] ?? "") ?? [];
      const owner = tokens.ownerOf(token);
      if (owner !== undefined) tokens.refresh(token);
      return owner;
    },

    sessions: () => live().map(({ id }) => ({ id, userName: user, timeToLive: TIME_TO_LIVE })),
    endSession(id: string): boolean {
      const session = live().find((each) => each.id === id);
      if (session !== undefined) tokens.remove(session.token);
      return session !== undefined;
    },
    expireTokens: tokens.removeAll,
  };
}

export type Authentication = ReturnType<typeof createAuthentication>;

function toJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
