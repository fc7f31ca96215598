import type { Availability, Clock } from "@spm-ops/core";
import type { ConnectorCall } from "../contract/spm-connector.js";
import { takeALook } from "../contract/take-a-look.js";
import type { XactlyCalls } from "./xactly-calls.js";
import type { XactlyQueries } from "./xactly-queries.js";
import { collectionOf, session } from "./xactly-replies.js";

interface Engine {
  readonly calls: XactlyCalls;
  readonly queries: XactlyQueries;
}

/** One look at the login and the REST surface, then at the engine behind it. */
export function checkBusiness(
  { calls, queries }: Engine,
  call: ConnectorCall & { readonly clock: Clock },
): Promise<Availability> {
  const { signal } = call;
  return takeALook(async () => {
    const sessions = { path: "sessions", operation: "list the sessions", signal };
    await calls.look(sessions, collectionOf(session));
    return {
      state: "up",
      detail: `REST answers, and select 1 gives ${await queries.selectOne({ signal })}.`,
    };
  }, call);
}
