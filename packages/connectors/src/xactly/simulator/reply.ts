import { jsonReply, type Reply } from "../../simulator/reply.js";

const MESSAGES: Readonly<Record<number, string>> = {
  400: "The request is not valid.",
  401: "The token is not valid.",
  404: "The object was not found.",
  405: "The method is not allowed.",
  409: "The object was changed by somebody else.",
  429: "Too many requests.",
};

/** A refusal. The shape of the vendor's is not public; this one is the simulator's own. */
export function refusal(status: number, message = MESSAGES[status] ?? "An error occurred."): Reply {
  return jsonReply(status, { message });
}

/** Something was made: no body, and where it is. */
export function created(location: string): Reply {
  return { status: 201, headers: { location }, body: new Uint8Array() };
}
