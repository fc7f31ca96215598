import { type Availability, type Clock, isSpmError } from "@spm-ops/core";
import type { ConnectorCall } from "./spm-connector.js";

/** What one look at an application told. */
export interface Look {
  readonly state: "up" | "down";
  /** For people. */
  readonly detail: string;
}

/**
 * Takes one look at an application. A look is never repeated: how often to look is the caller's policy.
 *
 * No answer, an error of the server and a page for people count as down; a refusal of our own credentials or of too
 * many calls tells nothing about the application and counts as unknown.
 */
export async function takeALook(
  look: () => Promise<Look>,
  { clock, signal }: ConnectorCall & { readonly clock: Clock },
): Promise<Availability> {
  const checkedAt = clock.now();
  const startedAt = clock.monotonic();
  const told = (state: Availability["state"], detail: string): Availability => ({
    state,
    checkedAt,
    ...(state !== "unknown" && { latencyMs: clock.monotonic() - startedAt }),
    detail,
  });
  try {
    const { state, detail } = await look();
    return told(state, detail);
  } catch (error) {
    signal?.throwIfAborted();
    const isDown = isSpmError(error, "remote.unavailable", "remote.malformed", "remote.busy");
    return told(isDown ? "down" : "unknown", error instanceof Error ? error.message : String(error));
  }
}
