import type { Clock, Redactor } from "@spm-ops/core";
import { z } from "zod";
import type { Credential, HttpClient } from "../http/http-client.js";
import { untilAborted } from "../http/until-aborted.js";
import type { AnaplanLogin } from "./anaplan-login.js";

export interface AnaplanSessionOptions {
  /** Of the authentication host, without a credential of its own. */
  readonly http: HttpClient;
  readonly login: () => Promise<AnaplanLogin>;
  readonly clock: Clock;
  readonly redactor: Redactor;
}

/** A token lives 35 minutes; the vendor's own client renews it in the last five. */
const LIFETIME_MS = 35 * 60_000;
const RENEW_BEFORE_MS = 5 * 60_000;

const tokenReply = z.object({
  tokenInfo: z.object({ tokenValue: z.string().min(1), expiresAt: z.number() }),
});

interface Token {
  readonly value: string;
  /** On the monotonic clock. */
  readonly endsAt: number;
}

/**
 * One token for all calls: made at the first of them, refreshed before its end, made anew when it is refused.
 *
 * Callers that come at once share one login; an abort ends the wait of its own caller only.
 */
export function createAnaplanSession({ http, login, clock, redactor }: AnaplanSessionOptions): Credential {
  let token: Token | undefined;
  let renewal: Promise<Token> | undefined;

  const ask = async (path: string, { authorization, body }: AnaplanLogin): Promise<Token> => {
    const reply = await http.json(
      {
        method: "POST",
        path,
        intent: "repeatable-change",
        operation: path === "token/refresh" ? "refresh the token" : "log in",
        headers: { authorization, ...(body !== undefined && { "content-type": "application/json" }) },
        body,
      },
      tokenReply,
    );
    const { tokenValue: value, expiresAt } = reply.tokenInfo;
    redactor.addSecret(value);
    const toldMs = expiresAt - (clock.now() + http.clockAheadMs());
    // Clocks may disagree; a life that makes no sense is taken as the usual one, and a 401 puts it right.
    const lifeMs = toldMs > RENEW_BEFORE_MS && toldMs <= LIFETIME_MS ? toldMs : LIFETIME_MS;
    return { value, endsAt: clock.monotonic() + lifeMs };
  };

  const renew = async (old: Token | undefined): Promise<Token> => {
    if (old !== undefined && clock.monotonic() < old.endsAt) {
      const refreshed = await ask("token/refresh", { authorization: header(old) }).catch(() => undefined);
      if (refreshed !== undefined) return refreshed;
    }
    return ask("token/authenticate", await login());
  };

  return {
    async authorization({ signal }) {
      if (token !== undefined && clock.monotonic() < token.endsAt - RENEW_BEFORE_MS) return header(token);
      renewal ??= renew(token).finally(() => {
        renewal = undefined;
      });
      token = await untilAborted(renewal, signal);
      return header(token);
    },
    forget(authorization) {
      if (token !== undefined && header(token) === authorization) token = undefined;
    },
  };
}

function header({ value }: Token): string {
  return `AnaplanAuthToken ${value}`;
}
