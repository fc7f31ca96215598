import { jsonReply, type Reply } from "../../simulator/reply.js";

const MESSAGES: Readonly<Record<number, string>> = {
  400: "The request is invalid.",
  403: "The user may not do that.",
  404: "The resource was not found.",
  405: "The resource does not support this method.",
  409: "Another process is running. Try again later.",
  429: "Too many requests.",
  503: "The table is locked by another process.",
};

const JSON_TYPE = "application/json; charset=utf-8";

/** A success. */
export function success(body: unknown): Reply {
  return jsonReply(200, body, JSON_TYPE);
}

/** A refusal of the API: a `Message`, but nothing at all for who is not known. The login words its own. */
export function refusal(
  status: number,
  path: string,
  message = MESSAGES[status] ?? "An error occurred.",
): Reply {
  if (path.startsWith("/services/login")) return jsonReply(status, { code: status, message }, JSON_TYPE);
  if (status === 401) return { status, body: new Uint8Array() };
  return jsonReply(status, { Message: message }, JSON_TYPE);
}
