import type { Clock, Redactor } from "@spm-ops/core";
import { z } from "zod";
import type { Credential, HttpClient } from "../http/http-client.js";
import { createSharedToken, type IssuedToken } from "../http/shared-token.js";
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

/** One token for all calls: made at the first of them, refreshed before its end, made anew when it is refused. */
export function createAnaplanSession({ http, login, clock, redactor }: AnaplanSessionOptions): Credential {
  const ask = async (path: string, { authorization, body }: AnaplanLogin): Promise<IssuedToken> => {
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
    const { tokenValue, expiresAt } = reply.tokenInfo;
    redactor.addSecret(tokenValue);
    const toldMs = expiresAt - (clock.now() + http.clockAheadMs());
    // Clocks may disagree; a life that makes no sense is taken as the usual one, and a 401 puts it right.
    const lifeMs = toldMs > RENEW_BEFORE_MS && toldMs <= LIFETIME_MS ? toldMs : LIFETIME_MS;
    return { authorization: `AnaplanAuthToken ${tokenValue}`, lifeMs };
  };

  const issue = async (living: IssuedToken | undefined): Promise<IssuedToken> => {
    if (living !== undefined) {
      const { authorization } = living;
      const refreshed = await ask("token/refresh", { authorization }).catch(() => undefined);
      if (refreshed !== undefined) return refreshed;
    }
    return ask("token/authenticate", await login());
  };

  return createSharedToken({ issue, renewBeforeMs: RENEW_BEFORE_MS, clock });
}
