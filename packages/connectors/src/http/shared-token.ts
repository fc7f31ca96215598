import { type Clock, systemClock } from "@spm-ops/core";
import type { Credential } from "./http-client.js";
import { untilAborted } from "./until-aborted.js";

/** A token as a login gave it out, with what else the vendor told then. */
export interface IssuedToken {
  /** The value of the `Authorization` header. */
  readonly authorization: string;
  /** How long it lives, counted from when it was asked for. @defaultValue until it is refused */
  readonly lifeMs?: number | undefined;
}

/** A credential whose token was asked for once for all who need it. */
export interface SharedToken<Token extends IssuedToken> extends Credential {
  /** The token as it is now, after a login if there was none. */
  current(call: { readonly signal?: AbortSignal | undefined }): Promise<Token>;
}

export interface SharedTokenOptions<Token extends IssuedToken> {
  /** Asks for a token. A vendor who renews one is shown the old one, as long as it lives. */
  readonly issue: (living: Token | undefined) => Promise<Token>;
  /** How long before its end a token is made anew; of a short life, in its second half. @defaultValue 60_000 */
  readonly renewBeforeMs?: number | undefined;
  /** @defaultValue the clock of this machine */
  readonly clock?: Pick<Clock, "monotonic"> | undefined;
}

/**
 * One token for all calls: made at the first of them, before its end, and when it is refused.
 *
 * Callers that come at once share one login; an abort ends the wait of its own caller only.
 */
export function createSharedToken<Token extends IssuedToken>({
  issue,
  renewBeforeMs = 60_000,
  clock = systemClock,
}: SharedTokenOptions<Token>): SharedToken<Token> {
  let held: { readonly token: Token; readonly renewAt: number; readonly endsAt: number } | undefined;
  let renewal: Promise<Token> | undefined;

  const renew = async (): Promise<Token> => {
    const askedAt = clock.monotonic();
    const token = await issue(held !== undefined && askedAt < held.endsAt ? held.token : undefined);
    const { lifeMs = Number.POSITIVE_INFINITY } = token;
    const renewAt = askedAt + Math.max(lifeMs / 2, lifeMs - renewBeforeMs);
    held = { token, renewAt, endsAt: askedAt + lifeMs };
    return token;
  };

  const current: SharedToken<Token>["current"] = async ({ signal }) => {
    if (held !== undefined && clock.monotonic() < held.renewAt) return held.token;
    renewal ??= renew().finally(() => {
      renewal = undefined;
    });
    return untilAborted(renewal, signal);
  };

  return {
    current,
    authorization: async (call) => (await current(call)).authorization,
    forget(authorization) {
      if (held?.token.authorization === authorization) held = undefined;
    },
  };
}
