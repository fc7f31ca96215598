import { randomUUID } from "node:crypto";
import type { Clock } from "@spm-ops/core";
import { jsonReply, type Reply } from "./reply.js";

interface Token {
  readonly user: string;
  expiresAt: number;
}

/** The tokens that were given out. They do not outlive the process. */
export function createTokens(clock: Clock, lifeMs: number) {
  const tokens = new Map<string, Token>();
  return {
    give(user: string): string {
      const value = `${randomUUID()}.${randomUUID()}==`;
      tokens.set(value, { user, expiresAt: clock.now() + lifeMs });
      return value;
    },
    /** Whose token it is, as long as it lives. */
    ownerOf(value: string | undefined): string | undefined {
      const token = tokens.get(value ?? "");
      return token !== undefined && clock.now() < token.expiresAt ? token.user : undefined;
    },
    refresh(value: string): void {
      const token = tokens.get(value);
      if (token !== undefined) token.expiresAt = clock.now() + lifeMs;
    },
    remove: (value: string) => tokens.delete(value),
    removeAll: () => tokens.clear(),
    /** A token as the authentication host tells it. */
    toReply: (status: number, statusMessage: string, value: string): Reply =>
      jsonReply(status, {
        meta: { validationUrl: "/token/validate" },
        status: "SUCCESS",
        statusMessage,
        tokenInfo: {
          tokenId: randomUUID(),
          tokenValue: value,
          expiresAt: tokens.get(value)?.expiresAt,
          refreshTokenId: randomUUID(),
        },
      }),
  };
}
