import { type Availability, type Clock, isSpmError } from "@spm-ops/core";
import type { z } from "zod";
import type { ConnectorCall } from "../contract/spm-connector.js";
import type { HttpClient } from "../http/http-client.js";
import { modelReply, userReply } from "./anaplan-replies.js";

/** States of a model in which people and imports can work. */
const OPEN = new Set(["UNLOCKED", "PRODUCTION"]);

/**
 * One look at the login, the API and the model. A look is never repeated: how often to look is the caller's policy.
 *
 * No answer, an error of the server and a page for people count as down; a refusal of our own credentials or of too
 * many calls tells nothing about the application and counts as unknown.
 */
export async function checkModel(
  http: HttpClient,
  modelId: string,
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
  const ask = <Schema extends z.ZodType>(
    path: string,
    query: Readonly<Record<string, string>>,
    schema: Schema,
  ) =>
    http.json(
      { method: "GET", path, query, intent: "question", operation: `ask for ${path}`, signal },
      schema,
    );

  try {
    await ask("users/me", {}, userReply);
    const { model } = await ask(`models/${modelId}`, { modelDetails: "true" }, modelReply);
    return told(OPEN.has(model.activeState) ? "up" : "down", `The model is ${model.activeState}.`);
  } catch (error) {
    signal?.throwIfAborted();
    const isDown = isSpmError(error, "remote.unavailable", "remote.malformed", "remote.busy");
    return told(isDown ? "down" : "unknown", error instanceof Error ? error.message : String(error));
  }
}
