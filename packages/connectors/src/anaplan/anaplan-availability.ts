import type { Availability, Clock } from "@spm-ops/core";
import type { z } from "zod";
import type { ConnectorCall } from "../contract/spm-connector.js";
import { takeALook } from "../contract/take-a-look.js";
import type { HttpClient } from "../http/http-client.js";
import { modelReply, userReply } from "./anaplan-replies.js";

/** States of a model in which people and imports can work. */
const OPEN = new Set(["UNLOCKED", "PRODUCTION"]);

/** One look at the login, the API and the model. */
export function checkModel(
  http: HttpClient,
  modelId: string,
  call: ConnectorCall & { readonly clock: Clock },
): Promise<Availability> {
  const ask = <Schema extends z.ZodType>(
    path: string,
    query: Readonly<Record<string, string>>,
    schema: Schema,
  ) => {
    const operation = `ask for ${path}`;
    return http.json({ method: "GET", path, query, intent: "question", operation, ...call }, schema);
  };
  return takeALook(async () => {
    await ask("users/me", {}, userReply);
    const { model } = await ask(`models/${modelId}`, { modelDetails: "true" }, modelReply);
    const state = OPEN.has(model.activeState) ? "up" : "down";
    return { state, detail: `The model is ${model.activeState}.` };
  }, call);
}
